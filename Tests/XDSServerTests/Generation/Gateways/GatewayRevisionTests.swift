import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

@Suite("Gateways from revision to revision")
struct GatewayRevisionTests {
  private static let host = "web.default.svc.cluster.local"

  private static func web(_ endpoints: Int = 1) -> MeshService {
    Fixture.service(
      "web", ports: [Fixture.port(80, .http)],
      endpoints: (0..<endpoints).map {
        Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, UInt32($0))), ports: [80: 80])
      })
  }

  private static func shares(_ first: UInt32, _ second: UInt32) -> VirtualService {
    Fixture.virtualService(
      hosts: ["a.example.com"], gateways: ["default/edge"],
      http: [HTTPRule(action: Fixture.forward([("\(host)/v1", first), ("\(host)/v2", second)]))])
  }

  private static let gateway = Fixture.gateway(
    Fixture.server(80, hosts: "*"), Fixture.server(81, hosts: "*"),
    Fixture.server(443, .https, hosts: "*", tls: Fixture.tls()))

  private static let other = Fixture.gateway(
    Fixture.server(80, hosts: "*"), name: "other", selector: ["other": "1"])

  private func snapshots(
    _ generator: SnapshotGenerator
  ) -> (edge: Snapshot, other: Snapshot, sidecar: Snapshot) {
    func snapshot(_ node: ProxyNode) -> Snapshot {
      generator.snapshot(for: generator.viewKey(for: node))
    }
    return (
      snapshot(Fixture.router()), snapshot(Fixture.router(labels: ["other": "1"])),
      snapshot(Fixture.node())
    )
  }

  @Test("Other weights are other routes of those gateways, and nothing else")
  func weights() {
    func mesh(_ first: UInt32, _ second: UInt32) -> Mesh {
      Fixture.mesh(
        [Self.web()], gateways: [Self.gateway, Self.other],
        [
          Self.shares(first, second),
          Fixture.bound("z", hosts: ["z.example.com"], to: ["default/edge", "default/other"]),
        ])
    }
    let before = SnapshotGenerator(mesh: mesh(100, 0), revision: 1)
    let old = snapshots(before)
    let count = before.encodingCount
    let after = SnapshotGenerator(mesh: mesh(90, 10), revision: 2, reusing: before)
    let new = snapshots(after)
    for type in ResourceType.allCases {
      #expect(new.other[type].isIdentical(to: old.other[type]), "\(type)")
      #expect(new.sidecar[type].isIdentical(to: old.sidecar[type]), "\(type)")
      if type != .route { #expect(new.edge[type].isIdentical(to: old.edge[type]), "\(type)") }
    }
    #expect(
      new.edge.routes.difference(from: old.edge.routes).changes.map(\.name) == [
        "http.80", "http.81", "https.443.https-443.edge.default",
      ])
    // The listeners are looked at again as well, and found to be the same.
    #expect(after.encodingCount <= count + 8)
  }

  @Test("What has nothing to do with the rules of a gateway leaves it as it is")
  func others() {
    func mesh(_ endpoints: Int, _ host: String) -> Mesh {
      Fixture.mesh(
        [Self.web(endpoints)], gateways: [Self.gateway],
        [Self.shares(1, 1), Fixture.bound("mesh", hosts: [host], to: ["mesh"])])
    }
    let before = SnapshotGenerator(mesh: mesh(1, "x.example.com"), revision: 1)
    let old = snapshots(before).edge
    let after = SnapshotGenerator(mesh: mesh(2, "y.example.com"), revision: 2, reusing: before)
    let new = snapshots(after).edge
    #expect(new.listeners.isIdentical(to: old.listeners))
    #expect(new.routes.isIdentical(to: old.routes))
    #expect(!new.endpoints.isIdentical(to: old.endpoints))
  }

  @Test("What a destination is decides on routes")
  func destination() throws {
    var service = Self.web()
    let rules = [Self.shares(1, 1)]
    let before = SnapshotGenerator(
      mesh: Fixture.mesh([service], gateways: [Self.gateway], rules), revision: 1)
    _ = snapshots(before)
    service.ports[0].number = 8000
    let after = SnapshotGenerator(
      mesh: Fixture.mesh([service], gateways: [Self.gateway], rules), revision: 2,
      reusing: before)
    let routes = try Decoded(snapshots(after).edge).routes["http.80"]
    #expect(
      routes?.virtualHosts.first?.routes.first?.shares.keys.sorted() == [
        "outbound|8000|v1|\(Self.host)", "outbound|8000|v2|\(Self.host)",
      ])
    let hash = TrafficPolicy.ConsistentHash(.header("x-user"))
    let rule = DestinationRule(
      metadata: ObjectMetadata(name: "web"), host: Self.host,
      trafficPolicy: TrafficPolicy(
        settings: TrafficPolicy.Settings(
          loadBalancer: TrafficPolicy.LoadBalancer(algorithm: .consistentHash(hash)))))
    let last = SnapshotGenerator(
      mesh: Fixture.mesh([service], gateways: [Self.gateway], rules, destinationRules: [rule]),
      revision: 3, reusing: after)
    let hashed = try Decoded(snapshots(last).edge).routes["http.80"]
    #expect(hashed?.virtualHosts.first?.routes.first?.forwarding?.hashPolicy.isEmpty == false)
  }

  @Test(
    "What a change makes of gateways is what would have been made from nothing",
    arguments: Explored.seeds(6))
  func oracle(seed: UInt64) {
    var changing = ChangingGateways(random: SeededGenerator(seed: seed))
    let nodes = ChangingGateways.labels.flatMap { labels in
      ["default", "far"].map { Fixture.router(labels: labels, namespace: $0) }
    }
    var mesh = changing.mesh
    var generator = SnapshotGenerator(mesh: mesh, revision: 1)
    for revision in UInt64(2)..<30 {
      for node in nodes { _ = generator.snapshot(for: generator.viewKey(for: node)) }
      for _ in 0...changing.number(2) { changing.change() }
      let next = changing.mesh
      generator = SnapshotGenerator(
        mesh: next, revision: revision, reusing: generator,
        difference: MeshDifference(from: mesh, to: next))
      mesh = next
      let fresh = SnapshotGenerator(mesh: mesh, revision: revision)
      for node in nodes {
        let key = generator.viewKey(for: node)
        #expect(key == fresh.viewKey(for: node))
        let (left, right) = (generator.snapshot(for: key), fresh.snapshot(for: key))
        for type in ResourceType.allCases {
          #expect(left[type].resources.map(\.name) == right[type].resources.map(\.name))
          #expect(left[type].resources.map(\.version) == right[type].resources.map(\.version))
          #expect(left[type].resources.map(\.origins) == right[type].resources.map(\.origins))
        }
      }
    }
  }
}

