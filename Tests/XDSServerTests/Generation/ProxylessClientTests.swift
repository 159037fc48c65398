import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Proxyless gRPC clients")
struct ProxylessClientTests {
  private static let node = ProxyNode(id: "client", kind: .grpc)
  private static let name = "shop.default.svc.cluster.local:9000"
  private static let cluster = "outbound|9000||shop.default.svc.cluster.local"

  @Test("A target has a listener without an address, routes for the whole target, and a cluster")
  func target() throws {
    let service = Fixture.service(
      "shop", ports: [Fixture.port(9000, .grpc)],
      endpoints: [Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, 1)), ports: [9000: 9001])])
    let decoded = try Decoded(Fixture.mesh([service]), for: Self.node)
    #expect(decoded.listeners.keys.sorted() == [Self.name])
    let listener = try Required(decoded.listeners[Self.name]).value
    #expect(listener.address == nil && listener.filterChains.isEmpty)
    let any = try Required(listener.apiListener?.apiListener).value
    #expect(any.typeURL == HttpConnectionManager.typeURL)
    let manager = try HttpConnectionManager(protobuf: any.value)
    guard case .rds(let rds) = manager.routeSpecifier else { throw Missing() }
    #expect(rds.routeConfigName == Self.name)
    // gRPC knows these two; `cors` it would refuse.
    #expect(
      manager.httpFilters.map(\.name) == ["envoy.filters.http.fault", "envoy.filters.http.router"])

    #expect(decoded.domains(of: Self.name) == [Self.name: Self.cluster])
    guard case .route(let action) = decoded.routes[Self.name]?.virtualHosts[0].routes[0].action
    else { throw Missing() }
    // gRPC refuses a policy without retries, and knows its own conditions only.
    #expect(action.retryPolicy?.numRetries == 2)
    #expect(action.retryPolicy?.retryOn == "unavailable,cancelled")

    #expect(decoded.clusters.keys.sorted() == [Self.cluster])
    #expect(decoded.clusters[Self.cluster]?.clusterDiscoveryType == .type(.eds))
    #expect(decoded.clusters[Self.cluster]?.lbPolicy == .roundRobin)
    let locality = try Required(decoded.assignments[Self.cluster]?.endpoints.first).value
    // Without either of the two gRPC has no endpoints.
    #expect(locality.locality != nil && locality.loadBalancingWeight == 1)
  }

  @Test("Names are resolved one at a time: gRPC knows no other DNS cluster")
  func dns() throws {
    let mesh = Fixture.mesh([
      Fixture.dns("a.example.com", ports: [Fixture.port(80, .http)]),
      Fixture.external(
        "b.example.com", resolution: .originalDestination, ports: [Fixture.port(80, .grpc)]),
      Fixture.external(
        "*.example.org", resolution: .originalDestination, ports: [Fixture.port(80, .grpc)]),
    ])
    let decoded = try Decoded(mesh, for: Self.node)
    #expect(decoded.clusters.count == 2)
    for host in ["a", "b"] {
      let cluster = decoded.clusters["outbound|80||\(host).example.com"]
      #expect(cluster?.clusterDiscoveryType == .type(.logicalDns))
      #expect(cluster?.loadAssignment?.sockets == ["\(host).example.com:80"])
    }
    #expect(decoded.listeners.keys.sorted() == ["a.example.com:80", "b.example.com:80"])
  }

  @Test("A port on which no HTTP is spoken has no listener")
  func tcp() throws {
    let service = Fixture.service("db", ports: [Fixture.port(5432, .tcp)])
    let decoded = try Decoded(Fixture.mesh([service]), for: Self.node)
    #expect(decoded.listeners.isEmpty && decoded.routes.isEmpty)
  }
}
