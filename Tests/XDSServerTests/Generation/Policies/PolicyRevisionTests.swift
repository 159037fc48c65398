import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Rules from revision to revision")
struct PolicyRevisionTests {
  private static let shopHost = "shop.default.svc.cluster.local"
  private static let services =
    [
      Fixture.shop([
        Fixture.server(1, labels: ["version": "v1"], at: "a/x/1"),
        Fixture.server(2, labels: ["version": "v2"], at: "b/x/1"),
      ])
    ]
    + (0..<100).map { number in
      Fixture.service(
        "s\(number)", namespace: number % 2 == 0 ? "default" : "else",
        ports: [Fixture.port(80, .http)],
        endpoints: [
          Fixture.endpoint(.ip(Fixture.ip(10, 2, 0, UInt32(number))), ports: [80: 80])
        ])
    }
  private static let subsets = ["v1", "v2"].map {
    DestinationRule.Subset(name: $0, labels: ["version": $0])
  }

  private static func snapshots(
    _ generator: SnapshotGenerator, _ nodes: [ProxyNode]
  ) -> [Snapshot] {
    nodes.map { generator.snapshot(for: generator.viewKey(for: $0)) }
  }

  private static func changes(_ new: ResourceTable, _ old: ResourceTable) -> [String] {
    new.difference(from: old).changes.map(\.name)
  }

