import Glibc

/// Random numbers that come again from the same seed (SplitMix64 by Sebastiano Vigna).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}

/// The seed of this run: the environment variable `CAUSEWAY_SEED`, else the same as ever, or with
/// `CAUSEWAY_EXPLORE` a new one.
///
/// Every random test says it in what it prints when it fails.
let runSeed: UInt64 = {
  if let text = getenv("CAUSEWAY_SEED"), let seed = UInt64(String(cString: text)) { return seed }
  return getenv("CAUSEWAY_EXPLORE") == nil ? 20_261_125 : UInt64.random(in: 0...UInt64.max)
}()

extension String {
  /// A stable number for a name, so that each type has random numbers of its own.
  var stableHash: UInt64 {
    utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
