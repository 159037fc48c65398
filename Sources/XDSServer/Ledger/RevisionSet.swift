/// Some of the newest 1,024 revisions: 128 bytes, whatever is in it.
struct RevisionSet: Sendable {
  /// How many revisions back it remembers.
  static let window: UInt64 = 1024

  private var words = InlineArray<16, UInt64>(repeating: 0)
  private var newest: UInt64 = 0
  /// How many there are.
  private(set) var count = 0

  /// The empty set.
  init() {}

  /// Whether there are none.
  var isEmpty: Bool { count == 0 }

  /// Whether the revision is in the set; one that has left the window is not.
  func contains(_ revision: UInt64) -> Bool {
    guard revision <= newest, newest - revision < Self.window else { return false }
    let (word, bit) = Self.place(of: revision)
    return words[word] & bit != 0
  }

  /// Puts a revision in.
  ///
  /// What is `window` or more below the greatest one falls out.
  mutating func insert(_ revision: UInt64) {
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
  mutating func remove(_ revision: UInt64) { if contains(revision) { clear(revision) } }

  /// Calls `body` with each, in no particular order.
  func forEach(_ body: (UInt64) -> Void) {
    var left = count
    // From the newest one backwards: mostly it is the only one.
    var word = Self.place(of: newest).word
    while left > 0 {
      var rest = words[word]
      left -= rest.nonzeroBitCount
      while rest != 0 {
        let place = UInt64(word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
        body(newest - (newest &- place) % Self.window)
      }
      word = (word + words.count - 1) % words.count
    }
  }

  /// The greatest one; nil when there is none.
  var greatest: UInt64? {
    // Mostly it is the last one that was put in.
    if contains(newest) { return newest }
    var greatest: UInt64?
    forEach { greatest = max(greatest ?? 0, $0) }
    return greatest
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
