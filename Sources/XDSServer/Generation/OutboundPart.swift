internal import XDSProto

internal import struct MeshModel.IPAddress
internal import struct MeshModel.ServicePort
internal import struct MeshModel.Sidecar

/// The resources of a client's way out.
struct OutboundPart: Sendable {
  /// The Sidecar that holds for the clients.
  let sidecar: Sidecar?
  /// The clients.
  let client: OutboundClient
  private let key: ViewKey.Outbound
  private(set) var tables: ServiceTables
  private(set) var listeners = ResourceTable()
  private(set) var routes = ResourceTable()
  /// What the services are that the clients see, and that rules lead them to.
  private var sum = VisibleSum()
  /// Those of them that only rules lead to; nil when the Sidecar hides none.
  private var hidden: HiddenDestinations?
  private var plan: OutboundPlan
  /// What the clients serve, where they are gateways.
  private var gateway = GatewayPart()

  var clusters: ResourceTable { tables.clusters }
  var endpoints: ResourceTable { tables.endpoints }

  /// The resources of clients of `key` that see no service.
  ///
  /// - Parameters:
  ///   - key: what the clients have in common.
  ///   - sidecar: the Sidecar that holds for them.
  ///   - encoder: makes the resources.
  init(_ key: ViewKey.Outbound, sidecar: Sidecar?, encoder: ResourceEncoder) {
    self.key = key
    self.sidecar = sidecar
    client = OutboundClient(key, sidecar: sidecar)
    if client.visibility.isNarrowed { hidden = HiddenDestinations() }
    let isRegistryOnly = sidecar?.isRegistryOnly ?? false
    plan = OutboundPlan(key: key, client: client, isRegistryOnly: isRegistryOnly)
    tables = ServiceTables(
      kind: key.kind, interceptionMode: key.interceptionMode, encoder: encoder)
    if key.kind == .envoy, key.interceptionMode == .redirect {
      let listener = Listeners.virtualOutbound(isRegistryOnly: isRegistryOnly)
      listeners = ResourceTable([
        encoder.sharing(encoder.encode(listener.name, listener), type: .listener)
      ])
    }
  }

  /// What the tables are made from.
  var tablesKey: ServiceTables.Key {
    ServiceTables.Key(
      kind: key.kind, interceptionMode: key.interceptionMode, services: sum.services)
  }

  /// Whether the clients are gateways.
  var isGateway: Bool { key.kind == .gateway }

  /// Whether what gateways serve may be another when the rules for some hosts are.
  func isConcerned(byRulesFor hosts: Set<String>) -> Bool {
    gateway.isConcerned(byRulesFor: hosts)
  }

  /// Has gateways serve what `plan` says.
  mutating func apply(_ plan: GatewayPlan, encoder: ResourceEncoder) {
    gateway.apply(plan, for: client, encoder: encoder)
    listeners = gateway.listeners
    routes = gateway.routes
  }

  /// Changes what the clients see.
  ///
  /// - Parameters:
  ///   - changes: what becomes of all services.
  ///   - domains: who claims which name in the mesh, after the changes.
  ///   - encoder: makes the resources.
  ///   - makeTables: gives the tables of all clients of that key, to be made from those of before
  ///     if there are none yet.
  mutating func apply(
    _ changes: ServiceChanges, domains: DomainIndex, encoder: ResourceEncoder,
    sharing makeTables: (ServiceTables.Key, () -> ServiceTables) -> ServiceTables
  ) {
    let seen = changes.visible(to: client)
    let all = seen + (hidden?.apply(seen, of: changes, for: client) ?? [])
    if all.isEmpty {
      // For other clients of this revision that see the same.
      _ = makeTables(tablesKey) { tables }
      return
    }
    for change in all { sum.apply(change) }
    tables = makeTables(tablesKey) { tables.applying(all, encoder: encoder) }
    apply(seen, domains: domains, encoder: encoder)
  }

  /// Has the clients listen for the services that they see.
  private mutating func apply(
    _ changes: [VisibleChange], domains: DomainIndex, encoder: ResourceEncoder
  ) {
    guard changes.contains(where: \.changesShape) else { return }
    var update = ListenerUpdate(encoder: encoder, before: self)
    switch key.kind {
    case .envoy:
      for place in plan.apply(changes, domains: domains) {
        update.update(place, by: plan, key: key)
      }
    case .gateway: break
    case .grpc: update.apply(changes)
    }
    listeners = listeners.updating(update.listenersRemoved, with: update.listeners)
    routes = routes.updating(update.routesRemoved, with: update.routes)
  }
}

