/// How much names weigh that the server remembers for a client.
struct NameWeight: Hashable, Sendable {
  /// The number of names.
  var count = 0
  /// Their bytes.
  var bytes = 0

  /// What one stream may weigh: room for 10,000 clusters of a client that comes back many times
  /// over, and an end to a client that makes up names.
  static let max = NameWeight(count: 200_000, bytes: 8 << 20)

  /// Whether either is more than `limit` allows.
  func exceeds(_ limit: NameWeight) -> Bool { count > limit.count || bytes > limit.bytes }

  /// Adds a name.
  mutating func add(_ name: String) {
    count += 1
    bytes += name.utf8.count
  }

  /// Takes out a name that was added.
  mutating func remove(_ name: String) {
    count -= 1
    bytes -= name.utf8.count
  }

  static func + (left: NameWeight, right: NameWeight) -> NameWeight {
    NameWeight(count: left.count + right.count, bytes: left.bytes + right.bytes)
  }
}

/// Names in no order, each once, and what they weigh.
struct NameSet: Hashable, Sendable {
  /// The names.
  private(set) var names: Set<String> = []
  /// What they weigh.
  private(set) var weight = NameWeight()

  /// Whether there are none.
  var isEmpty: Bool { names.isEmpty }

  /// Whether the name is one of them.
  func contains(_ name: String) -> Bool { names.contains(name) }

  /// Adds a name, unless it is there.
  mutating func insert(_ name: String) {
    if names.insert(name).inserted { weight.add(name) }
  }

  /// Adds those names that are not there.
  mutating func insert(_ new: some Sequence<String>) {
    for name in new { insert(name) }
  }

  /// Takes out a name, if it is there.
  mutating func remove(_ name: String) {
    if names.remove(name) != nil { weight.remove(name) }
  }

  /// Takes out the names that `isKept` does not hold for.
  mutating func keep(where isKept: (String) -> Bool) {
    for name in names where !isKept(name) { remove(name) }
  }

  /// Takes out all names.
  mutating func removeAll() {
    guard !names.isEmpty else { return }
    names.removeAll()
    weight = NameWeight()
  }
}
