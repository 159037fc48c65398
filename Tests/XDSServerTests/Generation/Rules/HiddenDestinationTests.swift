import MeshModel
import Testing

@testable import XDSServer

@Suite("Destinations that a Sidecar hides")
struct HiddenDestinationTests {
  private static let shop = service("shop")
  private static let shopHost = shop.host
  private static let hidden = service("hidden", namespace: "back", last: 11)
  private static let hiddenHost = hidden.host

  private static func service(
    _ name: String, namespace: String = "default", last: UInt32 = 10
  ) -> MeshService {
    Fixture.service(
      name, namespace: namespace, addresses: [Fixture.ip(10, 0, 0, last)],
      ports: [Fixture.port(80, .http), Fixture.port(81, .http), Fixture.port(3306, .mysql)],
      endpoints: [
        Fixture.endpoint(
          .ip(Fixture.ip(10, 1, 0, last)), ports: [80: 8080, 81: 8081, 3306: 3306])
      ])
  }

  /// A mesh of the two whose clients in `default` see the services of `default` alone.
  private static func mesh(
    _ virtualServices: [VirtualService], services: [MeshService] = [shop, hidden],
    shows: [Sidecar.HostPattern] = [.init(namespace: ".", host: "*")],
    rules: [DestinationRule] = []
  ) -> Mesh {
    Fixture.mesh(
      services, sidecars: [Fixture.sidecar(egressHosts: shows)], virtualServices: virtualServices,
      rules: rules)
  }

  private static func rule(
    hosts: [String] = [shopHost], gateways: [String] = ["mesh"],
    exportTo: ExportTo = .everywhere, to destination: VirtualService.Destination
  ) -> VirtualService {
    Fixture.virtualService(
      hosts: hosts, gateways: gateways, exportTo: exportTo,
      http: [HTTPRule(action: .forward([.init(destination)]))])
  }

  /// The clusters of the hidden service that a client is given.
  private func clusters(_ mesh: Mesh, host: String = hiddenHost) throws -> Set<String> {
    let decoded = try Decoded(mesh)
    let names = decoded.clusters.keys.filter { $0.hasSuffix("|\(host)") }
    #expect(names.allSatisfy { decoded.assignments[$0] != nil })
    return Set(names.map { String($0.dropFirst("outbound|".count).dropLast(host.count + 1)) })
  }

