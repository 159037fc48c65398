import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("TCP and TLS rules")
struct ConnectionRoutingTests {
  private static let vip = Fixture.ip(10, 0, 0, 10)
  private static let dbHost = "db.default.svc.cluster.local"
  private static let db = Fixture.service(
    "db", addresses: [vip], ports: [Fixture.port(5432, .tcp)])
  private static let own = ["outbound|5432||\(dbHost)": UInt32(0)]

  private func route(_ shares: (String, UInt32)...) -> [VirtualService.WeightedDestination] {
    shares.map { .init(Fixture.destination($0), weight: $1) }
  }

  private func listener(
    _ service: MeshService = Self.db, tcp: [VirtualService.TCPRoute] = [],
    tls: [VirtualService.TLSRoute] = [], name: String = "10.0.0.10_5432",
    for node: ProxyNode = Fixture.node()
  ) throws -> Listener {
    let rule = Fixture.virtualService(hosts: [service.host], tls: tls, tcp: tcp)
    let mesh = Fixture.mesh([service], virtualServices: [rule])
    return try Required(Decoded(mesh, for: node).listeners[name]).value
  }

  @Test("Connections are shared out by weight")
  func weights() throws {
    let listener = try listener(tcp: [
      .init(route: route(("\(Self.dbHost)/v1", 3), ("\(Self.dbHost)/v2", 1), ("c", 0)))
    ])
    #expect(listener.filterChains.count == 1)
    #expect(
      try listener.filterChains[0].shares == [
        "outbound|5432|v1|\(Self.dbHost)": 3, "outbound|5432|v2|\(Self.dbHost)": 1,
      ])
  }

  @Test("A single destination gets everything; without a share nobody does")
  func single() throws {
    let single = try listener(tcp: [.init(route: route(("a", 0)))])
    #expect(try single.filterChains[0].shares == ["outbound|5432||a": 0])
    let none = try listener(tcp: [.init(route: route(("a", 0), ("b", 0)))])
    #expect(try none.filterChains[0].shares == ["BlackHoleCluster": 0])
  }

  @Test("The first match counts; subnets tell connections apart, the rest goes on as it did")
  func subnets() throws {
    let block = AddressBlock(base: Fixture.ip(10, 0, 0, 0), prefixLength: 24)
    let bySubnet = try listener(tcp: [
      .init(match: [.init(destinationSubnets: [block], port: 5432)], route: route(("a", 0))),
      .init(match: [.init(destinationSubnets: [block])], route: route(("b", 0))),
      .init(match: [.init(port: 1)], route: route(("c", 0))),
    ])
    #expect(
      bySubnet.filterChains.map(\.filterChainMatch?.prefixRanges) == [
        [CidrRange(addressPrefix: "10.0.0.0", prefixLen: 24)]
      ])
    #expect(try bySubnet.filterChains[0].shares == ["outbound|5432||a": 0])
    #expect(try bySubnet.defaultFilterChain?.shares == Self.own)
    let everything = try listener(tcp: [
      .init(match: [.init(port: 5432)], route: route(("a", 0))), .init(route: route(("b", 0))),
    ])
    #expect(try everything.filterChains.map { try $0.shares } == [["outbound|5432||a": 0]])
  }

  @Test("What takes every connection comes last, whichever VirtualService has it")
  func several() throws {
    func rule(_ name: String, _ routes: [VirtualService.TCPRoute]) -> VirtualService {
      Fixture.virtualService(name, hosts: [Self.dbHost], tcp: routes)
    }
    func toSubnet(_ second: UInt32, _ host: String) -> VirtualService.TCPRoute {
      let block = AddressBlock(base: Fixture.ip(10, second, 0, 0), prefixLength: 16)
      return .init(match: [.init(destinationSubnets: [block])], route: route((host, 0)))
    }
    let mesh = Fixture.mesh(
      [Self.db],
      virtualServices: [
        rule("a", [.init(route: route(("a", 0))), toSubnet(1, "never")]),
        rule("b", [toSubnet(2, "b"), .init(route: route(("late", 0)))]),
      ])
    let listener = try Required(Decoded(mesh).listeners["10.0.0.10_5432"]).value
    #expect(try listener.filterChains.map { try $0.shares } == [["outbound|5432||b": 0]])
    #expect(try listener.defaultFilterChain?.shares == ["outbound|5432||a": 0])
  }

  @Test("Rules for other clients leave connections as they are")
  func others() throws {
    let match = VirtualService.ConnectionMatch(source: .init(labels: ["app": "web"]))
    let listener = try listener(tcp: [.init(match: [match], route: route(("a", 0)))])
    #expect(try listener.filterChains.map { try $0.shares } == [Self.own])
  }

  @Test("On a port of TLS the server that is named decides; one that no rule knows is refused")
  func serverNames() throws {
    let service = Fixture.service("db", addresses: [Self.vip], ports: [Fixture.port(443, .tls)])
    let listener = try listener(
      service, tcp: [.init(route: route(("no", 0)))],
      tls: [
        .init(
          match: [.init(sniHosts: ["a.example.com", "*.example.org"])],
          route: route(("a/v1", 1), ("a/v2", 1))),
        .init(
          match: [.init(sniHosts: ["a.example.com", "b.example.com"])], route: route(("b", 0))),
      ], name: "10.0.0.10_443")
    let chains = Dictionary(
      uniqueKeysWithValues: try listener.filterChains.map {
        ($0.filterChainMatch?.serverNames ?? [], try $0.shares)
      })
    let a: [String: UInt32] = ["outbound|443|v1|a": 1, "outbound|443|v2|a": 1]
    #expect(
      chains == [
        ["a.example.com"]: a, ["*.example.org"]: a, ["b.example.com"]: ["outbound|443||b": 0],
      ])
    #expect(listener.defaultFilterChain == nil)
    #expect(listener.filterChains.allSatisfy { $0.filterChainMatch?.transportProtocol == "tls" })
    #expect(listener.listenerFilters.map(\.name) == ["envoy.filters.listener.tls_inspector"])
  }

  @Test("`*` as a server's name is any, so that nothing must be known of connections")
  func anyServer() throws {
    let service = Fixture.service("db", addresses: [Self.vip], ports: [Fixture.port(443, .https)])
    let listener = try listener(
      service,
      tls: [.init(match: [.init(sniHosts: ["*"])], route: route(("a", 0)))],
      name: "10.0.0.10_443")
    #expect(try listener.filterChains.map { try $0.shares } == [["outbound|443||a": 0]])
    #expect(listener.listenerFilters.isEmpty)
  }

  @Test("Any server comes after those that other VirtualServices name")
  func anyServerLast() throws {
    let service = Fixture.service("db", addresses: [Self.vip], ports: [Fixture.port(443, .tls)])
    let rules = [("a", "*"), ("b", "b.example.com")].map { name, server in
      Fixture.virtualService(
        name, hosts: [service.host],
        tls: [.init(match: [.init(sniHosts: [server])], route: route((name, 0)))])
    }
    let mesh = Fixture.mesh([service], virtualServices: rules)
    let listener = try Required(Decoded(mesh).listeners["10.0.0.10_443"]).value
    #expect(try listener.filterChains.map { try $0.shares } == [["outbound|443||b": 0]])
    #expect(try listener.defaultFilterChain?.shares == ["outbound|443||a": 0])
  }

  @Test("Hosts without an address share a port, each with its rules")
  func sharedPort() throws {
    let port = Fixture.port(443, .tls)
    let services = [
      Fixture.dns("www.example.com", ports: [port]), Fixture.dns("a.example.org", ports: [port]),
    ]
    let rule = Fixture.virtualService(
      hosts: ["www.example.com"],
      tls: [.init(match: [.init(sniHosts: ["www.example.com"])], route: route(("a", 1), ("b", 1)))])
    let mesh = Fixture.mesh(services, virtualServices: [rule])
    for (node, name) in [
      (Fixture.node(), "0.0.0.0_443"), (Fixture.node(mode: .none), "127.0.0.1_443"),
    ] {
      let listener = try Required(Decoded(mesh, for: node).listeners[name]).value
      let chain = listener.filterChains.first {
        $0.filterChainMatch?.serverNames == ["www.example.com"]
      }
      #expect(try chain?.shares == ["outbound|443||a": 1, "outbound|443||b": 1])
    }
  }

  @Test("Without interception a port has the rules of its first service")
  func bound() throws {
    let listener = try listener(
      tcp: [.init(route: route(("a", 1), ("b", 1)))], name: "127.0.0.1_5432",
      for: Fixture.node(mode: .none))
    #expect(
      try listener.filterChains.map { try $0.shares } == [
        ["outbound|5432||a": 1, "outbound|5432||b": 1]
      ])
  }

  @Test("A hash of the source address binds connections to an endpoint")
  func hash() throws {
    let rule = DestinationRule(
      metadata: ObjectMetadata(name: "hash", namespace: "default"), host: Self.dbHost,
      trafficPolicy: TrafficPolicy(
        settings: .init(loadBalancer: .init(algorithm: .consistentHash(.init(.sourceAddress))))))
    let listeners = try Decoded(Fixture.mesh([Self.db], rules: [rule])).listeners
    let chain = try Required(listeners["10.0.0.10_5432"]?.filterChains.first).value
    #expect(
      try chain.proxy.hashPolicy == [
        HashPolicy(policySpecifier: .sourceIp(HashPolicy.SourceIp()))
      ])
  }

  @Test(
    "How long connections last is said of a service and of what a rule leads to",
    arguments: [false, true])
  func times(isRuled: Bool) throws {
    var settings = TrafficPolicy.Settings(connectionPool: .init())
    settings.connectionPool?.tcp.idleTimeout = .seconds(300)
    settings.connectionPool?.tcp.maxConnectionDuration = .milliseconds(3_600_500)
    let rule = DestinationRule(
      metadata: ObjectMetadata(name: "times", namespace: "default"), host: Self.dbHost,
      trafficPolicy: TrafficPolicy(settings: settings))
    let other = Fixture.service(
      "other", addresses: [Fixture.ip(10, 0, 0, 11)], ports: [Fixture.port(5432, .tcp)])
    let virtualServices = [
      Fixture.virtualService(
        hosts: [other.host], tcp: [.init(route: route((Self.dbHost, 1), ("c", 1)))])
    ]
    let mesh = Fixture.mesh(
      [Self.db, other], virtualServices: isRuled ? virtualServices : [], rules: [rule])
    let listeners = try Decoded(mesh).listeners
    func proxy(_ name: String) throws -> TcpProxy {
      try Required(listeners[name]?.filterChains.first).value.proxy
    }
    let timed = [try proxy("10.0.0.10_5432")] + (isRuled ? [try proxy("10.0.0.11_5432")] : [])
    for proxy in timed {
      #expect(proxy.idleTimeout == .seconds(300))
      #expect(
        proxy.maxDownstreamConnectionDuration == ProtoDuration(seconds: 3600, nanos: 500_000_000))
    }
    if !isRuled { #expect(try proxy("10.0.0.11_5432").idleTimeout == nil) }
  }

  @Test("HTTP ports have nothing to do with them")
  func http() throws {
    let service = Fixture.service("db", addresses: [Self.vip], ports: [Fixture.port(80, .http)])
    let listener = try listener(service, tcp: [.init(route: route(("a", 0)))], name: "0.0.0.0_80")
    #expect(listener.filterChains.first?.http != nil)
  }
}

extension FilterChain {
  /// The filter that passes its bytes on.
  fileprivate var proxy: TcpProxy {
    get throws {
      guard case .typedConfig(let any) = filters.first?.configType, any.typeURL == TcpProxy.typeURL
      else { throw Missing() }
      return try TcpProxy(protobuf: any.value)
    }
  }

  /// Where its bytes go: clusters with their weights, 0 for a single one.
  fileprivate var shares: [String: UInt32] {
    get throws {
      switch try proxy.clusterSpecifier {
      case .cluster(let name): [name: 0]
      case .weightedClusters(let clusters):
        Dictionary(uniqueKeysWithValues: clusters.clusters.map { ($0.name, $0.weight) })
      case nil: throw Missing()
      }
    }
  }
}
