internal import ArgumentParser

/// What every program of benchmarks can do; scripts/bench reads what they print as JSON.
enum Commands {}

extension Commands {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Names the benchmarks.")

    @Flag(help: "Print a line of JSON for each.") var json = false

    func run() {
      for benchmark in Benchmark.all {
        print(
          json
            ? "{\"name\":\"\(benchmark.name)\",\"role\":\"\(benchmark.role)\"}"
            : benchmark.name)
      }
    }
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs benchmarks and counts their allocations.",
      discussion: """
        Everything is done once before it is counted, so that buffers have their size.
        """)

    @Argument(help: "The names.") var names: [String]
    @Option(help: "How many rounds; each benchmark has its own default.") var rounds: Int?
    @Flag(help: "Print a line of JSON for each.") var json = false

    func run() throws {
      for benchmark in try Benchmark.named(names) {
        let rounds = rounds ?? benchmark.rounds
        guard rounds > 0 else { throw ValidationError("--rounds must be at least 1") }
        let prepared = try benchmark.prepare()
        try prepared.run(1)
        let allocations = try measuredRegion(prepared.run, rounds: rounds)
        let operations = rounds * benchmark.operationsPerRound
        let perOperation = Double(allocations) / Double(operations)
        let hash = String(prepared.hash(), radix: 16)
        print(
          json
            ? "{\"name\":\"\(benchmark.name)\",\"operations\":\(operations),"
              + "\"allocations\":\(perOperation),\"hash\":\"\(hash)\"}"
            : "\(benchmark.name): \(perOperation) allocations each, \(operations) done, "
              + "hash \(hash)")
      }
    }
  }

  struct Time: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Times benchmarks, by turns: CPU time in nanoseconds per operation.")

    @Argument(help: "The names.") var names: [String]
    @Option(help: "How often each has its turn.") var repetitions = 15
    @Flag(help: "Print a line of JSON for each.") var json = false

    func run() throws {
      guard repetitions > 0 else { throw ValidationError("--repetitions must be at least 1") }
      var timings = try Benchmark.named(names).map { try Timing(of: $0) }
      for _ in 0..<repetitions {
        for index in timings.indices { try timings[index].repeatOnce() }
      }
      for timing in timings {
        print(
          json
            ? "{\"name\":\"\(timing.name)\",\"minimum\":\(timing.minimum),"
              + "\"median\":\(timing.median)}"
            : "\(timing.name): at least \(timing.minimum) ns, median \(timing.median) ns")
      }
    }
  }
}

extension Benchmark {
  /// The benchmarks of those names, in that order.
  fileprivate static func named(_ names: [String]) throws -> [Benchmark] {
    try names.map { name in
      guard let benchmark = all.first(where: { $0.name == name }) else {
        throw ValidationError("no benchmark is called \(name); `bench list` names them")
      }
      return benchmark
    }
  }
}
