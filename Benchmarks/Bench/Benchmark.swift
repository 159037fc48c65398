internal import CAllocationCounter

/// Something that is done again and again while instructions, allocations and time are counted.
struct Benchmark: Sendable {
  /// Where a benchmark counts.
  enum Role: String, Sendable {
    /// Small enough for every `make test`, which holds it to Benchmarks/thresholds.json.
    case checked
    /// For `make bench` only, which holds it to Benchmarks/thresholds.json.
    case large
    /// Another library that does the same: what ours is compared with. It has no threshold.
    case peer
  }

  /// A benchmark that is ready to run.
  struct Prepared {
    /// Runs so many rounds: what is counted.
    let run: (_ rounds: Int) throws -> Void
    /// A hash of what the last round made, so that two runs can be seen to have done the same.
    let hash: () -> UInt64
  }

  /// Who does it, what, and of which size: `XDSProto:EDS:100-endpoints`.
  ///
  /// A peer has another first part and the same others.
  let name: String
  /// Where it counts.
  let role: Role
  /// How many rounds are run where instructions and allocations are counted.
  let rounds: Int
  /// How many operations a round has: results are per operation.
  let operationsPerRound: Int
  /// Makes what the rounds need, which is not counted.
  let prepare: @Sendable () throws -> Prepared

  init(
    _ name: String, role: Role = .checked, rounds: Int = 10, operationsPerRound: Int = 1,
    prepare: @escaping @Sendable () throws -> Prepared
  ) {
    self.name = name
    self.role = role
    self.rounds = rounds
    self.operationsPerRound = operationsPerRound
    self.prepare = prepare
  }
}

/// FNV-1a, with which all programs of benchmarks hash what they made.
func hash(of bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// Runs the rounds and returns how many allocations the calling thread made meanwhile.
///
/// scripts/bench has callgrind count instructions from where this function is entered to where it
/// is left, and knows it by its name.
@inline(never)
func measuredRegion(_ run: (Int) throws -> Void, rounds: Int) throws -> UInt64 {
  let before = allocation_count()
  try run(rounds)
  return allocation_count() - before
}
