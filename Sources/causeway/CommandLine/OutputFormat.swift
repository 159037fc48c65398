import ArgumentParser

/// How a command prints what it has found out.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
}
