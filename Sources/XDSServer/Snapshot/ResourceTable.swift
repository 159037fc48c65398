internal import Synchronization

/// All resources of one type in a snapshot, ordered by name; names are unique.
///
/// A reference to immutable contents: a stream keeps the table that it was last sent at the cost of
/// a pointer, and what is worked out from a table (its bytes in a row, what differs from another)
/// is worked out once for all streams.
public struct ResourceTable: Sendable {
  private let contents: Contents

  /// A table of resources in any order.
  ///
  /// - Precondition: names are unique.
  public init(_ resources: [Resource] = []) {
    let sorted = resources.sorted { $0.name < $1.name }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      precondition(left.name != right.name, "two resources are named \(left.name)")
    }
    contents = Contents(sorted)
  }

  /// The resources, ordered by name.
  public var resources: [Resource] { contents.resources }

  /// The number of resources.
  public var count: Int { contents.resources.count }

  /// The version of the whole table: that of a wildcard subscription.
  public var version: ContentVersion { contents.version }

  /// The resource of that name.
  ///
  /// - Complexity: O(log n).
  public subscript(name: String) -> Resource? { contents.resources.named(name) }

  /// The sum of all resources.
  var sum: ContentSum { contents.sum }

  /// The sum of the names' hashes: equal to that of a ``NameList`` of the same names.
  ///
  /// - Complexity: O(n) at the first call, O(1) afterwards.
  var nameSum: UInt64 {
    let known = contents.nameSum.load(ordering: .relaxed)
    if known != 0 { return known }
    let sum = contents.resources.reduce(0) { $0 &+ XXHash64.hash($1.name, seed: 0) }
    contents.nameSum.store(sum, ordering: .relaxed)
    return sum
  }

  /// Whether both hold the same resources in the same versions.
  ///
  /// - Complexity: O(1).
  func hasSameContents(as other: ResourceTable) -> Bool {
    contents === other.contents
      || (contents.version == other.contents.version
        && contents.resources.count == other.contents.resources.count)
  }

  /// Whether both are one table, with everything that is known of its resources.
  func isIdentical(to other: ResourceTable) -> Bool { contents === other.contents }

  /// The fields of all resources, one after the other: the same buffer for every stream.
  ///
  /// - Complexity: O(bytes) at the first call, O(1) afterwards.
  var concatenatedFields: SharedBytes {
    if let bytes = contents.concatenatedFields.load() { return bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contents.resources.reduce(0) { $0 + $1.field.count })
    for resource in contents.resources { bytes.append(contentsOf: resource.field.bytes) }
    return contents.concatenatedFields.storeIfNil(SharedBytes(bytes))
  }

  /// The same as `resources` of a DeltaDiscoveryResponse.
  ///
  /// - Complexity: O(bytes) at the first call, O(1) afterwards.
  var concatenatedDeltaFields: SharedBytes {
    if let bytes = contents.concatenatedDeltaFields.load() { return bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      contents.resources.reduce(0) { $0 + $1.deltaHead.count + $1.field.count })
    for resource in contents.resources {
      bytes.append(contentsOf: resource.deltaHead.bytes)
      bytes.append(contentsOf: resource.field.bytes)
    }
    return contents.concatenatedDeltaFields.storeIfNil(SharedBytes(bytes))
  }

  /// This table, and what of `old` is no longer in it.
  ///
  /// - Complexity: as ``difference(from:)``.
  func retaining(removedFrom old: ResourceTable) -> ResourceTable {
    if let known = contents.retaining1.load(), known.oldVersion == old.version {
      return known.table
    }
    if let known = contents.retaining2.load(), known.oldVersion == old.version {
      return known.table
    }
    let removed = difference(from: old).changes.filter { $0.new == nil }
    if removed.isEmpty { return self }
    let new = RetainingTable(
      oldVersion: old.version,
      table: ResourceTable(resources + removed.compactMap { old[$0.name] }))
    if contents.retaining1.storeIfNil(new) !== new { _ = contents.retaining2.storeIfNil(new) }
    return new.table
  }

  /// What must be done to `old` to get this table.
  ///
  /// - Complexity: O(n) for the first two tables asked for, then O(1) for those: after a change
  ///   nearly all streams come from the same table.
  func difference(from old: ResourceTable) -> TableDifference {
    if let known = contents.difference1.load(), known.oldVersion == old.version { return known }
    if let known = contents.difference2.load(), known.oldVersion == old.version { return known }
    let new = TableDifference(from: old, to: self)
    if contents.difference1.storeIfNil(new) !== new { _ = contents.difference2.storeIfNil(new) }
    return new
  }

  /// This table with others in the place of some resources, or with nothing there.
  ///
  /// - Parameter replacements: by the name of a resource of this table, what stands in its place
  ///   under the same name.
  /// - Returns: the table, the same one for the same replacements.
  /// - Complexity: O(n) for the first two sets of replacements asked for, then O(1) for those:
  ///   where one client refuses a resource, its like do.
  func replacing(_ replacements: [String: Resource?]) -> ResourceTable {
    var sum = contents.sum
    for (name, replacement) in replacements {
      if let old = self[name] { sum.remove(old.fingerprint) }
      if let replacement { sum.insert(replacement.fingerprint) }
    }
    if let known = contents.replaced1.load(), known.sum == sum { return ResourceTable(known) }
    if let known = contents.replaced2.load(), known.sum == sum { return ResourceTable(known) }
    let new = Contents(
      resources.compactMap { replacements[$0.name] ?? $0 })
    if contents.replaced1.storeIfNil(new) !== new { _ = contents.replaced2.storeIfNil(new) }
    return ResourceTable(new)
  }

  private init(_ contents: Contents) { self.contents = contents }

  /// What all copies of a table share; everything lazy in it is written at most once.
  private final class Contents: Sendable {
    let resources: [Resource]
    let sum: ContentSum
    let version: ContentVersion
    /// 0 until it is worked out; should it be 0, it is worked out each time.
    let nameSum = Atomic<UInt64>(0)
    let concatenatedFields = AtomicLazyReference<SharedBytes>()
    let concatenatedDeltaFields = AtomicLazyReference<SharedBytes>()
    let difference1 = AtomicLazyReference<TableDifference>()
    let difference2 = AtomicLazyReference<TableDifference>()
    let retaining1 = AtomicLazyReference<RetainingTable>()
    let retaining2 = AtomicLazyReference<RetainingTable>()
    let replaced1 = AtomicLazyReference<Contents>()
    let replaced2 = AtomicLazyReference<Contents>()

    init(_ resources: [Resource]) {
      self.resources = resources
      sum = ContentSum(resources)
      version = sum.version
    }
  }
}

