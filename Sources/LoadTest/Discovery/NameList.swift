/// The names of resources that clients subscribe to, with their encoded forms; shared by all
/// clients that have the same.
final class NameList {
  /// No names.
  static func empty() -> NameList { NameList([]) }

  /// In order, each once.
  let names: [String]
  /// `resource_names` of a DiscoveryRequest; also `resource_names_subscribe` of delta's.
  ///
  /// Both are field 3.
  private(set) lazy var encoded = Self.encode(names, field: 3)
  private weak var comparedWith: NameList?
  private var difference = Difference()

  /// What a delta client asks for to get from one list to another.
  struct Difference {
    /// `resource_names_subscribe` and `resource_names_unsubscribe`.
    var encoded: [UInt8] = []
    /// Whether there is a name to subscribe to.
    var hasNew = false
  }

  /// A list of those names.
  init(_ names: some Sequence<String>) { self.names = Set(names).sorted() }

  var isEmpty: Bool { names.isEmpty }

  /// What a client sends that has subscribed to `old` and wants this.
  func difference(from old: NameList) -> Difference {
    if comparedWith === old { return difference }
    let new = Set(names)
    let known = Set(old.names)
    let added = names.filter { !known.contains($0) }
    let removed = old.names.filter { !new.contains($0) }
    difference = Difference(
      encoded: Self.encode(added, field: 3) + Self.encode(removed, field: 4),
      hasNew: !added.isEmpty)
    comparedWith = old
    return difference
  }

  private static func encode(_ names: [String], field: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in names { bytes.appendField(field, name.utf8) }
    return bytes
  }
}

extension Array where Element == UInt8 {
  /// Appends a field with a length.
  mutating func appendField(_ field: Int, _ content: some Collection<UInt8>) {
    appendKey(field, byteCount: content.count)
    append(contentsOf: content)
  }

  /// Appends key and length of a field.
  mutating func appendKey(_ field: Int, byteCount: Int) {
    append(UInt8(truncatingIfNeeded: field << 3 | 2))
    appendVarint(byteCount)
  }

  /// Appends a number of seven bits a byte.
  mutating func appendVarint(_ value: Int) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// How many bytes a number of seven bits a byte has.
  static func varintByteCount(_ value: Int) -> Int {
    Swift.max(1, (Int.bitWidth - value.leadingZeroBitCount + 6) / 7)
  }
}