  @Test("They have clusters, with their subsets, and neither listeners nor names")
  func clustersOnly() throws {
    let subsets = Fixture.destinationRule(
      host: Self.hiddenHost, subsets: [.init(name: "v1", labels: [:])])
    let mesh = Self.mesh(
      [Self.rule(to: .init(host: Self.hiddenHost, subset: "v1"))], rules: [subsets])
    #expect(
      try clusters(mesh) == ["80|", "80|v1", "81|", "81|v1", "3306|", "3306|v1"])
    let decoded = try Decoded(mesh)
    #expect(decoded.domains(of: "80")[Self.shopHost] == "outbound|80|v1|\(Self.hiddenHost)")
    for port in ["80", "81"] {
      #expect(decoded.domains(of: port).keys.allSatisfy { !$0.hasPrefix("hidden") })
    }
    #expect(decoded.listeners["10.0.0.10_3306"] != nil)
    #expect(decoded.listeners["10.0.0.11_3306"] == nil)
  }

  @Test("Where all destinations name their port, it is those ports alone")
  func ports() throws {
    let one = Self.rule(to: .init(host: Self.hiddenHost, port: 81))
    #expect(try clusters(Self.mesh([one])) == ["81|"])
    var other = Self.rule(hosts: ["else.example.com"], to: .init(host: Self.hiddenHost, port: 80))
    other.metadata = ObjectMetadata(name: "other", namespace: "back")
    #expect(try clusters(Self.mesh([one, other])) == ["81|"])
    let shows = [
      Sidecar.HostPattern(namespace: ".", host: "*"), .init(namespace: "*", host: "*.com"),
    ]
    #expect(try clusters(Self.mesh([one, other], shows: shows)) == ["80|", "81|"])
    #expect(try clusters(Self.mesh([Self.rule(to: .init(host: Self.hiddenHost, port: 9))])) == [])
  }

  static let kinds: [VirtualService] = [
    Fixture.virtualService(
      hosts: [shopHost],
      http: [
        HTTPRule(
          action: Fixture.forward([(shopHost, 0)]),
          mirrors: [.init(.init(host: hiddenHost, port: 80))])
      ]),
    Fixture.virtualService(
      hosts: [shopHost],
      tls: [
        .init(
          match: [.init(sniHosts: ["*"])], route: [.init(.init(host: hiddenHost, port: 80))])
      ]),
    Fixture.virtualService(
      hosts: [shopHost], tcp: [.init(route: [.init(.init(host: hiddenHost, port: 80))])]),
    rule(hosts: ["*.default.svc.cluster.local"], to: .init(host: hiddenHost, port: 80)),
    rule(hosts: ["*"], to: .init(host: hiddenHost, port: 80)),
  ]

  @Test("Mirrors, TLS, TCP and rules for patterns lead there too", arguments: kinds)
  func leads(virtualService: VirtualService) throws {
    #expect(try clusters(Self.mesh([virtualService])) == ["80|"])
  }

  static let others: [VirtualService] = [
    rule(hosts: [hiddenHost], to: .init(host: hiddenHost)),
    rule(gateways: ["default/edge"], to: .init(host: hiddenHost)),
    rule(exportTo: ExportTo(isPublic: false, namespaces: ["back"]), to: .init(host: hiddenHost)),
    rule(to: .init(host: shopHost)),
  ]

  @Test("Rules that do not concern the clients do not", arguments: others)
  func doesNotLead(virtualService: VirtualService) throws {
    #expect(try clusters(Self.mesh([virtualService])) == [])
  }

  @Test("What a hidden service's own rules lead to stays hidden")
  func notFurther() throws {
    let last = Self.service("last", namespace: "back", last: 12)
    var further = Self.rule(hosts: [Self.hiddenHost], to: .init(host: last.host))
    further.metadata.name = "further"
    let mesh = Self.mesh(
      [Self.rule(to: .init(host: Self.hiddenHost, port: 80)), further],
      services: [Self.shop, Self.hidden, last])
    #expect(try clusters(mesh) == ["80|"])
    #expect(try clusters(mesh, host: last.host) == [])
  }

  @Test("What is not exported to the clients stays unknown")
  func notExported() throws {
    var secret = Self.hidden
    secret.exportTo = ExportTo(isPublic: false, namespaces: ["back"])
    let rule = Self.rule(to: .init(host: Self.hiddenHost))
    #expect(try clusters(Self.mesh([rule], services: [Self.shop, secret])) == [])
  }

  @Test("Clients that are led to different ports are given different clusters")
  func notShared() throws {
    let rules = [("default", UInt16(80)), ("else", 81)].map { namespace, port in
      var rule = Self.rule(
        exportTo: ExportTo(isPublic: false, namespaces: [namespace]),
        to: .init(host: Self.hiddenHost, port: port))
      rule.metadata = ObjectMetadata(name: namespace, namespace: namespace)
      return rule
    }
    let shows = [Sidecar.HostPattern(namespace: "default", host: "*")]
    let mesh = Fixture.mesh(
      [Self.shop, Self.hidden],
      sidecars: ["default", "else"].map { Fixture.sidecar(namespace: $0, egressHosts: shows) },
      virtualServices: rules, rules: [])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    for (namespace, port) in [("default", 80), ("else", 81)] {
      let key = generator.viewKey(for: Fixture.node(namespace: namespace))
      let names = try Decoded(generator.snapshot(for: key)).clusters.keys
      #expect(
        names.filter { $0.hasSuffix(Self.hiddenHost) } == ["outbound|\(port)||\(Self.hiddenHost)"])
    }
  }

  @Test("Of a service that the Sidecar shows at some ports, rules lead to the others too")
  func otherPorts() throws {
    let shows = [
      Sidecar.HostPattern(namespace: ".", host: "*"),
      .init(namespace: "back", host: "*", port: 80),
    ]
    let shown = Self.mesh([], shows: shows)
    #expect(try clusters(shown) == ["80|"])
    let decoded = try Decoded(shown)
    #expect(decoded.domains(of: "80")[Self.hiddenHost] == "outbound|80||\(Self.hiddenHost)")
    #expect(decoded.domains(of: "81")[Self.hiddenHost] == nil)
    #expect(decoded.listeners["10.0.0.11_3306"] == nil)
    let led = Self.mesh([Self.rule(to: .init(host: Self.hiddenHost, port: 81))], shows: shows)
    #expect(try clusters(led) == ["80|", "81|"])
    #expect(try Decoded(led).domains(of: "81")[Self.hiddenHost] == nil)
  }

  @Test("Of several namespaces' the one that the Sidecar shows is meant, else as without a Sidecar")
  func namespaces() throws {
    func entry(_ namespace: String, port: UInt16) -> MeshService {
      Fixture.external(
        "x.example", namespace: namespace, resolution: .endpoints,
        ports: [Fixture.port(port, .http)])
    }
    let services = [Self.shop, entry("a", port: 1), entry("b", port: 2)]
    let rule = Self.rule(to: .init(host: "x.example"))
    #expect(try clusters(Self.mesh([rule], services: services), host: "x.example") == ["1|"])
    let shows = [
      Sidecar.HostPattern(namespace: ".", host: "*"), .init(namespace: "b", host: "*"),
    ]
    #expect(
      try clusters(Self.mesh([rule], services: services, shows: shows), host: "x.example")
        == ["2|"])
  }
}
