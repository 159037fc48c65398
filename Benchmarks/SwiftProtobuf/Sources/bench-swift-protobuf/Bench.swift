internal import ArgumentParser

/// Runs the benchmarks of swift-protobuf.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-swift-protobuf", abstract: "Runs the benchmarks of swift-protobuf.",
    subcommands: [Commands.List.self, Commands.Run.self, Commands.Time.self])
}
