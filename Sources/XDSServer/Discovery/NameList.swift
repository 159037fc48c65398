internal import Platform

/// The names of a subscription: immutable, and one object for all streams that ask for the same.
final class NameList: Sendable {
  /// The names, ordered, each once.
  let names: [String]
  /// What the names weigh.
  let weight: NameWeight
  /// The same for a table of the same names: see ``ResourceTable/nameSum``.
  let sum: UInt64

  /// No names.
  static let empty = NameList(sorted: [])

  private init(sorted names: [String]) {
    self.names = names
    weight = names.reduce(into: NameWeight()) { $0.add($1) }
    sum = names.reduce(0) { $0 &+ XXHash64.hash($1, seed: 0) }
  }

  /// The names that a client wrote, without `*`.
  static func of(_ written: [String]) -> NameList {
    // Mostly there is neither `*` nor a name twice, and nothing is moved.
    var names = written
    if names.contains("*") { names.removeAll { $0 == "*" } }
    if names.isEmpty { return .empty }
    names.sort()
    if zip(names, names.dropFirst()).contains(where: ==) {
      var previous: String?
      names.removeAll { name in
        defer { previous = name }
        return name == previous
      }
    }
    let hash = names.reduce(0) { XXHash64.hash($1, seed: $0) }
    return known.withLock { $0.list(of: names, hash) { NameList(sorted: names) } }
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

  /// The lists in use, of all streams.
  private static let known = Lock(NameLists())
}

/// Lists of names that somebody holds, to be found by what is in them.
///
/// Thousands of Envoys ask for the endpoints of the same clusters, each in an order of its own.
private struct NameLists: Sendable {
  private struct Entry: Sendable {
    weak var list: NameList?
  }

  private var entries: [UInt64: Entry] = [:]
  /// How many entries there may be before those are looked for that nobody holds any more.
  private var entriesMax = 64

  /// The list of those names, which are ordered: the one in use, else a new one.
  mutating func list(of names: [String], _ hash: UInt64, make: () -> NameList) -> NameList {
    if let list = entries[hash]?.list, list.names == names { return list }
    let new = make()
    entries[hash] = Entry(list: new)
    if entries.count > entriesMax {
      entries = entries.filter { $0.value.list != nil }
      entriesMax = max(64, entries.count * 2)
    }
    return new
  }
}
