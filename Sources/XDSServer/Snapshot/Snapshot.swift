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

  /// A snapshot of those resources.
  public init(
    revision: UInt64, clusters: ResourceTable = ResourceTable(),
    endpoints: ResourceTable = ResourceTable(), listeners: ResourceTable = ResourceTable(),
    routes: ResourceTable = ResourceTable()
  ) {
    self.revision = revision
    self.clusters = clusters
    self.endpoints = endpoints
    self.listeners = listeners
    self.routes = routes
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
