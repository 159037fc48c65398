import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Listeners without interception")
struct BoundListenerTests {
  private static let node = Fixture.node(mode: .none)

  @Test("An HTTP port is a listener on 127.0.0.1")
  func http() throws {
    let service = Fixture.service("web", ports: [Fixture.port(80, .http)])
    let decoded = try Decoded(Fixture.mesh([service]), for: Self.node)
    #expect(decoded.listeners.keys.sorted() == ["127.0.0.1_80"])
    let listener = try Required(decoded.listeners["127.0.0.1_80"]).value
    #expect(listener.address == .tcp("127.0.0.1", port: 80))
    #expect(listener.bindToPort == nil)
    #expect(listener.useOriginalDst == nil)
    #expect(listener.filterChains.first?.http != nil)
    #expect(decoded.routes.keys.sorted() == ["80"])
    #expect(decoded.clusters["PassthroughCluster"] == nil)
  }

  @Test("A TCP port is its service's; of several the client's namespace comes first, then the host")
  func tcp() throws {
    let ports = [Fixture.port(5432, .tcp)]
    let mesh = Fixture.mesh([
      Fixture.service("b", namespace: "own", ports: ports),
      Fixture.service("a", namespace: "other", ports: ports),
      Fixture.service("c", namespace: "own", ports: ports),
    ])
    for (namespace, winner) in [("own", "b.own"), ("third", "a.other")] {
      let node = Fixture.node(namespace: namespace, mode: .none)
      let listener = try Required(Decoded(mesh, for: node).listeners["127.0.0.1_5432"]).value
      #expect(
        listener.filterChains.map(\.tcpCluster) == ["outbound|5432||\(winner).svc.cluster.local"])
      #expect(listener.defaultFilterChain == nil && listener.listenerFilters.isEmpty)
    }
  }

  @Test("HTTP wins over TCP")
  func httpWins() throws {
    let mesh = Fixture.mesh([
      Fixture.service("a", ports: [Fixture.port(80, .tcp)]),
      Fixture.service("b", ports: [Fixture.port(80, .http)]),
    ])
    let listeners = try Decoded(mesh, for: Self.node).listeners
    #expect(listeners["127.0.0.1_80"]?.filterChains.first?.http != nil)
  }

  @Test("One TLS service takes its port, whatever name is asked for")
  func oneTLSService() throws {
    let service = Fixture.dns("www.example.com", ports: [Fixture.port(443, .https)])
    let listener = try Required(
      Decoded(Fixture.mesh([service]), for: Self.node).listeners["127.0.0.1_443"]
    ).value
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|443||www.example.com"])
    #expect(listener.filterChains.first?.filterChainMatch == nil)
    #expect(listener.listenerFilters.isEmpty)
  }

  @Test("Several TLS services share a port by the server's name; the first gets the rest")
  func severalTLSServices() throws {
    let port = Fixture.port(443, .https)
    let mesh = Fixture.mesh([
      Fixture.dns("a.example.com", ports: [port]), Fixture.dns("b.example.com", ports: [port]),
    ])
    let listener = try Required(
      Decoded(mesh, for: Self.node).listeners["127.0.0.1_443"]
    ).value
    #expect(
      listener.filterChains.map(\.filterChainMatch?.serverNames) == [["b.example.com"]])
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|443||b.example.com"])
    #expect(listener.defaultFilterChain?.tcpCluster == "outbound|443||a.example.com")
    #expect(listener.listenerFilters.map(\.name) == ["envoy.filters.listener.tls_inspector"])
  }

  @Test("Virtual IPs need no listeners of their own")
  func virtualIPs() throws {
    let service = Fixture.service(
      "db", addresses: [Fixture.ip(10, 0, 0, 1)], ports: [Fixture.port(5432, .tcp)])
    let decoded = try Decoded(Fixture.mesh([service]), for: Self.node)
    #expect(decoded.listeners.keys.sorted() == ["127.0.0.1_5432"])
  }
}
