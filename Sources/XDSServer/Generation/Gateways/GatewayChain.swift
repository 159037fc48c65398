internal import MeshModel

/// Connections to a listener of a gateway, and what becomes of them: what one filter chain is made
/// from.
struct GatewayChain: Equatable, Sendable {
  /// What becomes of connections.
  enum Content: Equatable, Sendable {
    /// Their requests are routed.
    case requests(routes: String, statPrefix: String)
    /// Their bytes are passed on.
    case bytes(ConnectionDestination)
  }

  /// The name.
  var name: String
  /// The servers that clients name by TLS; empty means any.
  var serverNames: [String] = []
  /// The addresses that clients call; empty means any.
  var addresses: [AddressBlock] = []
  /// Whether it is for TLS only.
  var isTLS = false
  /// How TLS ends here; nil when it does not.
  var tls: Gateway.TLS?
  /// What becomes of connections.
  var content: Content
}

/// Makes the chains of one listener.
struct GatewayChains {
  private struct Claim: Hashable {
    /// Nil for any.
    var serverName: String?
    /// Nil for any.
    var addresses: AddressBlock?
  }

  private let listener: GatewayServers.Listener
  private let client: OutboundClient
  private let rules: [String: [GatewayPlan.Rule]]
  /// The chains, each for other connections: Envoy refuses a listener with two for the same.
  private(set) var chains: [GatewayChain] = []
  private var claims: Set<Claim> = []

  /// The chains of a listener.
  ///
  /// - Parameters:
  ///   - listener: the listener.
  ///   - client: the gateways.
  ///   - rules: the VirtualServices by the Gateways to which they are bound.
  init(
    _ listener: GatewayServers.Listener, for client: OutboundClient,
    rules: [String: [GatewayPlan.Rule]]
  ) {
    self.listener = listener
    self.client = client
    self.rules = rules
    switch listener.traffic {
    case .http:
      chains = [
        GatewayChain(
          name: listener.plainRoutes,
          content: .requests(routes: listener.plainRoutes, statPrefix: listener.statPrefix))
      ]
    case .tcp: for entry in listener.servers { addTCP(entry) }
    case .tls:
      // A server has its hosts for good; of the others each VirtualService has what is left.
      for entry in listener.servers where entry.server.isTerminated { addTerminated(entry) }
      for entry in listener.servers where entry.server.isPassedThrough { addPassedThrough(entry) }
    }
  }

  private mutating func addTerminated(_ entry: GatewayServers.Entry) {
    let server = entry.server
    guard server.isTerminatedHTTPS else { return addTCP(entry) }
    let statPrefix = server.name.isEmpty ? listener.statPrefix : server.name
    add(
      GatewayChain(
        name: entry.secureRoutes, isTLS: true, tls: server.tls,
        content: .requests(routes: entry.secureRoutes, statPrefix: statPrefix)),
      serverNames: server.hosts.map(\.host), addresses: [])
  }

  /// Passes bytes on, decrypted where there is TLS.
  private mutating func addTCP(_ entry: GatewayServers.Entry) {
    let server = entry.server
    let names = server.tls == nil ? [] : server.hosts.map(\.host)
    let lists = rules(of: entry).map { rule in
      rule.virtualService.tcpConnections(
        where: { holds($0, rule, entry) }, to: { destination($0, rule, entry) })
    }
    for connections in [RoutedConnections](merging: lists) {
      let name = ([entry.gateway.boundName] + names).joined(separator: " ")
      add(
        GatewayChain(
          name: name, isTLS: server.tls != nil, tls: server.tls,
          content: .bytes(connections.destination)),
        serverNames: names, addresses: connections.blocks)
    }
  }

  /// Passes bytes on as they are, by the server that TLS names.
  private mutating func addPassedThrough(_ entry: GatewayServers.Entry) {
    let lists = rules(of: entry).map { rule in
      rule.virtualService.tlsConnections(
        where: { holds($0, rule, entry) }, to: { destination($0, rule, entry) })
    }
    for connections in [RoutedConnections](merging: lists) {
      let names = entry.server.hosts(
        of: connections.rule.metadata.namespace, commonWith: connections.serverName ?? "*")
      for name in names {
        add(
          GatewayChain(name: name, isTLS: true, content: .bytes(connections.destination)),
          serverNames: [name], addresses: connections.blocks)
      }
    }
  }

