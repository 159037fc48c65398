import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Listeners of gateways")
struct GatewayListenerTests {
  @Test("A server of HTTP is listened on at all addresses, and its requests are routed by RDS")
  func http() throws {
    let decoded = try Decoded(gateways: Fixture.gateway(Fixture.server(8080, hosts: "*")))
    #expect(Array(decoded.listeners.keys) == ["0.0.0.0_8080"])
    let listener = try Required(decoded.listeners["0.0.0.0_8080"]).value
    #expect(listener.address == .tcp("0.0.0.0", port: 8080))
    #expect(listener.bindToPort == nil && listener.trafficDirection == .outbound)
    #expect(listener.listenerFilters.isEmpty && listener.filterChains.count == 1)
    let chain = listener.filterChains[0]
    #expect(chain.filterChainMatch == nil && chain.transportSocket == nil)
    #expect(chain.routes == "http.8080")
    let manager = try Required(chain.http).value
    #expect(manager.useRemoteAddress == true && manager.normalizePath == true)
    #expect(manager.forwardClientCertDetails == .sanitizeSet)
    #expect(
      manager.httpFilters.map(\.name)
        == HttpConnectionManager.common(
          statPrefix: "", routes: .routeConfig(RouteConfiguration())
        ).httpFilters.map(\.name))
    #expect(decoded.routes.count == 1 && decoded.clusters.isEmpty)
  }

  @Test("A Gateway is for the proxies, in any namespace, whose labels its selector selects")
  func selector() throws {
    let gateway = Fixture.gateway(
      Fixture.server(8080, hosts: "*"), selector: ["istio": "ingressgateway", "tier": "a"])
    func listeners(_ node: ProxyNode) throws -> [String] {
      Array(try Decoded(Fixture.mesh(gateways: [gateway]), for: node).listeners.keys)
    }
    let labels = ["istio": "ingressgateway", "tier": "a", "other": "x"]
    #expect(try listeners(Fixture.router(labels: labels, namespace: "far")) == ["0.0.0.0_8080"])
    #expect(try listeners(Fixture.router(labels: ["istio": "ingressgateway"])).isEmpty)
    #expect(try listeners(Fixture.router(labels: [:])).isEmpty)
    var sidecar = Fixture.node()
    sidecar.labels = labels
    #expect(try !listeners(sidecar).contains("0.0.0.0_8080"))
    var all = gateway
    all.selector = [:]
    #expect(
      try Decoded(Fixture.mesh(gateways: [all]), for: Fixture.router(labels: [:]))
        .listeners.count == 1)
  }

  @Test("A proxy that says no labels has those of its pod")
  func podLabels() throws {
    var pod = Fixture.pod("edge", at: Fixture.ip(10, 1, 0, 99))
    pod.labels = ["istio": "ingressgateway"]
    let mesh = Fixture.mesh(
      gateways: [Fixture.gateway(Fixture.server(8080, hosts: "*"))], workloads: [pod])
    #expect(try Decoded(mesh, for: Fixture.router(labels: [:])).listeners.count == 1)
  }

  @Test("Proxies that serve the same share a view, whatever else their labels say")
  func views() {
    let mesh = Fixture.mesh(gateways: [
      Fixture.gateway(Fixture.server(80, hosts: "*"), name: "a", selector: ["a": "1"]),
      Fixture.gateway(Fixture.server(81, hosts: "*"), name: "b", selector: ["b": "1"]),
    ])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    func key(_ labels: [String: String]) -> ViewKey {
      generator.viewKey(for: Fixture.router(labels: labels))
    }
    #expect(key(["a": "1"]) == key(["a": "1", "pod": "x"]))
    #expect(key(["a": "1"]) != key(["b": "1"]) && key(["a": "1"]) != key(["a": "1", "b": "1"]))
    #expect(key([:]) == key(["a": "2"]))
  }

  @Test("Servers of HTTP share a port; one at an address of its own has its own listener")
  func sharing() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(
        Fixture.server(80, hosts: "a.example.com"), Fixture.server(80, .grpc, hosts: "*"),
        Fixture.server(80, hosts: "*", bind: Fixture.ip(10, 0, 0, 1))),
      Fixture.gateway(Fixture.server(80, .http2, hosts: "b.example.com"), name: "other"))
    #expect(decoded.listeners.keys.sorted() == ["0.0.0.0_80", "10.0.0.1_80"])
    #expect(decoded.routes.keys.sorted() == ["http.80", "http.80.10.0.0.1"])
    #expect(decoded.listeners["0.0.0.0_80"]?.filterChains.count == 1)
  }

  @Test("Of servers that cannot share a port the first is served")
  func conflict() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(80, hosts: "*"), name: "a"),
      Fixture.gateway(Fixture.server(80, .https, hosts: "*", tls: Fixture.tls()), name: "b"))
    #expect(decoded.listeners["0.0.0.0_80"]?.filterChains.map(\.routes) == ["http.80"])
    #expect(decoded.routes.keys.sorted() == ["http.80"])
  }

  @Test("Where the Service of the gateway has a target port, that is listened on")
  func targetPort() throws {
    let service = Fixture.service("edge", ports: [Fixture.port(80, .http)])
    let pod = Fixture.pod(
      "edge", at: Fixture.ip(10, 1, 0, 99), serving: [(service, service.ports[0], 8080)])
    let mesh = Fixture.mesh(
      [service],
      gateways: [Fixture.gateway(Fixture.server(80, hosts: "*"), Fixture.server(90, hosts: "*"))],
      [Fixture.bound(hosts: ["a.example.com"])], workloads: [pod])
    let decoded = try Decoded(mesh, for: Fixture.router())
    #expect(decoded.listeners.keys.sorted() == ["0.0.0.0_8080", "0.0.0.0_90"])
    #expect(decoded.listeners["0.0.0.0_8080"]?.filterChains.map(\.routes) == ["http.8080"])
    // Clients call port 80.
    #expect(decoded.virtualHosts(of: "http.8080").keys.sorted() == ["a.example.com:80"])
  }

  @Test("Nothing is listened on where no VirtualService says where bytes go")
  func withoutRoutes() throws {
    let decoded = try Decoded(
      gateways: Fixture.gateway(
        Fixture.server(5432, .tcp, hosts: "*"),
        Fixture.server(443, .tls, hosts: "*", tls: Fixture.tls(.passthrough))))
    #expect(decoded.listeners.isEmpty && decoded.routes.isEmpty)
  }
}
