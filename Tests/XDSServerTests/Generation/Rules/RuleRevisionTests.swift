import Testing

@testable import MeshModel
@testable import XDSServer

@Suite("What a change of a VirtualService touches")
struct RuleRevisionTests {
  private static let services: [MeshService] = (0..<300).map { number in
    service(UInt32(number))
  }

  private static func service(_ number: UInt32) -> MeshService {
    let endpoint = Fixture.endpoint(
      .ip(Fixture.ip(10, 1, number / 250, number % 250)), ports: [80: 80])
    return Fixture.service(
      "s\(number)", addresses: [Fixture.ip(10, 9, number / 250, number % 250)],
      ports: [Fixture.port(80, .http), Fixture.port(3306, .mysql)], endpoints: [endpoint])
  }

  private static func rule(
    _ weights: (UInt32, UInt32), hosts: [String] = ["s7.default.svc.cluster.local"]
  ) -> VirtualService {
    Fixture.virtualService(
      hosts: hosts,
      http: [
        HTTPRule(
          action: Fixture.forward([
            ("s7.default.svc.cluster.local/v1", weights.0),
            ("s8.default.svc.cluster.local/v2", weights.1),
          ]))
      ])
  }

  private static func mesh(
    _ rules: [VirtualService], services: [MeshService] = services, sidecars: [Sidecar] = [],
    destinationRules: [DestinationRule] = []
  ) -> Mesh {
    Fixture.mesh(
      services, sidecars: sidecars, virtualServices: rules, rules: destinationRules)
  }

  /// The names of what differs for a client, by type.
  private func differences(_ old: Mesh, _ new: Mesh) -> [ResourceType: [String]] {
    let before = SnapshotGenerator(mesh: old, revision: 1)
    let node = Fixture.node()
    let earlier = before.snapshot(for: before.viewKey(for: node))
    let after = SnapshotGenerator(mesh: new, revision: 2, reusing: before)
    let later = after.snapshot(for: after.viewKey(for: node))
    let fresh = SnapshotGenerator(mesh: new, revision: 2)
    let same = fresh.snapshot(for: fresh.viewKey(for: node))
    var names: [ResourceType: [String]] = [:]
    for type in ResourceType.allCases {
      #expect(later[type].version == same[type].version)
      let changes = later[type].difference(from: earlier[type]).changes.map(\.name)
      if !changes.isEmpty { names[type] = changes }
    }
    return names
  }

  @Test("Other weights change one route configuration, and nothing else")
  func weights() {
    let old = Self.mesh([Self.rule((90, 10))])
    #expect(differences(old, Self.mesh([Self.rule((50, 50))])) == [.route: ["80"]])
    #expect(differences(old, Self.mesh([])) == [.route: ["80"]])
    #expect(differences(Self.mesh([]), old) == [.route: ["80"]])
    #expect(differences(old, old).isEmpty)
  }

  @Test("Only the virtual hosts of its hosts are made anew")
  func encodings() throws {
    let before = SnapshotGenerator(mesh: Self.mesh([Self.rule((90, 10))]), revision: 1)
    let nodes = [Fixture.node(), Fixture.node(namespace: "else"), Fixture.node(mode: .none)]
    for node in nodes { _ = before.snapshot(for: before.viewKey(for: node)) }
    let count = before.encodingCount
    let after = SnapshotGenerator(
      mesh: Self.mesh([Self.rule((50, 50))]), revision: 2, reusing: before,
      difference: MeshDifference(ruleHosts: ["s7.default.svc.cluster.local"]))
    for node in nodes { _ = after.snapshot(for: after.viewKey(for: node)) }
    // One configuration for each view, and the TCP port of the service, which comes out the same.
    #expect(after.encodingCount <= count + 2 * nodes.count)
    let other = "s9.default.svc.cluster.local"
    #expect(
      before.services[host: other].first?.shape === after.services[host: other].first?.shape)
  }

  @Test("What a rule leads to may change what it says: ports, and hashes that are asked for")
  func destinations() {
    let rules = [Self.rule((1, 1))]
    var services = Self.services
    // With one port left it is known which is meant.
    let index = services.firstIndex { $0.host == "s8.default.svc.cluster.local" } ?? 0
    services[index].ports.removeFirst()
    let changes = differences(Self.mesh(rules), Self.mesh(rules, services: services))
    #expect(changes[.route] == ["80"])
    let hash = DestinationRule(
      metadata: ObjectMetadata(name: "hash", namespace: "default"),
      host: "s8.default.svc.cluster.local",
      trafficPolicy: TrafficPolicy(
        settings: .init(loadBalancer: .init(algorithm: .consistentHash(.init(.header("x")))))))
    let hashed = differences(Self.mesh(rules), Self.mesh(rules, destinationRules: [hash]))
    #expect(hashed[.route] == ["80"])
  }

  @Test("A host that only rules name comes and goes with them, and with a service of its own")
  func namedHosts() {
    let named = [Self.rule((1, 0), hosts: ["www.example.com"])]
    let old = Self.mesh(named)
    #expect(differences(Self.mesh([]), old) == [.route: ["80"]])
    let service = Fixture.dns("www.example.com", ports: [Fixture.port(80, .http)])
    let new = Self.mesh(named, services: Self.services + [service])
    #expect(differences(old, new)[.cluster] == ["outbound|80||www.example.com"])
    #expect(differences(new, old)[.cluster] == ["outbound|80||www.example.com"])
    let wild = [Self.rule((1, 0), hosts: ["*.example.com"])]
    #expect(
      differences(
        Self.mesh(wild), Self.mesh(wild, services: Self.services + [service]))[.route] == ["80"])
  }

  @Test("A destination that the Sidecar hides comes and goes with what leads there")
  func hiddenDestinations() {
    let sidecars = [
      Fixture.sidecar(
        egressHosts: [.init(namespace: "*", host: "s7.default.svc.cluster.local")])
    ]
    func mesh(_ rules: [VirtualService], services: [MeshService] = Self.services) -> Mesh {
      Self.mesh(rules, services: services, sidecars: sidecars)
    }
    let led = mesh([Self.rule((1, 1))])
    let names = [
      "outbound|3306||s8.default.svc.cluster.local", "outbound|80||s8.default.svc.cluster.local",
    ]
    #expect(
      differences(mesh([]), led) == [.cluster: names, .endpoint: names, .route: ["80"]])
    #expect(
      differences(led, mesh([])) == [.cluster: names, .endpoint: names, .route: ["80"]])
    #expect(differences(led, mesh([Self.rule((2, 1))])) == [.route: ["80"]])
    // Of the hidden ones nobody is told anything but of those that are led to.
    var services = Self.services
    for index in services.indices { services[index].endpoints[0].health = .draining }
    let own = ["outbound|80||s7.default.svc.cluster.local", names[1]]
    #expect(differences(led, mesh([Self.rule((1, 1))], services: services)) == [.endpoint: own])
    services = Self.services.filter { $0.host != "s8.default.svc.cluster.local" }
    #expect(
      differences(led, mesh([Self.rule((1, 1))], services: services))
        == [.cluster: names, .endpoint: names])
  }
}
