internal import XDSProto

internal import struct MeshModel.ServicePort

/// Clusters and assignments of the services that a client sees: the same for all clients that see
/// the same services by the same policies.
struct ServiceTables: Sendable {
  /// What they depend on.
  struct Key: Hashable, Sendable {
    var kind: ViewKey.Kind
    var interceptionMode: ProxyNode.InterceptionMode
    /// The services, and the policies that hold for them: `VisibleSum.services`.
    var services: UInt64
  }

  private let kind: ViewKey.Kind
  private let interceptionMode: ProxyNode.InterceptionMode
  private(set) var clusters: ResourceTable
  private(set) var endpoints = ResourceTable()

  /// The tables for clients that see no service: clusters that are no service's.
  init(
    kind: ViewKey.Kind, interceptionMode: ProxyNode.InterceptionMode, encoder: ResourceEncoder
  ) {
    self.kind = kind
    self.interceptionMode = interceptionMode
    // A client that is not redirected has nothing to pass through.
    let others =
      kind != .envoy
      ? []
      : interceptionMode == .redirect
        ? [Clusters.blackHole, Clusters.passthrough] : [Clusters.blackHole]
    clusters = ResourceTable(
      others.map { encoder.sharing(encoder.encode($0.name, $0), type: .cluster) })
  }

  /// The tables for the same clients after those changes of what they see.
  func applying(_ changes: [VisibleChange], encoder: ResourceEncoder) -> ServiceTables {
    var names: (clusters: [String], endpoints: [String]) = ([], [])
    var resources: (clusters: [Resource], endpoints: [Resource]) = ([], [])
    for change in changes where change.changesTables {
      if let old = change.old {
        forEachCluster(of: old) { cluster in
          names.clusters.append(cluster.name)
          if cluster.flavor == .eds { names.endpoints.append(cluster.name) }
        }
      }
      if let new = change.new {
        forEachCluster(of: new) { cluster in
          resources.clusters.append(
            new.policy.cluster(cluster.key) {
              encoder.encode(cluster.name, Clusters.outbound(cluster), cluster.origins)
            })
          if cluster.flavor == .eds {
            resources.endpoints.append(
              new.resources.assignment(cluster.assignmentKey, encoder: encoder))
          }
        }
      }
    }
    var tables = self
    tables.clusters = clusters.updating(names.clusters, with: resources.clusters)
    tables.endpoints = endpoints.updating(names.endpoints, with: resources.endpoints)
    return tables
  }

  private func forEachCluster(of seen: SeenService, _ body: (OutboundCluster) -> Void) {
    if seen.shape.service.isNamedOnly { return }
    for port in seen.shape.ports where seen.ports.contains(port.number) {
      let cluster = OutboundCluster(
        seen, port: port, subset: nil, kind: kind, interceptionMode: interceptionMode)
      guard let cluster else { continue }
      body(cluster)
      for subset in seen.policy.subsets {
        let cluster = OutboundCluster(
          seen, port: port, subset: subset, kind: kind, interceptionMode: interceptionMode)
        if let cluster { body(cluster) }
      }
    }
  }
}
