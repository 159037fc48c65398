import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Routes")
struct RouteTests {
  private static let shop = Fixture.service(
    "shop", addresses: [Fixture.ip(10, 0, 0, 10)], ports: [Fixture.port(80, .http)])
  private static let shopCluster = "outbound|80||shop.default.svc.cluster.local"

  @Test("A service is found by every name that a client of its namespace may use")
  func names() throws {
    let decoded = try Decoded(Fixture.mesh([Self.shop]))
    let names = [
      "shop", "shop.default", "shop.default.svc", "shop.default.svc.cluster.local", "10.0.0.10",
    ]
    var expected = ["*": "PassthroughCluster"]
    for name in names {
      expected[name] = Self.shopCluster
      expected["\(name):80"] = Self.shopCluster
    }
    #expect(decoded.domains(of: "80") == expected)
    #expect(
      decoded.routes["80"]?.virtualHosts.map(\.name)
        == ["shop.default.svc.cluster.local:80", "allow_any"])
  }

  @Test("The shortest name is for clients of the same namespace only")
  func shortName() throws {
    let decoded = try Decoded(
      Fixture.mesh([Self.shop]), for: Fixture.node(namespace: "other"))
    let domains = decoded.domains(of: "80")
    #expect(domains["shop"] == nil)
    #expect(domains["shop.default"] == Self.shopCluster)
  }

  @Test("A host under svc of which no Service is known has its short names too")
  func serviceEntryOfAService() throws {
    let entry = Fixture.external(
      "vm.default.svc.cluster.local", resolution: .endpoints, ports: [Fixture.port(80, .grpc)])
    let domains = try Decoded(Fixture.mesh([entry])).domains(of: "80")
    #expect(domains["vm"] == "outbound|80||vm.default.svc.cluster.local")
    #expect(domains["vm.default.svc:80"] == "outbound|80||vm.default.svc.cluster.local")
  }

  @Test("Another host is found by itself and its virtual IP, a wildcard by all names under it")
  func foreignHosts() throws {
    let port = Fixture.port(8080, .http2)
    let decoded = try Decoded(
      Fixture.mesh([
        Fixture.external(
          "www.example.com", automaticAddress: Fixture.ip(240, 240, 0, 1), ports: [port]),
        Fixture.external("*.example.org", resolution: .originalDestination, ports: [port]),
      ]))
    let www = "outbound|8080||www.example.com"
    let org = "outbound|8080||*.example.org"
    #expect(
      decoded.domains(of: "8080") == [
        "www.example.com": www, "www.example.com:8080": www, "240.240.0.1": www,
        "240.240.0.1:8080": www, "*.example.org": org, "*.example.org:8080": org,
        "*": "PassthroughCluster",
      ])
  }

  @Test("An IPv6 address is in brackets")
  func ipv6() throws {
    let service = Fixture.service(
      "six", addresses: [IPAddress(v6: 0xFD00 << 48, 1)], ports: [Fixture.port(80, .http)])
    let domains = try Decoded(Fixture.mesh([service])).domains(of: "80")
    #expect(domains["[fd00::1]"] == "outbound|80||six.default.svc.cluster.local")
    #expect(domains["[fd00::1]:80"] == "outbound|80||six.default.svc.cluster.local")
  }

  @Test("A service's own host wins over an abbreviation of another's")
  func ownHostWins() throws {
    let entry = Fixture.external("shop", ports: [Fixture.port(80, .http)])
    let domains = try Decoded(Fixture.mesh([Self.shop, entry])).domains(of: "80")
    #expect(domains["shop"] == "outbound|80||shop")
    #expect(domains["shop:80"] == "outbound|80||shop")
    #expect(domains["shop.default"] == Self.shopCluster)
  }

  @Test("Of two services with one address, that of the client's namespace wins")
  func ownNamespaceWins() throws {
    let address = Fixture.ip(10, 0, 0, 1)
    let port = Fixture.port(80, .http)
    let mesh = Fixture.mesh([
      Fixture.service("a", namespace: "one", addresses: [address], ports: [port]),
      Fixture.service("b", namespace: "two", addresses: [address], ports: [port]),
    ])
    for (namespace, winner) in [("one", "a.one"), ("two", "b.two"), ("three", "a.one")] {
      let domains = try Decoded(mesh, for: Fixture.node(namespace: namespace)).domains(of: "80")
      #expect(domains["10.0.0.1"] == "outbound|80||\(winner).svc.cluster.local")
    }
  }

  @Test("Requests for no service pass through, unless the Sidecar says REGISTRY_ONLY")
  func registryOnly() throws {
    let mesh = Fixture.mesh([Self.shop], sidecars: [Fixture.sidecar(isRegistryOnly: true)])
    let decoded = try Decoded(mesh)
    #expect(decoded.domains(of: "80")["*"] == "502")
    #expect(decoded.routes["80"]?.virtualHosts.last?.name == "block_all")
  }

  @Test("Without interception requests for no service are refused: there is nowhere to pass them")
  func noInterception() throws {
    let decoded = try Decoded(Fixture.mesh([Self.shop]), for: Fixture.node(mode: .none))
    #expect(decoded.domains(of: "80")["*"] == "502")
    #expect(decoded.domains(of: "80")["shop"] == Self.shopCluster)
  }

  @Test("A pod of a headless service is not balanced when it is asked for by its own name")
  func podsOfHeadlessServices() throws {
    let db = Fixture.service(
      "db", isHeadless: true, ports: [Fixture.port(80, .http)],
      endpoints: [Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, 9)), ports: [80: 80])])
    let sidecar = Fixture.sidecar(isRegistryOnly: true)
    let domains = try Decoded(Fixture.mesh([db], sidecars: [sidecar])).domains(of: "80")
    #expect(domains["db"] == "outbound|80||db.default.svc.cluster.local")
    for name in ["*.db", "*.db.default", "*.db.default.svc.cluster.local:80"] {
      #expect(domains[name] == "PassthroughCluster")
    }
    let bound = try Decoded(Fixture.mesh([db]), for: Fixture.node(mode: .none))
    #expect(bound.domains(of: "80")["*.db"] == nil)
  }

  @Test("A request has no time limit and is tried again on another endpoint")
  func retries() throws {
    let decoded = try Decoded(Fixture.mesh([Self.shop]))
    let hosts = try Required(decoded.routes["80"]?.virtualHosts).value
    guard case .route(let action) = hosts[0].routes.first?.action else { throw Missing() }
    #expect(action.timeout == .seconds(0))
    let policy = try Required(action.retryPolicy).value
    let conditions = policy.retryOn.split(separator: ",")
    #expect(conditions.contains("connect-failure"))
    #expect(conditions.contains("reset-before-request"))
    // What an application answered is final: it may have acted.
    #expect(!conditions.contains { ["5xx", "gateway-error", "reset"].contains($0) })
    #expect(policy.retriableStatusCodes.isEmpty)
    #expect(policy.numRetries == 2)
    #expect(policy.hostSelectionRetryMaxAttempts == 5)
    #expect(policy.retryHostPredicate.first?.name == "envoy.retry_host_predicates.previous_hosts")
    guard case .route(let passing) = hosts[1].routes.first?.action else { throw Missing() }
    #expect(passing.timeout == .seconds(0))
    #expect(passing.retryPolicy == nil)
  }
}