extension [Resource] {
  /// The resource of that name, in a list that is ordered by name.
  ///
  /// - Complexity: O(log n).
  func named(_ name: String) -> Resource? {
    var range = indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if self[middle].name < name {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    guard range.lowerBound < count, self[range.lowerBound].name == name else { return nil }
    return self[range.lowerBound]
  }
}

/// A table with what an older one had beyond it.
///
/// Holds the few resources of the older table that are gone, not that table.
private final class RetainingTable: Sendable {
  let oldVersion: ContentVersion
  let table: ResourceTable

  init(oldVersion: ContentVersion, table: ResourceTable) {
    self.oldVersion = oldVersion
    self.table = table
  }
}

/// What differs between two tables of one type.
///
/// Holds neither table, or each snapshot would keep all its forerunners alive.
final class TableDifference: Sendable {
  /// One name whose resource is not the same in both.
  struct Change: Sendable {
    let name: String
    /// What the old table holds; nil when the resource is new.
    let old: Resource.Fingerprint?
    /// What the new table holds; nil when the resource is gone.
    let new: Resource?
  }

  /// The version of the old table.
  let oldVersion: ContentVersion
  /// The changes, ordered by name.
  let changes: [Change]

  /// Compares two tables.
  ///
  /// - Complexity: O(n) comparisons of names.
  init(from old: ResourceTable, to new: ResourceTable) {
    var changes: [Change] = []
    var oldRest = old.resources[...]
    var newRest = new.resources[...]
    while let left = oldRest.first, let right = newRest.first {
      if left.name == right.name {
        if left.version != right.version {
          changes.append(Change(name: right.name, old: left.fingerprint, new: right))
        }
        oldRest.removeFirst()
        newRest.removeFirst()
      } else if left.name < right.name {
        changes.append(Change(name: left.name, old: left.fingerprint, new: nil))
        oldRest.removeFirst()
      } else {
        changes.append(Change(name: right.name, old: nil, new: right))
        newRest.removeFirst()
      }
    }
    for left in oldRest {
      changes.append(Change(name: left.name, old: left.fingerprint, new: nil))
    }
    for right in newRest { changes.append(Change(name: right.name, old: nil, new: right)) }
    oldVersion = old.version
    self.changes = changes
  }
}
