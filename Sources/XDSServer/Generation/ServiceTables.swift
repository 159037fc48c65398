internal import XDSProto

internal import struct MeshModel.ServicePort

/// Clusters and assignments of the services that a client sees: the same for all clients that see
/// the same services.
struct ServiceTables: Sendable {
  /// What they depend on.
  struct Key: Hashable, Sendable {
    var kind: ViewKey.Kind
    var interceptionMode: ProxyNode.InterceptionMode
    /// The services: `VisibleSum.services`.
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
    for change in changes {
      if let old = change.old?.shape {
        forEachPort(of: old) { port, flavor in
          let name = ResourceNames.outboundCluster(host: old.service.host, port: port.number)
          names.clusters.append(name)
          if flavor == .eds { names.endpoints.append(name) }
        }
      }
      if let new = change.new {
        let shape = new.shape
        forEachPort(of: shape) { port, flavor in
          resources.clusters.append(
            shape.resource(.cluster(port: port.number, flavor)) {
              let cluster = Clusters.outbound(shape.service, port, flavor: flavor)
              return encoder.encode(cluster.name, cluster, shape.origins)
            })
          if flavor == .eds { resources.endpoints.append(new.assignment(port, encoder: encoder)) }
        }
      }
    }
    var tables = self
    tables.clusters = clusters.updating(names.clusters, with: resources.clusters)
    tables.endpoints = endpoints.updating(names.endpoints, with: resources.endpoints)
    return tables
  }

  private func forEachPort(
    of shape: ServiceShape, _ body: (ServicePort, ClusterFlavor) -> Void
  ) {
    for port in shape.ports {
      let flavor = ClusterFlavor(
        of: shape.service, port: port, kind: kind, interceptionMode: interceptionMode)
      if let flavor { body(port, flavor) }
    }
  }
}
