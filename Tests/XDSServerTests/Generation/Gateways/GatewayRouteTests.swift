import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Routes of gateways")
struct GatewayRouteTests {
  private static let web = "outbound|80||web.example.com"

  @Test("A host goes where the VirtualService leads that is bound to the Gateway")
  func bound() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "*")),
      rules: [
        Fixture.bound(hosts: ["a.example.com"]),
        Fixture.bound("mesh", hosts: ["b.example.com"], to: ["mesh"]),
        Fixture.bound("other", hosts: ["c.example.com"], to: ["default/other"]),
      ])
    #expect(decoded.domains(of: "http.80") == ["a.example.com": Self.web])
    let routes = try Required(decoded.routes["http.80"]).value
    #expect(routes.virtualHosts.map(\.name) == ["a.example.com:80"])
    // Whichever port a client names.
    #expect(routes.ignorePortInHostMatching && routes.validateClusters == false)
  }

  @Test("Without a host every request is answered with 404")
  func blackHole() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "a.example.com")),
      rules: [Fixture.bound(hosts: ["b.example.com"])])
    let hosts = try Required(decoded.routes["http.80"]).value.virtualHosts
    #expect(hosts == [VirtualHost(name: "blackhole:80", domains: ["*"])])
  }

  @Test(
    "Of a server's host and a rule's the one that says more is routed",
    arguments: [
      (["*"], ["a.example.com"], ["a.example.com"]),
      (
        ["*.example.com"], ["a.example.com", "*.b.example.com"],
        ["*.b.example.com", "a.example.com"]
      ),
      (["a.example.com", "b.example.com"], ["*.example.com"], ["a.example.com", "b.example.com"]),
      (["a.example.com"], ["*"], ["a.example.com"]),
      (["*.example.com"], ["example.com", "*.example.org"], []),
      (["default/a.example.com", "far/b.example.com"], ["*"], ["a.example.com"]),
      (["*"], ["*"], ["*"]),
    ])
  func hosts(server: [String], rule: [String], expected: [String]) throws {
    var served = Fixture.server(80, hosts: "*")
    served.hosts = server.flatMap { Fixture.server(80, hosts: $0).hosts }
    let decoded = try Decoded(
      gateways: Fixture.gateway(served), rules: [Fixture.bound(hosts: rule)])
    let (domains, cluster) = expected.isEmpty ? (["*"], "?") : (expected, Self.web)
    #expect(decoded.domains(of: "http.80").keys.sorted() == domains)
    #expect(decoded.domains(of: "http.80").values.allSatisfy { $0 == cluster })
  }

  @Test("Hosts that are routed alike are one virtual host")
  func grouping() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "*")),
      rules: [
        Fixture.bound(hosts: ["b.example.com", "a.example.com"]),
        Fixture.bound("own", hosts: ["c.example.com"]),
      ])
    #expect(
      decoded.routes["http.80"]?.virtualHosts.map(\.domains) == [
        ["a.example.com", "b.example.com"], ["c.example.com"],
      ])
  }

  @Test("Several rules for one host follow each other, also of several Gateways")
  func merging() throws {
    func rule(_ name: String, _ path: String, to gateways: [String]) -> VirtualService {
      Fixture.virtualService(
        name, hosts: ["a.example.com"], gateways: gateways,
        http: [
          Fixture.rule("", [HTTPMatch(uri: .prefix(path))], to: name), Fixture.rule(to: name),
        ])
    }
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "*")),
      Fixture.gateway(Fixture.server(80, hosts: "*"), name: "second"),
      rules: [
        rule("one", "/1", to: ["default/edge", "default/second"]),
        rule("two", "/2", to: ["default/edge"]), rule("three", "/3", to: ["default/second"]),
      ])
    let host = try Required(decoded.virtualHosts(of: "http.80")["a.example.com:80"]).value
    #expect(
      host.routes.map { $0.match?.pathSpecifier } == [
        .prefix("/1"), .prefix("/2"), .prefix("/3"), .prefix("/"),
      ])
    #expect(
      host.routes.flatMap { Array($0.shares.keys) } == [
        "outbound|80||one", "outbound|80||two", "outbound|80||three", "outbound|80||one",
      ])
  }

  @Test("A match holds at the Gateways that it names, and at the port that clients call")
  func matches() throws {
    func to(_ host: String, _ match: HTTPMatch) -> HTTPRule { Fixture.rule("", [match], to: host) }
    let rule = Fixture.virtualService(
      hosts: ["a.example.com"], gateways: ["default/edge", "mesh"],
      http: [
        to("mesh", HTTPMatch(source: .init(gateways: ["mesh"]))),
        to("labels", HTTPMatch(source: .init(labels: ["app": "web"]))),
        to("port", HTTPMatch(port: 81)),
        to(
          "edge",
          HTTPMatch(port: 80, source: .init(labels: ["app": "web"], gateways: ["default/edge"]))),
        to("late", HTTPMatch()),
      ])
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "*"), Fixture.server(81, hosts: "*")),
      rules: [rule])
    #expect(decoded.domains(of: "http.80") == ["a.example.com": "outbound|80||edge"])
    #expect(decoded.domains(of: "http.81") == ["a.example.com": "outbound|81||port"])
  }

  @Test("A rule is for the gateways of the namespaces to which it is exported")
  func exportTo() throws {
    var rule = Fixture.bound(hosts: ["a.example.com"])
    rule.exportTo = ExportTo(isPublic: false, namespaces: ["near"])
    let mesh = Fixture.mesh(gateways: [Fixture.gateway(Fixture.server(80, hosts: "*"))], [rule])
    let near = try Decoded(mesh, for: Fixture.router(namespace: "near"))
    #expect(near.domains(of: "http.80") == ["a.example.com": Self.web])
    let far = try Decoded(mesh, for: Fixture.router(namespace: "far"))
    #expect(far.domains(of: "http.80") == ["*": "?"])
  }

  @Test("A server that redirects sends every request on to https, those without a rule as well")
  func redirect() throws {
    let tls = Fixture.tls(.passthrough) { $0.redirectsToHTTPS = true }
    let decoded = try Decoded(
      gateways: Fixture.gateway(
        Fixture.server(80, hosts: "a.example.com", "b.example.com", tls: tls),
        Fixture.server(80, hosts: "c.example.com")),
      rules: [Fixture.bound(hosts: ["a.example.com", "c.example.com"])])
    #expect(decoded.listeners["0.0.0.0_80"]?.filterChains.map(\.routes) == ["http.80"])
    let hosts = decoded.virtualHosts(of: "http.80")
    #expect(
      hosts.mapValues(\.requireTls) == [
        "a.example.com:80": .all, "b.example.com:80": .all, "c.example.com:80": .none,
      ])
  }

  @Test("Requests that were encrypted are routed by the servers' own hosts")
  func https() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(
        Fixture.server(443, .https, hosts: "a.example.com", name: "a", tls: Fixture.tls()),
        Fixture.server(443, .https, hosts: "b.example.com", name: "b", tls: Fixture.tls())),
      rules: [Fixture.bound(hosts: ["*.example.com"])])
    let cluster = "outbound|443||web.example.com"
    #expect(decoded.domains(of: "https.443.a.edge.default") == ["a.example.com": cluster])
    #expect(decoded.domains(of: "https.443.b.edge.default") == ["b.example.com": cluster])
  }

  @Test("A destination is the only port of its service; subsets and their clusters are there")
  func destinations() throws {
    let host = "web.default.svc.cluster.local"
    let service = Fixture.service("web", ports: [Fixture.port(9000, .http)])
    let rule = DestinationRule(
      metadata: ObjectMetadata(name: "web"), host: host,
      subsets: ["v1", "v2"].map { DestinationRule.Subset(name: $0, labels: ["version": $0]) })
    let shares = Fixture.forward([("\(host)/v1", 90), ("\(host)/v2", 10)])
    let mesh = Fixture.mesh(
      [service], gateways: [Fixture.gateway(Fixture.server(80, hosts: "*"))],
      [
        Fixture.virtualService(
          hosts: ["a.example.com"], gateways: ["default/edge"], http: [HTTPRule(action: shares)])
      ], destinationRules: [rule])
    let decoded = try Decoded(mesh, for: Fixture.router())
    let route = try Required(decoded.routes["http.80"]?.virtualHosts.first?.routes.first).value
    #expect(
      route.shares == ["outbound|9000|v1|\(host)": 90, "outbound|9000|v2|\(host)": 10])
    #expect(
      decoded.clusters.keys.sorted() == [
        "outbound|9000|v1|\(host)", "outbound|9000|v2|\(host)", "outbound|9000||\(host)",
      ])
  }
}
