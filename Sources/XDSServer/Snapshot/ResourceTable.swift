internal import Synchronization

/// All resources of one type in a snapshot, ordered by name; names are unique.
///
/// A reference to immutable contents: a stream keeps the table that it was last sent at the cost of
/// a pointer, and what is worked out from a table (its bytes in a row, what differs from another)
/// is worked out once for all streams. A table that is made from another shares most of what both
/// hold: see ``OrderedChunks``.
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
    contents =
      sorted.isEmpty
      ? Self.noContents : Contents(OrderedChunks(ordered: sorted), sum: ContentSum(sorted))
  }

  private static let noContents = Contents(OrderedChunks(ordered: []), sum: ContentSum())

  /// The resources, ordered by name.
  ///
  /// - Complexity: O(n) at the first call, O(1) afterwards.
  public var resources: [Resource] {
    if let array = contents.array.load() { return array.resources }
    return contents.array.storeIfNil(ResourceArray(Array(contents.list))).resources
  }

  /// The same, without putting them in a row.
  var list: OrderedChunks<Resource> { contents.list }

  /// The number of resources.
  public var count: Int { contents.list.count }

  /// The version of the whole table: that of a wildcard subscription.
  public var version: ContentVersion { contents.version }

  /// The resource of that name.
  ///
  /// - Complexity: O(log n).
  public subscript(name: String) -> Resource? {
    var rest = contents.list.elements { $0.name < name }
    guard let resource = rest.next(), resource.name == name else { return nil }
    return resource
  }

  /// The sum of all resources.
  var sum: ContentSum { contents.sum }

  /// The sum of the names' hashes: equal to that of a ``NameList`` of the same names.
  ///
  /// - Complexity: O(n) at the first call, O(1) afterwards.
  var nameSum: UInt64 {
    if let known = contents.knownNameSum { return known }
    let sum = contents.list.reduce(0) { $0 &+ $1.nameHash }
    contents.nameSum.store(sum, ordering: .relaxed)
    return sum
  }

  /// Whether both hold the same resources in the same versions.
  ///
  /// - Complexity: O(1).
  func hasSameContents(as other: ResourceTable) -> Bool {
    contents === other.contents
      || (contents.version == other.contents.version
        && contents.list.count == other.contents.list.count)
  }

  /// Whether both are one table, with everything that is known of its resources.
  func isIdentical(to other: ResourceTable) -> Bool { contents === other.contents }

  /// Differs for two tables that are not identical, as long as both are kept.
  var identity: ObjectIdentifier { ObjectIdentifier(contents) }

  /// The fields of all resources, one after the other: the same buffer for every stream.
  ///
  /// - Complexity: O(bytes) at the first call, O(1) afterwards.
  package var concatenatedFields: SharedBytes {
    if let bytes = contents.concatenatedFields.load() { return bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contents.list.reduce(0) { $0 + $1.field.count })
    for resource in contents.list { bytes.append(contentsOf: resource.field.bytes) }
    return contents.concatenatedFields.storeIfNil(SharedBytes(bytes))
  }

  /// The same as `resources` of a DeltaDiscoveryResponse.
  ///
  /// - Complexity: O(bytes) at the first call, O(1) afterwards.
  package var concatenatedDeltaFields: SharedBytes {
    if let bytes = contents.concatenatedDeltaFields.load() { return bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      contents.list.reduce(0) { $0 + $1.deltaHead.count + $1.field.count })
    for resource in contents.list {
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
      oldVersion: old.version, table: updating([], with: removed.compactMap { old[$0.name] }))
    if contents.retaining1.storeIfNil(new) !== new { _ = contents.retaining2.storeIfNil(new) }
    return new.table
  }

  /// What must be done to `old` to get this table.
  ///
  /// - Complexity: see ``TableDifference`` for the first two tables asked for, then O(1) for those:
  ///   after a change nearly all streams come from the same table.
  package func difference(from old: ResourceTable) -> TableDifference {
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
  /// - Complexity: that of ``updating(_:with:)`` for the first two sets of replacements asked for,
  ///   then that of summing up: where one client refuses a resource, its like do.
  func replacing(_ replacements: [String: Resource?]) -> ResourceTable {
    var sum = contents.sum
    for (name, replacement) in replacements {
      if let old = self[name] { sum.remove(old.fingerprint) }
      if let replacement { sum.insert(replacement.fingerprint) }
    }
    if let known = contents.replaced1.load(), known.sum == sum { return ResourceTable(known) }
    if let known = contents.replaced2.load(), known.sum == sum { return ResourceTable(known) }
    let new = updating(
      Array(replacements.keys), with: replacements.values.compactMap { $0 }
    ).contents
    if contents.replaced1.storeIfNil(new) !== new { _ = contents.replaced2.storeIfNil(new) }
    return ResourceTable(new)
  }

  /// This table without the resources `removed`, and with `added`, each in the place of the one of
  /// its name: this very table when that changes nothing.
  ///
  /// What is both removed and added is there. Names in `added` are unique.
  ///
  /// - Complexity: O(k log n) for k names, and a copy of n / 64 references.
  func updating(_ removed: [String], with added: [Resource]) -> ResourceTable {
    var sum = contents.sum
    var nameSum = contents.knownNameSum
    var (obsolete, new): ([Resource], [Resource]) = ([], [])
    let names = Set(added.map(\.name))
    for name in Set(removed) where !names.contains(name) {
      guard let old = self[name] else { continue }
      sum.remove(old.fingerprint)
      nameSum? &-= old.nameHash
      obsolete.append(old)
    }
    for resource in added {
      let old = self[resource.name]
      if let old, old.isSame(as: resource) { continue }
      if let old { sum.remove(old.fingerprint) } else { nameSum? &+= resource.nameHash }
      sum.insert(resource.fingerprint)
      new.append(resource)
    }
    if obsolete.isEmpty, new.isEmpty { return self }
    return ResourceTable(
      Contents(list.replacing(obsolete, with: new), sum: sum, nameSum: nameSum ?? 0))
  }

  private init(_ contents: Contents) { self.contents = contents }

  /// What all copies of a table share; everything lazy in it is written at most once.
  private final class Contents: Sendable {
    let list: OrderedChunks<Resource>
    let sum: ContentSum
    let version: ContentVersion
    let array = AtomicLazyReference<ResourceArray>()
    /// 0 until it is worked out; should it be 0, it is worked out each time.
    let nameSum: Atomic<UInt64>
    let concatenatedFields = AtomicLazyReference<SharedBytes>()
    let concatenatedDeltaFields = AtomicLazyReference<SharedBytes>()
    let difference1 = AtomicLazyReference<TableDifference>()
    let difference2 = AtomicLazyReference<TableDifference>()
    let retaining1 = AtomicLazyReference<RetainingTable>()
    let retaining2 = AtomicLazyReference<RetainingTable>()
    let replaced1 = AtomicLazyReference<Contents>()
    let replaced2 = AtomicLazyReference<Contents>()

    var knownNameSum: UInt64? {
      let sum = nameSum.load(ordering: .relaxed)
      return sum == 0 ? nil : sum
    }

    init(_ list: OrderedChunks<Resource>, sum: ContentSum, nameSum: UInt64 = 0) {
      self.nameSum = Atomic(nameSum)
      self.list = list
      self.sum = sum
      version = sum.version
    }
  }
}

extension [Resource] {
  /// The resource of that name, in a list that is ordered by name.
  ///
  /// - Complexity: O(log n).
  func named(_ name: String) -> Resource? {
    let index = firstIndex(notBefore: { $0.name < name })
    guard index < count, self[index].name == name else { return nil }
    return self[index]
  }
}

/// All resources of a table in a row.
private final class ResourceArray: Sendable {
  let resources: [Resource]

  init(_ resources: [Resource]) { self.resources = resources }
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
