internal import XDSProto

internal import struct MeshModel.ObjectReference

/// The resources of a client's way out.
struct OutboundPart: Sendable {
  let clusters: ResourceTable
  let endpoints: ResourceTable
  let listeners: ResourceTable
  let routes: ResourceTable

  /// The resources of clients of `key`, who see `visible`.
  init(
    _ visible: VisibleServices, key: ViewKey.Outbound, isRegistryOnly: Bool,
    shared: SharedResources, previous: OutboundPart?
  ) {
    var builder = Builder(
      visible: visible, key: key, isRegistryOnly: isRegistryOnly, shared: shared)
    builder.addClusters()
    switch key.kind {
    case .envoy: builder.addEnvoy()
    case .gateway: break
    case .grpc: builder.addGRPC()
    }
    clusters = ResourceTable(builder.clusters).sharing(previous?.clusters)
    endpoints = ResourceTable(builder.endpoints).sharing(previous?.endpoints)
    listeners = ResourceTable(builder.listeners).sharing(previous?.listeners)
    routes = ResourceTable(builder.routes).sharing(previous?.routes)
  }
}

extension ResourceTable {
  /// The earlier table where it is the same, with everything that was worked out from it.
  fileprivate func sharing(_ earlier: ResourceTable?) -> ResourceTable {
    guard let earlier, hasSameContents(as: earlier) else { return self }
    return earlier
  }
}

/// Collects the resources of one view.
private struct Builder {
  let visible: VisibleServices
  let key: ViewKey.Outbound
  let isRegistryOnly: Bool
  let shared: SharedResources
  var clusters: [Resource] = []
  var endpoints: [Resource] = []
  var listeners: [Resource] = []
  var routes: [Resource] = []

  /// A cluster for every port of every service, with its assignment where that goes over EDS.
  mutating func addClusters() {
    for resources in visible.services {
      let service = resources.service
      for port in service.distinctPorts {
        let flavor = ClusterFlavor(
          of: service, port: port, kind: key.kind, interceptionMode: key.interceptionMode)
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
  }

  /// Listeners and routes of an Envoy, and the clusters for what is no service.
  mutating func addEnvoy() {
    let mode = key.interceptionMode
    add(Clusters.blackHole)
    if mode == .redirect {
      add(Clusters.passthrough)
      add(Listeners.virtualOutbound(isRegistryOnly: isRegistryOnly), origins: [])
    }
    let plan = OutboundPlan(visible, key: key, isRegistryOnly: isRegistryOnly)
    for port in plan.httpPorts {
      let routePlan = RoutePlan(
        port: port.port, services: port.services, key: key, isRegistryOnly: isRegistryOnly)
      add(Listeners.http(port: port.port, mode: mode), origins: routePlan.origins)
      let configuration = Routes.outbound(routePlan, port: port.port)
      routes.append(
        shared.sharing(
          Resource(configuration.name, configuration, origins: routePlan.origins), type: .route))
    }
    // Where nothing is redirected, a connection for no service was made by mistake: there is
    // nowhere to pass it.
    let rest: String? =
      mode == .none
      ? nil : isRegistryOnly ? ResourceNames.blackHole : ResourceNames.passthrough
    for listener in plan.tcpListeners {
      add(Listeners.tcp(listener, mode: mode, rest: rest), origins: listener.origins)
    }
  }

  /// Listeners and routes of a gRPC client, for each port on which gRPC may be spoken.
  mutating func addGRPC() {
    let names = Set(clusters.map(\.name))
    for resources in visible.services where !resources.service.hasWildcardHost {
      let service = resources.service
      for port in service.distinctPorts where port.appProtocol.isHTTP {
        let cluster = ResourceNames.outboundCluster(host: service.host, port: port.number)
        guard names.contains(cluster) else { continue }
        listeners.append(
          resources.resource(.grpcListener(port: port.number)) {
            let listener = ProxylessClient.listener(service, port)
            return Resource(listener.name, listener, origins: service.origins)
          })
        routes.append(
          resources.resource(.grpcRoutes(port: port.number)) {
            let routes = ProxylessClient.routes(service, port)
            return Resource(routes.name, routes, origins: service.origins)
          })
      }
    }
  }

  private mutating func add(_ cluster: Cluster) {
    clusters.append(shared.sharing(Resource(cluster.name, cluster), type: .cluster))
  }

  private mutating func add(_ listener: Listener, origins: [ObjectReference]) {
    listeners.append(
      shared.sharing(Resource(listener.name, listener, origins: origins), type: .listener))
  }
}

extension OutboundPlan.TCPListener {
  /// The objects that made it, ordered.
  fileprivate var origins: [ObjectReference] {
    Set(chains.flatMap(\.destination.origins) + (rest?.origins ?? [])).sorted()
  }
}
