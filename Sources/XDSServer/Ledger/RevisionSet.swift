/// Some of the newest 1,024 revisions.
///
/// A client has mostly one revision to acknowledge, or none, and that costs no more than its
/// number. Bits for all of them are kept from the moment on at which there are two.
struct RevisionSet: Sendable {
  /// How many revisions back it remembers.
  static let window: UInt64 = 1024
  private static let wordCount = Int(window) / 64

  /// The greatest one that was put in; without `words`, the only one.
  private var newest: UInt64 = 0
  /// How many there are.
  private(set) var count = 0
  /// A bit for each revision of the window; empty as long as none but `newest` can be in the set.
  private var words: [UInt64] = []

  /// The empty set.
  init() {}

  /// Whether there are none.
  var isEmpty: Bool { count == 0 }

  /// Whether the revision is in the set; one that has left the window is not.
  func contains(_ revision: UInt64) -> Bool {
    if words.isEmpty { return count == 1 && revision == newest }
    guard revision <= newest, newest - revision < Self.window else { return false }
    let (word, bit) = Self.place(of: revision)
    return words[word] & bit != 0
  }

  /// Puts a revision in.
  ///
  /// What is `window` or more below the greatest one falls out.
  mutating func insert(_ revision: UInt64) {
    if words.isEmpty {
      if count == 0 {
        (newest, count) = (revision, 1)
        return
      }
      guard revision != newest else { return }
      words = Array(repeating: 0, count: Self.wordCount)
      let (word, bit) = Self.place(of: newest)
      words[word] = bit
    }
    if revision > newest {
      let first = max(newest, revision > Self.window ? revision - Self.window : 0) + 1
      newest = revision
      // Their places were those of revisions that fall out now.
      if !isEmpty { for passed in first...revision { clear(passed) } }
    }
    guard newest - revision < Self.window else { return }
    let (word, bit) = Self.place(of: revision)
    if words[word] & bit == 0 { count += 1 }
    words[word] |= bit
  }

  /// Takes a revision out.
  mutating func remove(_ revision: UInt64) {
    guard contains(revision) else { return }
    if words.isEmpty { count = 0 } else { clear(revision) }
  }

  /// Calls `body` with each, the greatest first.
  func forEach(_ body: (UInt64) -> Void) {
    var next = greatest
    while let revision = next {
      body(revision)
      next = greatest(below: revision)
    }
  }

  /// The greatest one; nil when there is none.
  var greatest: UInt64? {
    // Mostly it is the last one that was put in.
    contains(newest) ? newest : greatest(below: newest)
  }

  /// The greatest one that is less than `limit`; nil when there is none.
  func greatest(below limit: UInt64) -> UInt64? {
    guard count > 0, limit > 0 else { return nil }
    if words.isEmpty { return newest < limit ? newest : nil }
    var upper = min(limit - 1, newest)
    let least = newest < Self.window ? 0 : newest - Self.window + 1
    while upper >= least {
      let (word, bit) = Self.place(of: upper)
      let rest = words[word] & (bit | (bit &- 1))
      if rest != 0 {
        let found = upper - UInt64(bit.trailingZeroBitCount - 63 + rest.leadingZeroBitCount)
        return found >= least ? found : nil
      }
      let passed = UInt64(bit.trailingZeroBitCount) + 1
      guard upper >= passed else { return nil }
      upper -= passed
    }
    return nil
  }

  private mutating func clear(_ revision: UInt64) {
    let (word, bit) = Self.place(of: revision)
    if words[word] & bit != 0 { count -= 1 }
    words[word] &= ~bit
  }

  private static func place(of revision: UInt64) -> (word: Int, bit: UInt64) {
    let place = Int(revision % window)
    return (place / 64, 1 << UInt64(place % 64))
  }
}
