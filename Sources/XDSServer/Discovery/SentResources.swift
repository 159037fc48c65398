/// The resources of one type that a client has been sent and has not been told to be gone.
///
/// Costs the stream nothing: it is the table that all streams share, and what this client wants.
public struct SentResources: Sendable {
  /// The table that the client was brought up to.
  let table: ResourceTable
  /// What it wants.
  let subscription: Subscription
  /// What of both was not sent yet.
  let unsent: Set<String>

  /// The resources, ordered by name.
  ///
  /// - Complexity: O(names), times O(log n) for a client that wants them by name.
  public var resources: [Resource] {
    let wanted = subscription.select(from: table)
    return unsent.isEmpty ? wanted : wanted.filter { !unsent.contains($0.name) }
  }
}

/// Counts resources of many clients, each set of them once.
public struct ResourceTally {
  /// How many resources, and the bytes that they have on the wire.
  public struct Count: Hashable, Sendable {
    /// The number.
    public var resources = 0
    /// The bytes.
    public var bytes = 0
  }

  private struct Key: Hashable {
    let table: ContentVersion
    /// Nil for all names.
    let names: UInt64?
  }

  private var known: [Key: Count] = [:]

  /// Nothing was counted.
  public init() {}

  /// Counts the resources that one client has of one type.
  public mutating func count(_ sent: SentResources) -> Count {
    let isAll = sent.subscription.isWildcard || sent.subscription.names.sum == sent.table.nameSum
    let key = Key(
      table: sent.table.version, names: isAll ? nil : sent.subscription.names.sum)
    if sent.unsent.isEmpty, let count = known[key] { return count }
    let resources = sent.resources
    let count = Count(
      resources: resources.count, bytes: resources.reduce(0) { $0 + $1.field.count })
    if sent.unsent.isEmpty { known[key] = count }
    return count
  }
}