  /// The rules for a server.
  private func rules(of entry: GatewayServers.Entry) -> [GatewayPlan.Rule] {
    (rules[entry.gateway.boundName] ?? []).filter {
      !entry.server.hosts(servedOf: $0.virtualService).isEmpty
    }
  }

  /// Adds a chain for what of those connections is still free.
  private mutating func add(
    _ chain: GatewayChain, serverNames: [String], addresses: [AddressBlock]
  ) {
    let names = Set(serverNames.map { $0.lowercased() }).sorted()
    let asked: [String?] = names.isEmpty ? [nil] : names.map { $0 == "*" ? nil : $0 }
    var free: [AddressBlock?] = []
    for block in addresses.isEmpty ? [nil] : addresses.map(\.unlessAll) {
      let claimed = asked.map { Claim(serverName: $0, addresses: block) }
      // Whoever takes any address comes first, although another would say more.
      let isTaken = zip(asked, claimed).contains { name, claim in
        claims.contains(Claim(serverName: name)) || claims.contains(claim)
      }
      if isTaken { continue }
      claims.formUnion(claimed)
      free.append(block)
    }
    if free.isEmpty { return }
    var chain = chain
    chain.serverNames = asked.contains(nil) ? [] : names
    chain.addresses = free.contains(nil) ? [] : free.compactMap(\.self)
    let ranges = chain.addresses.map { "\($0.base)/\($0.prefixLength)" }
    chain.name = ([chain.name] + ranges).joined(separator: " ")
    chains.append(chain)
  }

  private func holds(
    _ match: VirtualService.ConnectionMatch, _ rule: GatewayPlan.Rule,
    _ entry: GatewayServers.Entry
  ) -> Bool {
    if let port = match.port, port != entry.server.port.number { return false }
    let ruleClient = RuleClient(
      gateway: entry.gateway.boundName, namespace: client.namespace, labels: client.labels)
    return ruleClient.canSatisfy(match.source, of: rule.virtualService)
  }

  private func destination(
    _ destinations: [VirtualService.WeightedDestination], _ rule: GatewayPlan.Rule,
    _ entry: GatewayServers.Entry
  ) -> ConnectionDestination {
    ConnectionDestination(
      destinations, of: rule.virtualService, origins: [],
      targets: destinations.map {
        rule.targets.target($0.destination, from: entry.server.port.number, for: client)
      })
  }
}

extension AddressBlock {
  /// The block; nil when it holds every address.
  fileprivate var unlessAll: AddressBlock? { prefixLength == 0 ? nil : self }
}

extension GatewayServers.Listener {
  /// The route configuration that all its servers of plain HTTP share.
  var plainRoutes: String {
    bind.map { "http.\(port).\($0)" } ?? "http.\(port)"
  }

  /// The address.
  var address: String { bind.map { "\($0)" } ?? "0.0.0.0" }

  /// The prefix in statistics.
  fileprivate var statPrefix: String { "outbound_\(address)_\(port)" }
}

extension GatewayServers.Entry {
  /// The route configuration of a server of HTTPS.
  var secureRoutes: String {
    let (port, metadata) = (server.port, gateway.metadata)
    return "https.\(port.number).\(port.name).\(metadata.name).\(metadata.namespace)"
  }
}

extension Gateway.Server {
  /// Whether TLS goes through as it is.
  fileprivate var isPassedThrough: Bool { tls?.mode == .passthrough }

  /// Whether TLS ends at the gateway.
  ///
  /// What the other modes need there is not; they are reported.
  fileprivate var isTerminated: Bool {
    tls?.mode == .simple || tls?.mode == .mutual || tls?.mode == .optionalMutual
  }

  /// Whether its requests are routed after they were decrypted.
  var isTerminatedHTTPS: Bool { port.protocolKind == .https && isTerminated }
}
