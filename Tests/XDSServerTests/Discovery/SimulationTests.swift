import Foundation
import Testing

@testable import XDSServer

/// The generator of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators"): small, and the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

@Suite("A stream and a client with everything at random")
struct SimulationTests {
  /// The same ones as ever, so that a failure comes from the change at hand.
  ///
  /// `CAUSEWAY_EXPLORE` asks for new ones, `CAUSEWAY_RUNS` says how many; `CAUSEWAY_SEED` replays
  /// one run.
  static var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["CAUSEWAY_SEED"].flatMap(UInt64.init) { return [seed] }
    let count = environment["CAUSEWAY_RUNS"].flatMap(UInt64.init) ?? 20
    let isExploring = environment["CAUSEWAY_EXPLORE"] != nil
    let first = isExploring ? UInt64.random(in: 0 ... .max) : 20_261_125
    return onceFailed + (0..<count).map { first &+ $0 }
  }

  /// Runs that have found faults: a listener taken back to what stood in for it was sent twice; so
  /// were the endpoints of such a cluster; what stood in was older than what the client had; a
  /// refusal was forgotten when the client had caught up (both variants); a client was done before
  /// it had asked for the endpoints of the clusters that it brought along; it was done before it
  /// heard what it had dropped and asked for again (two); what a delta client took from a response
  /// on its way, after it had dropped it and asked for everything, was never said to be gone; a
  /// client was done although it had just asked for another type (both variants).
  private static let onceFailed: [UInt64] = [
    20_261_148, 188_020_468_398_138_885, 7_001_959, 2_589_304_016_674_244_714,
    7_858_726_466_221_215_270, 5_962_043_183_137_579_868, 18_206_323_457_711_301_929,
    15_277_645_097_928_444_918, 900_004_322, 7_615_072_923_929_549_762, 1_516_644_667_025_033_645,
  ]

  /// Prints what is said while one run is replayed.
  static func trace(_ line: @autoclosure () -> String) {
    if ProcessInfo.processInfo.environment["CAUSEWAY_SEED"] != nil { print(line()) }
  }

  @Test(
    "In the end the client has what the mesh has, and was told nothing twice",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func anything(variant: ProtocolVariant) { run(variant, isAggregated: true) }

  @Test(
    "The same over separate services, each with a stream of its own",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func separateServices(variant: ProtocolVariant) { run(variant, isAggregated: false) }

  private func run(_ variant: ProtocolVariant, isAggregated: Bool) {
    let updates = TableUpdates()
    for seed in Self.seeds {
      var simulation = Simulation(
        seed: seed, variant, isAggregated: isAggregated, sharing: updates)
      for _ in 0..<300 { simulation.step() }
      simulation.quiesce()
      if let problem = simulation.problem {
        Issue.record("\(variant): \(problem) (replay with CAUSEWAY_SEED=\(seed))")
        return
      }
    }
  }
}
