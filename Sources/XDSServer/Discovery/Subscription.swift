/// Which resources of one type a client wants on one stream.
struct Subscription: Sendable {
  /// The names that it wants, besides those that `*` brings.
  private(set) var names: NameList
  /// Whether it wants all there are.
  private(set) var isWildcard: Bool
  /// SotW: whether the list that the client wrote last is empty.
  private var isEmptyAsWritten: Bool
  /// SotW: the bytes of that list in the request; nil when they are not known.
  private(set) var listAsWritten: WrittenList?

  /// The subscription that the first request of a type makes.
  ///
  /// "For historical reasons, if the client sends a request for a given resource type but has never
  /// explicitly subscribed to any resource names (i.e., in SotW, all requests on the stream for
  /// that resource type have had an empty resource_names field), the server should treat that
  /// identically to how it would treat the client having explicitly subscribed to *"
  /// (https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol, "How the client specifies
  /// what resources to return"). Only listeners and clusters have that.
  init(type: ResourceType, first written: [String], _ list: WrittenList? = nil) {
    listAsWritten = list
    names = .of(written)
    isEmptyAsWritten = written.isEmpty
    isWildcard = written.isEmpty ? type.isFullState : written.contains("*")
  }

  /// Takes over the list of a later request, and says whether it changed anything.
  mutating func update(to written: [String], _ list: WrittenList?) -> Bool {
    defer { (listAsWritten, isEmptyAsWritten) = (list, written.isEmpty) }
    // The same list means the same: an empty one after an empty first one still all. Envoy repeats
    // all its names in every ACK; recognising them is cheaper than ordering them again.
    if let list, list == listAsWritten { return false }
    if written.isEmpty, isEmptyAsWritten { return false }
    let (old, wasWildcard) = (names, isWildcard)
    names = .of(written)
    isWildcard = written.contains("*")
    return isWildcard != wasWildcard || names.names != old.names
  }

  /// Takes names in and out, as the requests of delta say it.
  ///
  /// `*` is a name like any other, but for that it stands for all; an empty first request keeps
  /// meaning all when names are added to it, which is how Envoy asks for clusters on demand.
  mutating func change(adding: [String], dropping: [String]) {
    if adding.contains("*") { isWildcard = true }
    if dropping.contains("*") { isWildcard = false }
    let dropped = Set(dropping)
    let kept = names.names.filter { !dropped.contains($0) }
    let added = adding.filter { !dropped.contains($0) && !names.contains($0) && $0 != "*" }
    guard !added.isEmpty || kept.count < names.names.count else { return }
    names = .of(kept + added)
  }

  /// Whether the client wants the resource of that name.
  ///
  /// - Complexity: O(log n).
  func covers(_ name: String) -> Bool { isWildcard || names.contains(name) }

  /// The subscribed resources of a table, ordered by name.
  func select(from table: ResourceTable) -> [Resource] {
    coversAll(of: table) ? table.resources : names.names.compactMap { table[$0] }
  }

  /// The sum of the subscribed resources of a table.
  func sum(in table: ResourceTable) -> ContentSum {
    coversAll(of: table) ? table.sum : ContentSum(select(from: table))
  }

  /// Whether it is plain that the client wants everything in a table.
  private func coversAll(of table: ResourceTable) -> Bool { isWildcard || isOfAll(in: table) }

  /// Whether the names that it lists are those of the table.
  ///
  /// - Complexity: O(1).
  func isOfAll(in table: ResourceTable) -> Bool { names.sum == table.nameSum }
}
