/// The names of a subscription: immutable, so that streams that ask for the same may share it.
final class NameList: Sendable {
  /// The names, ordered, each once.
  let names: [String]
  /// The hash of the list as the client wrote it: see ``wroteThis(_:)``.
  private let hashAsWritten: UInt64
  /// How many names the client wrote.
  private let countAsWritten: Int

  /// No names.
  static let empty = NameList([])

  /// The names that a client wrote, without `*`.
  init(_ written: [String]) {
    var names = written.filter { $0 != "*" }.sorted()
    var previous: String?
    names.removeAll { name in
      defer { previous = name }
      return name == previous
    }
    self.names = names
    hashAsWritten = Self.hash(written)
    countAsWritten = written.count
  }

  /// Whether the client wrote exactly that list when it made this one.
  ///
  /// Envoy repeats all its names in every ACK; recognising them is cheaper than ordering them
  /// again. The hash is 64 bits wide, and who finds two lists of the same hash fools himself alone.
  func wroteThis(_ written: [String]) -> Bool {
    written.count == countAsWritten && Self.hash(written) == hashAsWritten
  }

  /// Whether the name is in the list.
  ///
  /// - Complexity: O(log n).
  func contains(_ name: String) -> Bool {
    var range = names.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if names[middle] == name { return true }
      range = names[middle] < name ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }

  private static func hash(_ names: [String]) -> UInt64 {
    names.reduce(0) { XXHash64.hash($1, seed: $0) }
  }
}
