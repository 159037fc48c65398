internal import Glibc

/// The CPU time that a benchmark takes, measured several times.
///
/// CPU time of the process, because other processes share the machine.
struct Timing {
  let name: String
  private let prepared: Benchmark.Prepared
  private let operationsPerRound: Int
  /// So many that a repetition takes at least 10 ms.
  private var rounds = 1
  /// Nanoseconds per operation, one for each repetition.
  private var samples: [Double] = []

  /// The least time that a repetition shall take, in nanoseconds.
  private static let repetitionMin: UInt64 = 10_000_000

  /// Prepares the benchmark and finds out how many rounds a repetition needs.
  init(of benchmark: Benchmark) throws {
    name = benchmark.name
    prepared = try benchmark.prepare()
    operationsPerRound = benchmark.operationsPerRound
    while try nanoseconds() < Self.repetitionMin { rounds *= 2 }
  }

  /// The shortest time of an operation, in nanoseconds.
  var minimum: Double { samples.min() ?? 0 }

  /// The median time of an operation, in nanoseconds.
  var median: Double { samples.isEmpty ? 0 : samples.sorted()[samples.count / 2] }

  /// Runs the rounds and takes their time.
  mutating func repeatOnce() throws {
    samples.append(Double(try nanoseconds()) / Double(rounds * operationsPerRound))
  }

  /// How long the rounds take.
  private func nanoseconds() throws -> UInt64 {
    let begin = Self.now()
    try prepared.run(rounds)
    return Self.now() - begin
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