/// Gateways and rules to which something happens again and again.
private struct ChangingGateways {
  static let labels = [["a": "1"], ["b": "1"], ["a": "1", "b": "1"]]
  private static let hosts = ["a.example.com", "b.example.com", "*.example.com", "*"]
  private static let protocols: [Gateway.ServerProtocol] = [.http, .http, .https, .tls, .tcp]

  private var random: SeededGenerator
  private var gateways: [String: Gateway] = [:]
  private var rules: [String: VirtualService] = [:]
  private var services: [String: MeshService] = [:]

  init(random: SeededGenerator) {
    self.random = random
    for _ in 0..<12 { change() }
  }

  var mesh: Mesh {
    Fixture.mesh(
      Array(services.values), gateways: gateways.sorted { $0.key < $1.key }.map(\.value),
      Array(rules.values))
  }

  mutating func number(_ end: Int) -> Int { Int.random(in: 0..<end, using: &random) }

  mutating func change() {
    let name = "n\(number(4))"
    switch number(8) {
    case 0: gateways[name] = nil
    case 1, 2: gateways[name] = gateway(name)
    case 3: rules[name] = nil
    case 4, 5, 6: rules[name] = rule(name)
    default:
      let ports = (0...number(2)).map { Fixture.port(UInt16(80 + $0), .http) }
      services[name] = number(4) == 0 ? nil : Fixture.service(name, ports: ports)
    }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(elements.count)]
  }

  private mutating func gateway(_ name: String) -> Gateway {
    var gateway = Fixture.gateway(name: name, selector: pick([["a": "1"], ["b": "1"], [:]]))
    for place in 0...number(3) {
      let kind = pick(Self.protocols)
      let mode = pick([Gateway.TLS.Mode.passthrough, .simple, .mutual])
      gateway.servers.append(
        Fixture.server(
          UInt16(80 + number(3)), kind, hosts: pick(Self.hosts), name: "port-\(place)",
          tls: kind == .https || kind == .tls ? Fixture.tls(mode) : nil))
    }
    return gateway
  }

  private mutating func rule(_ name: String) -> VirtualService {
    let route = [
      VirtualService.WeightedDestination(.init(host: "n\(number(4)).default.svc.cluster.local"))
    ]
    var rule = Fixture.virtualService(
      name, hosts: [pick(Self.hosts)], gateways: [pick(["default/n0", "default/n1", "mesh"])],
      http: [Fixture.rule(to: route[0].destination.host)],
      tls: [.init(match: [.init(sniHosts: [pick(Self.hosts)])], route: route)],
      tcp: [.init(route: route)])
    if number(4) == 0 { rule.exportTo = ExportTo(isPublic: false, namespaces: ["far"]) }
    return rule
  }
}
