internal import XDSProto

internal import struct MeshModel.ObjectReference

/// The resources of a client's way out.
struct OutboundPart: Sendable {
  let clusters: ResourceTable
  let endpoints: ResourceTable
  let listeners: ResourceTable
  let routes: ResourceTable
  /// What listeners and routes were made from.
  private let shapes: [ServiceShape]
  private let isRegistryOnly: Bool

  /// The resources of clients of `key`.
  ///
  /// - Parameters:
  ///   - key: what the clients have in common.
  ///   - services: the services that they see, in the order of the mesh, each host once.
  ///   - tables: what was made of those services.
  ///   - isRegistryOnly: whether the clients may reach those services only.
  ///   - shared: where equal resources of several views are kept.
  ///   - previous: what the same clients were given in the revision before.
  init(
    _ key: ViewKey.Outbound, services: [ServiceResources], tables: ServiceTables,
    isRegistryOnly: Bool, shared: SharedResources, previous: OutboundPart?
  ) {
    clusters = tables.clusters
    endpoints = tables.endpoints
    shapes = services.map(\.shape)
    self.isRegistryOnly = isRegistryOnly
    if let previous, previous.isRegistryOnly == isRegistryOnly,
      previous.shapes.elementsEqual(shapes, by: ===)
    {
      listeners = previous.listeners
      routes = previous.routes
      return
    }
    let visible = VisibleServices(services, namespace: key.namespace)
    var builder = Builder(
      visible: visible, key: key, isRegistryOnly: isRegistryOnly, shared: shared)
    switch key.kind {
    case .envoy: builder.addEnvoy()
    case .gateway: break
    case .grpc: builder.addGRPC()
    }
    listeners = ResourceTable(builder.listeners).sharing(previous?.listeners)
    routes = ResourceTable(builder.routes).sharing(previous?.routes)
  }
}

/// Collects the listeners and routes of one view.
private struct Builder {
  let visible: VisibleServices
  let key: ViewKey.Outbound
  let isRegistryOnly: Bool
  let shared: SharedResources
  var listeners: [Resource] = []
  var routes: [Resource] = []

  /// Those of an Envoy.
  mutating func addEnvoy() {
    let mode = key.interceptionMode
    if mode == .redirect {
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

  /// Those of a gRPC client, for each port on which gRPC may be spoken.
  mutating func addGRPC() {
    for resources in visible.services where !resources.service.hasWildcardHost {
      let service = resources.service
      for port in service.distinctPorts where port.appProtocol.isHTTP {
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
