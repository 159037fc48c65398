import ArgumentParser

/// The command line of the control plane.
@main
struct Causeway: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "causeway", abstract: "A minimal xDS control plane for pods and virtual machines.")
}