/// Collects what changes in the listeners and routes of one view.
private struct ListenerUpdate {
  let encoder: ResourceEncoder
  let before: OutboundPart
  /// The ports of all addresses that have been seen to.
  private var ports: Set<UInt16> = []
  private(set) var listeners: [Resource] = []
  private(set) var listenersRemoved: [String] = []
  private(set) var routes: [Resource] = []
  private(set) var routesRemoved: [String] = []

  init(encoder: ResourceEncoder, before: OutboundPart) {
    self.encoder = encoder
    self.before = before
  }

  /// Has what is listened on at one place be as `plan` says.
  mutating func update(_ place: OutboundClaim.Place, by plan: OutboundPlan, key: ViewKey.Outbound) {
    if case .address(let address) = place.target {
      update(address, port: place.port, by: plan, key)
    } else if ports.insert(place.port).inserted {
      update(port: place.port, by: plan, key)
    }
  }

  private mutating func update(
    _ address: IPAddress, port: UInt16, by plan: OutboundPlan, _ key: ViewKey.Outbound
  ) {
    guard let (shape, routing) = plan.service(at: address, port: port) else {
      listenersRemoved.append(ResourceNames.listener(address: "\(address)", port: port))
      return
    }
    listeners.append(
      shape.resource(.tcpListener(address, port: port, routing.key)) {
        let chains = routing.branches.map { branch in
          OutboundPlan.Chain(
            match: OutboundPlan.Chain.Match(serverName: branch.serverName, block: branch.block),
            destination: branch.destination)
        }
        let plan = OutboundPlan.TCPListener(
          address: address, port: port, chains: chains, rest: routing.rest)
        let listener = Listeners.tcp(plan, mode: key.interceptionMode, rest: nil)
        return encoder.encode(listener.name, listener, .listed(plan.origins))
      })
  }

  /// All addresses of a port.
  private mutating func update(
    port: UInt16, by plan: OutboundPlan, _ key: ViewKey.Outbound
  ) {
    let mode = key.interceptionMode
    let name = ResourceNames.listener(address: Listeners.sharedAddress(mode), port: port)
    let routesName = ResourceNames.routes(port: port)
    if let routed = plan.routedPort(port) {
      if let earlier = before.listeners[name], before.routes[routesName] != nil {
        // It says where the routes are, whatever they are.
        listeners.append(earlier.madeFrom(routed.origins))
      } else {
        add(Listeners.http(port: port, mode: mode), routed.origins)
      }
      let routes = encoder.join(
        routesName, RouteConfiguration.self,
        Routes.outbound(virtualHosts: routed.virtualHosts, port: port), routed.origins)
      self.routes.append(encoder.sharing(routes, type: .route))
      return
    }
    routesRemoved.append(routesName)
    guard let listener = plan.tcpListener(port: port) else {
      listenersRemoved.append(name)
      return
    }
    // Where nothing is redirected, a connection for no service was made by mistake: there is
    // nowhere to pass it.
    let isRegistryOnly = before.sidecar?.isRegistryOnly ?? false
    let rest: String? =
      mode == .none
      ? nil : isRegistryOnly ? ResourceNames.blackHole : ResourceNames.passthrough
    add(Listeners.tcp(listener, mode: mode, rest: rest), .listed(listener.origins))
  }

  /// Those of a gRPC client, for each port on which gRPC may be spoken.
  mutating func apply(_ changes: [VisibleChange]) {
    for change in changes {
      if let old = change.old?.shape {
        let names = grpcPorts(of: old).map {
          ResourceNames.hostAndPort(old.service.host, port: $0.number)
        }
        listenersRemoved += names
        routesRemoved += names
      }
      guard let new = change.new else { continue }
      let shape = new.shape
      for port in grpcPorts(of: shape) {
        listeners.append(
          shape.resource(.grpcListener(port: port.number)) {
            let listener = ProxylessClient.listener(shape.service, port)
            return encoder.encode(listener.name, listener, shape.origins)
          })
        let routing = RequestRouting(
          shape, policy: new.policy, port: port.number, for: before.client)
        routes.append(
          shape.resource(.grpcRoutes(port: port.number, routing.key)) {
            let routes = ProxylessClient.routes(shape.service, port, routing)
            return encoder.encode(routes.name, routes, .listed(shape.routeOrigins))
          })
      }
    }
  }

  private func grpcPorts(of shape: ServiceShape) -> [ServicePort] {
    if shape.service.hasWildcardHost || shape.service.isNamedOnly { return [] }
    return shape.ports.filter(\.appProtocol.isHTTP)
  }

  private mutating func add(_ listener: Listener, _ origins: Origins) {
    listeners.append(
      encoder.sharing(encoder.encode(listener.name, listener, origins), type: .listener))
  }
}
