internal import MeshModel

/// Which Gateways a proxy serves, and where.
struct ServedGateways: Hashable, Sendable {
  /// The Gateways that select the proxy, the one that counts first first.
  var gateways: [ObjectReference] = []
  /// The ports on which to listen instead of that of a server: those that the Services have whose
  /// pod the proxy is.
  var targetPorts: [UInt16: Set<UInt16>] = [:]
}

extension ServedGateways {
  /// The Gateways that select a proxy by its labels, which may be in any namespace.
  init(by workloads: [Workload], labels: [String: String], in mesh: Mesh) {
    let selecting = mesh.gateways.filter { $0.selects(labels) }
    gateways = selecting.map(\.reference)
    let numbers = Set(selecting.flatMap { $0.servers.map(\.port.number) })
    for instance in workloads.flatMap(\.instances)
    where numbers.contains(instance.servicePort.number) && instance.port != 0 {
      targetPorts[instance.servicePort.number, default: []].insert(instance.port)
    }
    // Nothing else is meant than what the Gateway says.
    targetPorts = targetPorts.filter { $0.value != [$0.key] }
  }
}

/// What gateways listen on and how they route, before it is put into Envoy's words.
struct GatewayPlan {
  /// A VirtualService, and what its destinations are.
  struct Rule {
    var virtualService: VirtualService
    var targets: RuleTargets
  }

  /// A listener.
  struct Listener {
    let servers: GatewayServers.Listener
    let chains: [GatewayChain]
    /// The objects that made it, ordered.
    let origins: [ObjectReference]
  }

  /// A route configuration.
  struct RouteTable {
    let name: String
    /// The hosts; none where no VirtualService is for any.
    let hosts: [GatewayHosts]
    /// The port of its first server.
    let port: UInt16
    /// The objects that made it, ordered.
    let origins: [ObjectReference]
  }

  /// The listeners; those without a chain are left out, as Envoy refuses them.
  private(set) var listeners: [Listener] = []
  /// The route configurations.
  private(set) var routeTables: [RouteTable] = []
  /// The hosts of all VirtualServices that are bound to the Gateways.
  private(set) var hosts: Set<String> = []

  /// The VirtualServices by the Gateways to which they are bound.
  private let rules: [String: [Rule]]

  /// The plan of gateways.
  ///
  /// - Parameters:
  ///   - served: which Gateways they serve.
  ///   - client: who they are.
  ///   - rules: the Gateways and VirtualServices of the mesh.
  ///   - mesh: the mesh.
  init(_ served: ServedGateways, for client: OutboundClient, rules: GatewayRules, in mesh: Mesh) {
    let gateways = rules.gateways(served.gateways)
    var bound: [String: [Rule]] = [:]
    for gateway in gateways {
      bound[gateway.boundName] = rules.virtualServices(
        of: gateway, visibleIn: client.namespace
      ).map { Rule(virtualService: $0, targets: RuleTargets(of: [$0], in: mesh)) }
    }
    self.rules = bound
    hosts = Set(bound.values.joined().flatMap(\.virtualService.hosts))
    for listener in GatewayServers(gateways, targetPorts: served.targetPorts).listeners {
      add(listener, for: client)
    }
  }

  private mutating func add(_ listener: GatewayServers.Listener, for client: OutboundClient) {
    let chains = GatewayChains(listener, for: client, rules: rules).chains
    if chains.isEmpty { return }
    let passesBytes = chains.contains { if case .bytes = $0.content { true } else { false } }
    listeners.append(
      Listener(
        servers: listener, chains: chains,
        origins: origins(of: listener.servers) { passesBytes && !$0.passesNoBytes }))
    if listener.traffic == .http {
      addRoutes(listener.plainRoutes, of: listener.servers, isTLS: false)
    }
    for entry in listener.servers where entry.server.isTerminatedHTTPS {
      addRoutes(entry.secureRoutes, of: [entry], isTLS: true)
    }
  }

  private mutating func addRoutes(
    _ name: String, of servers: [GatewayServers.Entry], isTLS: Bool
  ) {
    // A server that is listened on at several ports has one.
    if routeTables.contains(where: { $0.name == name }) { return }
    routeTables.append(
      RouteTable(
        name: name,
        hosts: GatewayHosts.all(of: servers, isTLS: isTLS, rules: rules),
        port: servers[0].server.port.number,
        origins: origins(of: servers) { !$0.http.isEmpty }))
  }

  /// The Gateways of those servers, and the VirtualServices bound to them that count.
  private func origins(
    of servers: [GatewayServers.Entry], where counts: (VirtualService) -> Bool
  ) -> [ObjectReference] {
    let gateways = Set(servers.map(\.gateway.reference))
    let names = Set(servers.map(\.gateway.boundName))
    let virtualServices = names.flatMap { rules[$0] ?? [] }.map(\.virtualService).filter(counts)
    return gateways.union(virtualServices.map(\.reference)).sorted()
  }
}

extension VirtualService {
  /// Whether it says nothing of connections.
  fileprivate var passesNoBytes: Bool { tcp.isEmpty && tls.isEmpty }
}
