import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Subsets")
struct SubsetTests {
  private static let subsets = [
    DestinationRule.Subset(name: "v1", labels: ["version": "v1"]),
    DestinationRule.Subset(name: "v2", labels: ["version": "v2"]),
    DestinationRule.Subset(name: "all"),
    DestinationRule.Subset(name: "none", labels: ["version": "v3"]),
  ]
  private static let rule = Fixture.destinationRule(subsets: subsets)

  @Test("A subset has the endpoints with its labels, be they pods or VMs")
  func labels() throws {
    let service = Fixture.shop([
      Fixture.server(1, labels: ["version": "v1", "app": "shop"], kind: .vm),
      Fixture.server(2, labels: ["version": "v1"]),
      Fixture.server(3, labels: ["version": "v2", "app": "shop"], weight: 4),
      Fixture.server(4),
    ])
    for node in [
      Fixture.node(), Fixture.node(mode: .none), ProxyNode(id: "g", kind: .grpc),
      ProxyNode(id: "r", kind: .router),
    ] {
      let decoded = try Decoded(Fixture.mesh([service], rules: [Self.rule]), for: node)
      #expect(try decoded.servers().sockets.count == 4)
      #expect(
        try decoded.servers(subset: "v1").sockets == ["10.1.0.1:8080", "10.1.0.2:8080"])
      #expect(try decoded.servers(90, subset: "v2").sockets == ["10.1.0.3:9090"])
      #expect(try decoded.servers(subset: "v2").endpoints[0].loadBalancingWeight == 4)
      #expect(try decoded.servers(subset: "all").sockets.count == 4)
      #expect(try decoded.servers(subset: "none").endpoints.isEmpty)
      let cluster = try decoded.shop(subset: "v1")
      #expect(cluster.edsClusterConfig?.serviceName == cluster.name)
    }
  }

  @Test("Of a DNS service, a subset has the names with its labels")
  func names() throws {
    var services: [MeshService] = []
    for (host, resolution) in [
      ("strict.example", MeshService.Resolution.dns), ("logical.example", .dnsRoundRobin),
    ] {
      let endpoints = ["v1", "v2"].map { version in
        var endpoint = Fixture.endpoint(.hostname("\(version).example"), ports: [80: 80])
        endpoint.labels = ["version": version]
        return endpoint
      }
      services.append(
        Fixture.external(
          host, resolution: resolution, ports: [Fixture.port(80, .http)], endpoints: endpoints))
    }
    let rule = Fixture.destinationRule(host: "*.example", subsets: Self.subsets)
    let decoded = try Decoded(Fixture.mesh(services, rules: [rule]))
    for host in ["strict.example", "logical.example"] {
      let cluster = try Required(decoded.clusters["outbound|80|v2|\(host)"]).value
      #expect(cluster.loadAssignment?.sockets == ["v2.example:80"])
      #expect(cluster.loadAssignment?.clusterName == cluster.name)
      // Envoy wants a name in a cluster that resolves names.
      let empty = decoded.clusters["outbound|80|none|\(host)"]
      #expect(empty?.clusterDiscoveryType == .type(.eds))
      #expect(decoded.assignments["outbound|80|none|\(host)"]?.endpoints.isEmpty == true)
    }
  }

  @Test("A subset is made by the service and the rules that say it")
  func origins() throws {
    let mesh = Fixture.mesh([Fixture.shop([Fixture.server(1)])], rules: [Self.rule])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let snapshot = generator.snapshot(for: generator.viewKey(for: Fixture.node()))
    let service = ObjectReference(.service, namespace: "default", name: "shop")
    let rule = ObjectReference(.destinationRule, namespace: "default", name: "rule")
    let host = "shop.default.svc.cluster.local"
    for table in [snapshot.clusters, snapshot.endpoints] {
      #expect(Set(table["outbound|80|v1|\(host)"]?.origins ?? []) == [service, rule])
    }
    #expect(Set(snapshot.clusters["outbound|80||\(host)"]?.origins ?? []) == [service, rule])
    #expect(snapshot.endpoints["outbound|80||\(host)"]?.origins == [service])
  }
}
