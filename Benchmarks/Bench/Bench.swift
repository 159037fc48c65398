internal import ArgumentParser

/// Runs the benchmarks; scripts/bench calls it and keeps the results.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Runs the benchmarks of Causeway.",
    subcommands: [
      Commands.List.self, Commands.Run.self, Commands.Time.self,
      PushModes.Serve.self, PushModes.Bare.self, PushModes.Crowd.self,
    ])
}
