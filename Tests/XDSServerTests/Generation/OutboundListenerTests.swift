import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Listeners for redirected outgoing connections")
struct OutboundListenerTests {
  private static let vip = Fixture.ip(10, 0, 0, 10)

  @Test("One listener takes every connection and hands it on, or passes it through")
  func virtualOutbound() throws {
    let listener = try Required(Decoded(Fixture.mesh([])).listeners["virtualOutbound"]).value
    #expect(listener.address == .tcp("0.0.0.0", port: 15001))
    #expect(listener.useOriginalDst == true)
    #expect(listener.bindToPort == nil)
    #expect(listener.trafficDirection == .outbound)
    #expect(listener.defaultFilterChain?.tcpCluster == "PassthroughCluster")
    // A connection made to the listener itself would come back for ever.
    #expect(listener.filterChains.map(\.filterChainMatch?.destinationPort) == [15001])
    #expect(listener.filterChains.map(\.tcpCluster) == ["BlackHoleCluster"])
  }

  @Test("With REGISTRY_ONLY nothing is passed through")
  func registryOnly() throws {
    let mesh = Fixture.mesh(
      [Fixture.external("www.example.com", ports: [Fixture.port(443, .tls)])],
      sidecars: [Fixture.sidecar(isRegistryOnly: true)])
    let listeners = try Decoded(mesh).listeners
    #expect(listeners["virtualOutbound"]?.defaultFilterChain?.tcpCluster == "BlackHoleCluster")
    #expect(listeners["0.0.0.0_443"]?.defaultFilterChain?.tcpCluster == "BlackHoleCluster")
  }

