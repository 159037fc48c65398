/// What differs between two tables of one type.
///
/// Holds neither table, or each snapshot would keep all its forerunners alive.
package final class TableDifference: Sendable {
  /// One name whose resource is not the same in both.
  package struct Change: Sendable {
    package let name: String
    /// What the old table holds; nil when the resource is new.
    package let old: Resource.Fingerprint?
    /// What the new table holds; nil when the resource is gone.
    package let new: Resource?
  }

  /// The version of the old table.
  let oldVersion: ContentVersion
  /// The changes, ordered by name.
  package let changes: [Change]

  /// Compares two tables.
  ///
  /// - Complexity: that of what the tables do not share; O(n) for tables without a common
  ///   forerunner.
  init(from old: ResourceTable, to new: ResourceTable) {
    var changes: [Change] = []
    new.list.compare(with: old.list) { before, after in
      if let before, let after, before.version == after.version { return }
      guard let name = before?.name ?? after?.name else { return }
      changes.append(Change(name: name, old: before?.fingerprint, new: after))
    }
    oldVersion = old.version
    self.changes = changes
  }
}