  @Test("A rule that changes has the resources of its service encoded, and no others")
  func oneRule() {
    let nodes = [Fixture.node(), Fixture.node(namespace: "else")]
    var rule = Fixture.destinationRule(
      subsets: Self.subsets, policy: Fixture.policy(connections: 1))
    let before = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [rule]), revision: 1)
    let old = Self.snapshots(before, nodes)
    let count = before.encodingCount
    rule.trafficPolicy = Fixture.policy(connections: 2)
    let after = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [rule]), revision: 2, reusing: before)
    let new = Self.snapshots(after, nodes)
    let clusters = ["", "v1", "v2"].flatMap { subset in
      [80, 90].map { "outbound|\($0)|\(subset)|\(Self.shopHost)" }
    }
    for (old, new) in zip(old, new) {
      #expect(Self.changes(new.clusters, old.clusters) == clusters.sorted())
      for type in [ResourceType.endpoint, .listener, .route] {
        #expect(Self.changes(new[type], old[type]).isEmpty)
      }
    }
    // Six clusters, and for each view the routes of port 80 and the listener of port 90 at most.
    #expect(after.encodingCount - count <= 6 + 2 * 2)
  }

  @Test("A VirtualService that changes makes no cluster and no assignment anew")
  func virtualService() {
    let rule = Fixture.destinationRule(subsets: Self.subsets)
    let nodes = [Fixture.node(), Fixture.node(mode: .none), ProxyNode(id: "g", kind: .grpc)]
    let before = SnapshotGenerator(
      mesh: Fixture.mesh(
        Self.services, virtualServices: [Fixture.tcpRule()], rules: [rule]),
      revision: 1)
    let old = Self.snapshots(before, nodes)
    let changed = Fixture.tcpRule(hosts: [Self.shopHost, "other.example"])
    let after = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, virtualServices: [changed], rules: [rule]), revision: 2,
      reusing: before)
    for (old, new) in zip(old, Self.snapshots(after, nodes)) {
      #expect(new.clusters.isIdentical(to: old.clusters))
      #expect(new.endpoints.isIdentical(to: old.endpoints))
    }
  }

  @Test("A rule for some clients leaves the others what they have")
  func otherClients() {
    let nodes = [Fixture.node(), Fixture.node(namespace: "else")]
    let general = Fixture.destinationRule(policy: Fixture.policy(connections: 1))
    let before = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [general]), revision: 1)
    let old = Self.snapshots(before, nodes)
    let own = Fixture.destinationRule(
      "own", namespace: "else", policy: Fixture.policy(connections: 2))
    let after = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [general, own]), revision: 2, reusing: before)
    let new = Self.snapshots(after, nodes)
    #expect(Self.changes(new[0].clusters, old[0].clusters).isEmpty)
    #expect(Self.changes(new[1].clusters, old[1].clusters).count == 2)
  }

  @Test("Clients for whom the rules come out the same share tables")
  func sharing() {
    let nodes = ["default", "else", "third"].map { Fixture.node(namespace: $0) }
    let rules = [
      Fixture.destinationRule(policy: Fixture.policy(connections: 1)),
      Fixture.destinationRule(
        "own", namespace: "third", policy: Fixture.policy(connections: 2)),
    ]
    let generator = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: rules), revision: 1)
    let snapshots = Self.snapshots(generator, nodes)
    #expect(snapshots[1].endpoints.isIdentical(to: snapshots[0].endpoints))
    let shared = "outbound|80||\(Self.shopHost)"
    #expect(snapshots[1].clusters[shared]?.field === snapshots[0].clusters[shared]?.field)
    #expect(snapshots[2].clusters[shared]?.version != snapshots[0].clusters[shared]?.version)
    let other = "outbound|80||s1.else.svc.cluster.local"
    #expect(snapshots[2].clusters[other]?.field === snapshots[0].clusters[other]?.field)
  }

  @Test("Clients in different places differ in what a rule says of places, and in nothing else")
  func places() {
    let nodes = ["a/x/1", "b/x/1", "b/x/1", "d/x/1", "e/x/1"].map { place in
      var node = Fixture.node()
      node.locality = Fixture.locality(place)
      return node
    }
    let rule = Fixture.destinationRule(
      policy: Fixture.policy(outliers: TrafficPolicy.OutlierDetection()))
    let generator = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [rule]), revision: 1)
    let keys = nodes.map { generator.viewKey(for: $0) }
    #expect(keys[0] != keys[1] && keys[1] == keys[2])
    let snapshots = Self.snapshots(generator, nodes)
    let names = [80, 90].map { "outbound|\($0)||\(Self.shopHost)" }
    #expect(Self.changes(snapshots[1].endpoints, snapshots[0].endpoints) == names)
    #expect(Self.changes(snapshots[4].endpoints, snapshots[3].endpoints).isEmpty)
    for snapshot in snapshots {
      #expect(Self.changes(snapshot.clusters, snapshots[0].clusters).isEmpty)
      #expect(
        snapshot.endpoints["outbound|80||s1.else.svc.cluster.local"]?.field
          === snapshots[0].endpoints["outbound|80||s1.else.svc.cluster.local"]?.field)
    }
    let unruled = SnapshotGenerator(mesh: Fixture.mesh(Self.services), revision: 1)
    #expect(Set(nodes.map { unruled.viewKey(for: $0) }).count == 1)
  }

  @Test("A view depends on those labels of a client for which a rule asks")
  func labels() {
    func node(_ labels: [String: String]) -> ProxyNode {
      var node = Fixture.node()
      node.labels = labels
      return node
    }
    let nodes = [node(["app": "a", "x": "1"]), node(["app": "a", "x": "2"]), node(["app": "b"])]
    let before = SnapshotGenerator(mesh: Fixture.mesh(Self.services), revision: 1)
    #expect(Set(nodes.map { before.viewKey(for: $0) }).count == 1)
    let rule = Fixture.destinationRule(
      policy: Fixture.policy(connections: 1), selector: ["app": "a"])
    let after = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [rule]), revision: 2, reusing: before)
    let keys = nodes.map { after.viewKey(for: $0) }
    #expect(keys[0] == keys[1] && keys[0] != keys[2])
    let source = Fixture.tcpRule(labels: ["x": "1"])
    let both = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, virtualServices: [source], rules: [rule]), revision: 3,
      reusing: after)
    #expect(both.viewKey(for: nodes[0]) != both.viewKey(for: nodes[1]))
    let without = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services), revision: 4, reusing: both)
    #expect(Set(nodes.map { without.viewKey(for: $0) }).count == 1)
  }

  @Test("A rule for a pattern concerns the services that it covers")
  func patterns() {
    let node = [Fixture.node()]
    let before = SnapshotGenerator(mesh: Fixture.mesh(Self.services), revision: 1)
    let old = Self.snapshots(before, node)
    let rule = Fixture.destinationRule(
      host: "*.else.svc.cluster.local", policy: Fixture.policy(connections: 1))
    let after = SnapshotGenerator(
      mesh: Fixture.mesh(Self.services, rules: [rule]), revision: 2, reusing: before)
    let changed = Self.changes(Self.snapshots(after, node)[0].clusters, old[0].clusters)
    #expect(changed.count == 50)
    #expect(changed.allSatisfy { $0.hasSuffix(".else.svc.cluster.local") })
  }
}
