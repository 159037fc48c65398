internal import XDSProto

internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort

/// Clusters and assignments of the services that a client sees: the same for all clients that see
/// the same services.
struct ServiceTables: Sendable {
  /// What they depend on.
  struct Key: Hashable, Sendable {
    var kind: ViewKey.Kind
    var interceptionMode: ProxyNode.InterceptionMode
    /// The services, in the order of the mesh.
    var services: [ObjectIdentifier]
  }

  let clusters: ResourceTable
  let endpoints: ResourceTable

  /// The tables for clients that see `services`.
  init(
    _ services: [ServiceResources], kind: ViewKey.Kind,
    interceptionMode: ProxyNode.InterceptionMode, shared: SharedResources,
    previous: OutboundPart?
  ) {
    var clusters: [Resource] = []
    var endpoints: [Resource] = []
    for resources in services {
      let service = resources.service
      for port in service.distinctPorts {
        let flavor = ClusterFlavor(
          of: service, port: port, kind: kind, interceptionMode: interceptionMode)
        guard let flavor else { continue }
        clusters.append(
          resources.resource(.cluster(port: port.number, flavor)) {
            let cluster = Clusters.outbound(service, port, flavor: flavor)
            return Resource(cluster.name, cluster, origins: service.origins)
          })
        guard flavor == .eds else { continue }
        endpoints.append(
          resources.resource(.assignment(port: port.number)) {
            let assignment = Assignments.eds(service, port)
            return Resource(assignment.clusterName, assignment, origins: service.origins)
          })
      }
    }
    // What is no service's; a client that is not redirected has nothing to pass through.
    if kind == .envoy {
      let others =
        interceptionMode == .redirect
        ? [Clusters.blackHole, Clusters.passthrough] : [Clusters.blackHole]
      clusters += others.map { shared.sharing(Resource($0.name, $0), type: .cluster) }
    }
    self.clusters = ResourceTable(clusters).sharing(previous?.clusters)
    self.endpoints = ResourceTable(endpoints).sharing(previous?.endpoints)
  }
}

extension ResourceTable {
  /// The earlier table where it is the same, with everything that was worked out from it.
  func sharing(_ earlier: ResourceTable?) -> ResourceTable {
    guard let earlier, hasSameContents(as: earlier),
      // The same bytes may have come to be of other objects, and then others are to blame.
      resources.elementsEqual(earlier.resources, by: { $0.origins == $1.origins })
    else { return self }
    return earlier
  }
}
