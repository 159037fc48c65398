import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("HTTP rules of services")
struct RequestRoutingTests {
  static let shopHost = "shop.default.svc.cluster.local"
  private static let shop = Fixture.service("shop", ports: [Fixture.port(80, .http)])
  private static let cart = Fixture.service(
    "cart", ports: [Fixture.port(80, .http), Fixture.port(8080, .http)])
  private static let single = Fixture.service("single", ports: [Fixture.port(9999, .http)])
  private static let services = [shop, cart, single]

  private func routes(
    _ virtualServices: [VirtualService], rules: [DestinationRule] = [],
    services: [MeshService] = Self.services, for node: ProxyNode = Fixture.node(),
    port: String = "80"
  ) throws -> [String: [Route]] {
    let mesh = Fixture.mesh(
      services, virtualServices: virtualServices, rules: rules)
    let hosts = try Required(Decoded(mesh, for: node).routes[port]).value.virtualHosts
    return Dictionary(uniqueKeysWithValues: hosts.map { ($0.name, $0.routes) })
  }

  private func shares(_ virtualServices: [VirtualService]) throws -> [String: UInt32] {
    try Required(routes(virtualServices)["\(Self.shopHost):80"]?.first).value.shares
  }

  @Test("A service that rules name is routed by them; all others are not")
  func named() throws {
    let rule = HTTPRule(
      action: Fixture.forward([("\(Self.shopHost)/v1", 90), ("\(Self.shopHost)/v2", 10)]))
    let routes = try routes([Fixture.virtualService(http: [rule])])
    #expect(
      routes["\(Self.shopHost):80"]?.map(\.shares) == [
        ["outbound|80|v1|\(Self.shopHost)": 90, "outbound|80|v2|\(Self.shopHost)": 10]
      ])
    #expect(
      routes["cart.default.svc.cluster.local:80"]?.first?.shares
        == ["outbound|80||cart.default.svc.cluster.local": 0])
  }

  @Test("Names and wildcards lead to a rule as to the service; the most telling name counts")
  func tellingNames() throws {
    let all = Fixture.virtualService("a", hosts: ["*"], http: [Fixture.rule(to: "all")])
    let wild = Fixture.virtualService(
      "b", hosts: ["*.default.svc.cluster.local"], http: [Fixture.rule(to: "wild")])
    let exact = Fixture.virtualService("c", http: [Fixture.rule(to: "exact")])
    #expect(try shares([all]) == ["outbound|80||all": 0])
    #expect(try shares([all, wild]) == ["outbound|80||wild": 0])
    #expect(try shares([all, wild, exact]) == ["outbound|80||exact": 0])
    // One that says nothing of requests says nothing here.
    let tcp = Fixture.virtualService(
      "d", tcp: [VirtualService.TCPRoute(route: [.init(Fixture.destination("tcp"))])])
    #expect(try shares([all, tcp]) == ["outbound|80||all": 0])
  }

  @Test("Rules for gateways, other namespaces or other clients leave the service as it is")
  func others() throws {
    let own = ["outbound|80||\(Self.shopHost)": UInt32(0)]
    let rules = [Fixture.rule(to: "other")]
    #expect(try shares([Fixture.virtualService(gateways: ["a/b"], http: rules)]) == own)
    let elsewhere = ExportTo(isPublic: false, namespaces: ["elsewhere"])
    #expect(try shares([Fixture.virtualService(exportTo: elsewhere, http: rules)]) == own)
    let labelled = HTTPMatch(source: .init(labels: ["app": "web"]))
    let labelledRule = Fixture.rule("", [labelled], to: "other")
    #expect(try shares([Fixture.virtualService(http: [labelledRule])]) == own)
    let everywhere = HTTPMatch(source: .init(gateways: ["mesh"]))
    #expect(
      try shares([
        Fixture.virtualService(
          gateways: ["a/b"], http: [Fixture.rule("", [everywhere], to: "mesh")])
      ]) == ["outbound|80||mesh": 0])
  }

  @Test("Clients whose labels rules ask for are routed by them")
  func labels() throws {
    let rule = Fixture.rule(
      "", [HTTPMatch(source: .init(labels: ["app": "web"], namespace: "one"))], to: "other")
    var node = Fixture.node(namespace: "one")
    node.labels = ["app": "web", "more": "x"]
    let routes = try routes([Fixture.virtualService(http: [rule])], for: node)
    #expect(routes["\(Self.shopHost):80"]?.first?.shares == ["outbound|80||other": 0])
    let mesh = Fixture.mesh(
      Self.services, virtualServices: [Fixture.virtualService(http: [rule])])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let key = generator.viewKey(for: node)
    #expect(key.outbound.labels == ["app": "web"])
    node.labels = ["app": "web", "more": "y"]
    #expect(generator.viewKey(for: node) == key)
  }

  @Test("A destination without a port is its only port, else the one that was called")
  func ports() throws {
    for (host, expected) in [
      ("single.default.svc.cluster.local", 9999), ("cart.default.svc.cluster.local", 80),
      ("nowhere.example.com", 80),
    ] {
      #expect(
        try shares([Fixture.virtualService(http: [Fixture.rule(to: host)])])
          == ["outbound|\(expected)||\(host)": 0])
    }
  }

  @Test("A hash that a DestinationRule asks for is taken, whoever names the destination")
  func hashes() throws {
    let rule = DestinationRule(
      metadata: ObjectMetadata(name: "hash", namespace: "default"),
      host: "cart.default.svc.cluster.local",
      trafficPolicy: TrafficPolicy(
        settings: .init(
          loadBalancer: .init(algorithm: .consistentHash(.init(.header("x-user")))))))
    let expected = [RouteAction.HashPolicy(.header("x-user"))]
    let routes = try routes(
      [Fixture.virtualService(http: [Fixture.rule(to: "cart.default.svc.cluster.local")])],
      rules: [rule])
    #expect(routes["\(Self.shopHost):80"]?.first?.forwarding?.hashPolicy == expected)
    #expect(
      routes["cart.default.svc.cluster.local:80"]?.first?.forwarding?.hashPolicy == expected)
  }

  @Test("A host that is an address of IPv6 is named as requests name it")
  func addresses() throws {
    let rule = Fixture.virtualService(
      hosts: ["fd00::1"], http: [Fixture.rule(to: "cart.default.svc.cluster.local")])
    let hosts = try Decoded(Fixture.mesh(Self.services, virtualServices: [rule])).routes["80"]?
      .virtualHosts.flatMap(\.domains)
    #expect(hosts?.contains("[fd00::1]") == true && hosts?.contains("[fd00::1]:80") == true)
    #expect(hosts?.contains("fd00::1") == false)
  }

  @Test("Hosts that are no services are routed on port 80, or beside services of the same rule")
  func namedHosts() throws {
    let rules = [
      Fixture.virtualService(
        "a", hosts: ["www.example.com", "*.example.org"],
        http: [
          Fixture.rule(to: "shop")
        ]),
      Fixture.virtualService(
        "b", hosts: ["beside.example.com", "single.default.svc.cluster.local"],
        http: [Fixture.rule(to: "shop")]),
    ]
    let mesh = Fixture.mesh(Self.services, virtualServices: rules)
    let decoded = try Decoded(mesh)
    let domains = decoded.domains(of: "80")
    for domain in ["www.example.com", "www.example.com:80", "*.example.org", "*.example.org:80"] {
      #expect(domains[domain] == "outbound|80||shop")
    }
    #expect(domains["beside.example.com"] == nil)
    #expect(decoded.domains(of: "9999")["beside.example.com"] == "outbound|9999||shop")
    // They are names only.
    #expect(decoded.clusters.keys.allSatisfy { !$0.contains("example") })
    let none = try Decoded(Fixture.mesh([Self.single], virtualServices: [rules[0]]))
    #expect(none.routes["80"] == nil && none.listeners["0.0.0.0_80"] == nil)
    let client = ProxyNode(id: "client", kind: .grpc)
    #expect(try Decoded(mesh, for: client).listeners.keys.allSatisfy { !$0.contains("example") })
  }

  @Test("gRPC clients are given the rules of their target")
  func grpc() throws {
    let rule = HTTPRule(action: Fixture.forward([("\(Self.shopHost)/v1", 1), ("b", 3)]))
    let routes = try routes(
      [Fixture.virtualService(http: [rule])], for: ProxyNode(id: "client", kind: .grpc),
      port: "\(Self.shopHost):80")
    #expect(
      routes["\(Self.shopHost):80"]?.map(\.shares) == [
        ["outbound|80|v1|\(Self.shopHost)": 1, "outbound|80||b": 3]
      ])
  }

  @Test("A configuration lets rules answer with a large body, and lead to what is not there")
  func settings() throws {
    let routes = try Required(Decoded(Fixture.mesh(Self.services)).routes["80"]).value
    #expect(routes.maxDirectResponseBodySizeBytes == 1 << 20)
    #expect(routes.validateClusters == false)
  }
}
