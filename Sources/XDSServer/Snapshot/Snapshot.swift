/// Everything that one node may be sent, at one revision of the mesh: immutable and shared by all
/// nodes that see the same.
public final class Snapshot: Sendable {
  /// The revision of the mesh from which it was made: rises by one with each change of the input.
  public let revision: UInt64
  /// Clusters.
  public let clusters: ResourceTable
  /// Cluster load assignments; the name is that of the EDS service, which is the cluster's.
  public let endpoints: ResourceTable
  /// Listeners.
  public let listeners: ResourceTable
  /// Route configurations.
  public let routes: ResourceTable
  private let original: Snapshot?

  /// A snapshot of those resources.
  public init(
    revision: UInt64, clusters: ResourceTable = ResourceTable(),
    endpoints: ResourceTable = ResourceTable(), listeners: ResourceTable = ResourceTable(),
    routes: ResourceTable = ResourceTable()
  ) {
    original = nil
    self.revision = revision
    self.clusters = clusters
    self.endpoints = endpoints
    self.listeners = listeners
    self.routes = routes
  }

  /// The same for a single event loop, which counts by itself how many streams hold it.
  ///
  /// The original is referred to weakly, by those who look whether it is still in use; to count
  /// references to such an object takes three times as long, and all loops would wait for one
  /// another to do it. It stays in use as long as this one.
  init(forLoop original: Snapshot) {
    self.original = original
    revision = original.revision
    clusters = original.clusters
    endpoints = original.endpoints
    listeners = original.listeners
    routes = original.routes
  }

  /// Whether the resources of a type are the same as in another snapshot.
  func hasSame(_ type: ResourceType, as other: Snapshot) -> Bool {
    switch type {
    case .cluster: clusters.hasSameContents(as: other.clusters)
    case .endpoint: endpoints.hasSameContents(as: other.endpoints)
    case .listener: listeners.hasSameContents(as: other.listeners)
    case .route: routes.hasSameContents(as: other.routes)
    }
  }

  /// The resources of one type.
  public subscript(type: ResourceType) -> ResourceTable {
    switch type {
    case .cluster: clusters
    case .endpoint: endpoints
    case .listener: listeners
    case .route: routes
    }
  }
}