  @Test("An HTTP port has one listener for all services, which routes by RDS")
  func http() throws {
    let ports = [Fixture.port(80, .http)]
    let mesh = Fixture.mesh([
      Fixture.service("a", addresses: [Self.vip], ports: ports),
      Fixture.service("b", addresses: [Fixture.ip(10, 0, 0, 11)], ports: ports),
    ])
    let listeners = try Decoded(mesh).listeners
    #expect(listeners.keys.sorted() == ["0.0.0.0_80", "virtualInbound", "virtualOutbound"])
    let listener = try Required(listeners["0.0.0.0_80"]).value
    #expect(listener.address == .tcp("0.0.0.0", port: 80))
    #expect(listener.bindToPort == false)
    #expect(listener.trafficDirection == .outbound)
    let manager = try Required(listener.filterChains.first?.http).value
    guard case .rds(let rds) = manager.routeSpecifier else { throw Missing() }
    #expect(rds.routeConfigName == "80")
    #expect(rds.configSource?.configSourceSpecifier == .ads(AggregatedConfigSource()))
    #expect(!manager.statPrefix.isEmpty)
    // Faults and CORS are there for the routes that want them.
    #expect(
      manager.httpFilters.map(\.name)
        == ["fault", "cors", "router"].map { "envoy.filters.http.\($0)" })
    #expect(manager.upgradeConfigs.map(\.upgradeType) == ["websocket"])
    #expect(manager.normalizePath == true)
    #expect(manager.useRemoteAddress == false)
    #expect(manager.streamIdleTimeout == .seconds(0))
  }

  @Test("A TCP port has a listener at each virtual IP")
  func tcp() throws {
    let service = Fixture.service(
      "db", addresses: [Self.vip, Fixture.ip(10, 0, 0, 11)], ports: [Fixture.port(5432, .tcp)])
    let listeners = try Decoded(Fixture.mesh([service])).listeners
    for address in ["10.0.0.10", "10.0.0.11"] {
      let listener = try Required(listeners["\(address)_5432"]).value
      #expect(listener.address == .tcp(address, port: 5432))
      #expect(listener.bindToPort == false)
      #expect(
        listener.filterChains.map(\.tcpCluster) == ["outbound|5432||db.default.svc.cluster.local"])
      #expect(listener.listenerFilters.isEmpty)
    }
    #expect(listeners["0.0.0.0_5432"] == nil)
  }

  @Test("Of two TCP services with one address and port the first by host gets it")
  func tcpConflict() throws {
    let ports = [Fixture.port(5432, .tcp)]
    let mesh = Fixture.mesh([
      Fixture.service("b", addresses: [Self.vip], ports: ports),
      Fixture.service("a", addresses: [Self.vip], ports: ports),
    ])
    let listener = try Required(Decoded(mesh).listeners["10.0.0.10_5432"]).value
    #expect(
      listener.filterChains.map(\.tcpCluster) == ["outbound|5432||a.default.svc.cluster.local"])
  }

  @Test("A headless TCP service is reached at its endpoints' addresses")
  func headless() throws {
    let service = Fixture.service(
      "db", isHeadless: true, ports: [Fixture.port(5432, .tcp)],
      endpoints: [
        Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, 1)), ports: [5432: 5432]),
        Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, 2)), ports: [:]),
      ])
    let listeners = try Decoded(Fixture.mesh([service])).listeners
    #expect(
      listeners["10.1.0.1_5432"]?.filterChains.first?.tcpCluster
        == "outbound|5432||db.default.svc.cluster.local")
    #expect(listeners["10.1.0.2_5432"] == nil)
  }

  @Test("TLS to a host without an address is told by the server's name; the rest passes through")
  func serverNames() throws {
    let port = Fixture.port(443, .https)
    let mesh = Fixture.mesh([
      Fixture.dns("www.example.com", ports: [port]),
      Fixture.external("*.example.org", resolution: .originalDestination, ports: [port]),
    ])
    let listener = try Required(Decoded(mesh).listeners["0.0.0.0_443"]).value
    let chains = Dictionary(
      uniqueKeysWithValues: listener.filterChains.map {
        ($0.filterChainMatch?.serverNames ?? [], $0.tcpCluster)
      })
    #expect(
      chains == [
        ["www.example.com"]: "outbound|443||www.example.com",
        ["*.example.org"]: "outbound|443||*.example.org",
      ])
    #expect(listener.filterChains.allSatisfy { $0.filterChainMatch?.transportProtocol == "tls" })
    #expect(listener.defaultFilterChain?.tcpCluster == "PassthroughCluster")
    // Without the inspector no chain would ever match; without the time limit a server that speaks
    // first would be waited for.
    #expect(listener.listenerFilters.map(\.name) == ["envoy.filters.listener.tls_inspector"])
    #expect(listener.continueOnListenerFiltersTimeout)
    #expect(listener.listenerFiltersTimeout == .seconds(1))
  }

  @Test("Connections to an address block go to its service")
  func blocks() throws {
    let block = AddressBlock(base: Fixture.ip(10, 99, 0, 0), prefixLength: 16)
    let service = Fixture.external(
      "cache.example.com", resolution: .originalDestination, addressBlocks: [block],
      ports: [Fixture.port(6379, .redis)])
    let listener = try Required(Decoded(Fixture.mesh([service])).listeners["0.0.0.0_6379"]).value
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|6379||cache.example.com"])
    let range = listener.filterChains.first?.filterChainMatch?.prefixRanges.first
    #expect(range == CidrRange(addressPrefix: "10.99.0.0", prefixLen: 16))
    #expect(listener.defaultFilterChain?.tcpCluster == "PassthroughCluster")
  }

  @Test("TCP with resolution NONE and without addresses takes the whole port")
  func wholePort() throws {
    let service = Fixture.external(
      "cache.example.com", resolution: .originalDestination, ports: [Fixture.port(6379, .redis)])
    let listener = try Required(Decoded(Fixture.mesh([service])).listeners["0.0.0.0_6379"]).value
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|6379||cache.example.com"])
    #expect(listener.defaultFilterChain == nil)
  }

  @Test("TCP that is resolved takes the whole port only where it would be refused otherwise")
  func wholePortOfResolved() throws {
    let service = Fixture.dns("db.example.com", ports: [Fixture.port(5432, .tcp)])
    #expect(try Decoded(Fixture.mesh([service])).listeners["0.0.0.0_5432"] == nil)
    let mesh = Fixture.mesh([service], sidecars: [Fixture.sidecar(isRegistryOnly: true)])
    let listener = try Required(Decoded(mesh).listeners["0.0.0.0_5432"]).value
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|5432||db.example.com"])
  }

  @Test("On a port with HTTP, HTTP gets what no address claims")
  func httpWins() throws {
    let mesh = Fixture.mesh([
      Fixture.external(
        "cache.example.com", resolution: .originalDestination, ports: [Fixture.port(80, .tcp)]),
      Fixture.service("db", addresses: [Self.vip], ports: [Fixture.port(80, .tcp)]),
      Fixture.service("web", ports: [Fixture.port(80, .http)]),
    ])
    let listeners = try Decoded(mesh).listeners
    #expect(listeners["0.0.0.0_80"]?.filterChains.first?.http != nil)
    #expect(
      listeners["10.0.0.10_80"]?.filterChains.first?.tcpCluster
        == "outbound|80||db.default.svc.cluster.local")
  }

  @Test("The proxy's own ports are no service's")
  func ownPorts() throws {
    let service = Fixture.service(
      "own", addresses: [Self.vip],
      ports: [Fixture.port(15001, .http), Fixture.port(15006, .http)])
    let decoded = try Decoded(Fixture.mesh([service]))
    #expect(decoded.listeners.keys.sorted() == ["virtualInbound", "virtualOutbound"])
    #expect(decoded.routes.isEmpty)
  }

  @Test("0.0.0.0 as a service's address is no destination")
  func unspecifiedAddress() throws {
    let any = IPAddress(v4: 0)
    let mesh = Fixture.mesh([
      Fixture.service("a", addresses: [any], ports: [Fixture.port(80, .tcp)]),
      Fixture.service("b", addresses: [any], ports: [Fixture.port(80, .http)]),
    ])
    let listeners = try Decoded(mesh).listeners
    #expect(listeners["0.0.0.0_80"]?.filterChains.first?.http != nil)
  }

  @Test(
    "An Envoy of which nothing is known gets the outbound side of its namespace, and no inbound")
  func plainEnvoy() throws {
    let node = ProxyNode(id: "envoy-1", kind: .plain)
    let service = Fixture.service("web", ports: [Fixture.port(80, .http)])
    let decoded = try Decoded(Fixture.mesh([service]), for: node)
    #expect(decoded.listeners.keys.sorted() == ["0.0.0.0_80", "virtualOutbound"])
    #expect(decoded.domains(of: "80")["web"] != nil)
    #expect(decoded.clusters["InboundPassthroughCluster"] == nil)
  }

  @Test("A gateway gets clusters and assignments only")
  func gateway() throws {
    let node = ProxyNode(id: "router~1.2.3.4~g.default~", kind: .router)
    let service = Fixture.service("web", ports: [Fixture.port(80, .http)])
    let decoded = try Decoded(Fixture.mesh([service]), for: node)
    #expect(decoded.clusters.keys.sorted() == ["outbound|80||web.default.svc.cluster.local"])
    #expect(decoded.assignments.count == 1)
    #expect(decoded.listeners.isEmpty && decoded.routes.isEmpty)
  }
}
