import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("The way into a workload")
struct InboundTests {
  private static let address = Fixture.ip(10, 1, 0, 1)
  private static let shop = Fixture.service(
    "shop",
    ports: [Fixture.port(80, .http), Fixture.port(9000, .grpc), Fixture.port(3306, .mysql)])

  private static func options(_ cluster: Cluster?) throws -> UpstreamHttpProtocolOptions? {
    let name = UpstreamHttpProtocolOptions.typeName
    guard let any = cluster?.typedExtensionProtocolOptions[name] else { return nil }
    return try UpstreamHttpProtocolOptions(protobuf: any.value)
  }

  @Test("Each port of a service leads to the application on 127.0.0.1, as that port says")
  func redirected() throws {
    let pod = Fixture.pod(
      "client", at: Self.address,
      serving: [
        (Self.shop, Self.shop.ports[0], 8080), (Self.shop, Self.shop.ports[1], 9001),
        (Self.shop, Self.shop.ports[2], 3306),
      ])
    let decoded = try Decoded(Fixture.mesh([Self.shop], workloads: [pod]))
    let listener = try Required(decoded.listeners["virtualInbound"]).value
    #expect(listener.address == .tcp("0.0.0.0", port: 15006))
    #expect(listener.trafficDirection == .inbound)
    #expect(listener.useOriginalDst == nil)
    #expect(listener.listenerFilters.map(\.name) == ["envoy.filters.listener.original_dst"])
    #expect(listener.defaultFilterChain?.tcpCluster == "InboundPassthroughCluster")
    let chains = Dictionary(
      uniqueKeysWithValues: listener.filterChains.map {
        ($0.filterChainMatch?.destinationPort, $0)
      })
    #expect(chains.count == 4)
    #expect(chains[15006]?.tcpCluster == "BlackHoleCluster")
    #expect(chains[3306]?.tcpCluster == "inbound|3306||")
    for port in [8080, 9001] as [UInt32] {
      let manager = try Required(chains[port]?.http).value
      guard case .routeConfig(let routes) = manager.routeSpecifier else { throw Missing() }
      #expect(routes.virtualHosts.map(\.destination) == ["inbound|\(port)||"])
      #expect(routes.virtualHosts.map(\.domains) == [["*"]])
    }
    for port in [3306, 8080, 9001] {
      let cluster = try Required(decoded.clusters["inbound|\(port)||"]).value
      #expect(cluster.clusterDiscoveryType == .type(.static))
      #expect(cluster.loadAssignment?.sockets == ["127.0.0.1:\(port)"])
    }
  }

  @Test("The application is spoken to in the client's version of HTTP, or in the one it asks for")
  func versions() throws {
    let pod = Fixture.pod(
      "client", at: Self.address,
      serving: [
        (Self.shop, Self.shop.ports[0], 8080), (Self.shop, Self.shop.ports[1], 9001),
        (Self.shop, Self.shop.ports[2], 3306),
      ])
    let clusters = try Decoded(Fixture.mesh([Self.shop], workloads: [pod])).clusters
    let asClient = try Self.options(clusters["inbound|8080||"])?.upstreamProtocolOptions
    guard case .useDownstreamProtocolConfig(let both) = asClient else { throw Missing() }
    #expect(both.httpProtocolOptions != nil && both.http2ProtocolOptions != nil)
    let http2 = UpstreamHttpProtocolOptions.ExplicitHttpConfig(
      protocolConfig: .http2ProtocolOptions(Http2ProtocolOptions()))
    #expect(
      try Self.options(clusters["inbound|9001||"])?.upstreamProtocolOptions
        == .explicitHttpConfig(http2))
    #expect(try Self.options(clusters["inbound|3306||"]) == nil)
  }

  @Test("Services that disagree on a shared port get what is true for all of them")
  func disagreement() {
    #expect(InboundPort.Traffic.http.agreement(with: .http2) == .http)
    #expect(InboundPort.Traffic.http2.agreement(with: .http2) == .http2)
    #expect(InboundPort.Traffic.http2.agreement(with: .tcp) == .tcp)
    #expect(InboundPort.Traffic.tcp.agreement(with: .http) == .tcp)
    let pod = Fixture.pod(
      "client", at: Self.address,
      serving: [(Self.shop, Self.shop.ports[0], 80), (Self.shop, Self.shop.ports[1], 80)])
    let ports = InboundPlan.ports(of: [pod])
    #expect(ports.map(\.port) == [80])
    #expect(ports.map(\.traffic) == [.http])
    #expect(ports.first?.services.count == 1)
  }

  @Test("A pod on a shared address is found by its name, a VM by its address alone")
  func whichWorkload() throws {
    let port = Self.shop.ports[2]
    let mine = Fixture.pod("client", at: Self.address, serving: [(Self.shop, port, 1000)])
    let other = Fixture.pod("other", at: Self.address, serving: [(Self.shop, port, 2000)])
    var vm = Fixture.pod("vm", at: Fixture.ip(10, 9, 0, 1), serving: [(Self.shop, port, 3000)])
    vm.kind = .vm
    let mesh = Fixture.mesh([Self.shop], workloads: [mine, other, vm])
    let pod = try Decoded(mesh).clusters
    #expect(pod["inbound|1000||"] != nil && pod["inbound|2000||"] == nil)
    let node = Fixture.node("whatever", at: Fixture.ip(10, 9, 0, 1), namespace: "elsewhere")
    #expect(try Decoded(mesh, for: node).clusters["inbound|3000||"] != nil)
  }

  @Test("Without interception nothing is listened on unless a Sidecar says so")
  func boundWithoutSidecar() throws {
    let pod = Fixture.pod(
      "client", at: Self.address, serving: [(Self.shop, Self.shop.ports[0], 8080)])
    let decoded = try Decoded(
      Fixture.mesh([], workloads: [pod]), for: Fixture.node(mode: .none))
    #expect(decoded.listeners.isEmpty)
    #expect(decoded.clusters.keys.sorted() == ["BlackHoleCluster"])
  }

  private static let ingress = [
    Sidecar.Ingress(port: 7000, portName: "http-web"),
    Sidecar.Ingress(
      port: 7001, portName: "x", protocolName: "GRPC", bind: Fixture.ip(127, 0, 0, 9),
      defaultEndpoint: .ip(Fixture.ip(127, 0, 0, 1), port: 7101)),
    Sidecar.Ingress(
      port: 7002, protocolName: "TCP", defaultEndpoint: .unixSocket("/run/app.sock")),
    Sidecar.Ingress(port: 7003, defaultEndpoint: .ip(IPAddress(v4: 0), port: 7103)),
  ]

  @Test("A Sidecar's ingress is what is listened on without interception")
  func ingressBound() throws {
    let mesh = Fixture.mesh([], sidecars: [Fixture.sidecar(ingress: Self.ingress)])
    let decoded = try Decoded(mesh, for: Fixture.node(mode: .none))
    #expect(
      decoded.listeners.keys.sorted() == [
        "10.1.0.1_7000", "10.1.0.1_7002", "10.1.0.1_7003", "127.0.0.9_7001",
      ])
    let web = try Required(decoded.listeners["10.1.0.1_7000"]).value
    #expect(web.address == .tcp("10.1.0.1", port: 7000))
    #expect(web.trafficDirection == .inbound)
    #expect(web.bindToPort == nil)
    #expect(web.filterChains.first?.http != nil)
    #expect(decoded.listeners["127.0.0.9_7001"]?.filterChains.first?.http != nil)
    #expect(
      decoded.listeners["10.1.0.1_7002"]?.filterChains.first?.tcpCluster == "inbound|7002||")
    let targets = decoded.clusters.mapValues { $0.loadAssignment?.sockets ?? [] }
    #expect(targets["inbound|7000||"] == ["127.0.0.1:7000"])
    #expect(targets["inbound|7001||"] == ["127.0.0.1:7101"])
    #expect(targets["inbound|7002||"] == ["/run/app.sock"])
    #expect(targets["inbound|7003||"] == ["10.1.0.1:7103"])
  }

  @Test("A Sidecar's ingress replaces the services' ports where connections are redirected")
  func ingressRedirected() throws {
    let pod = Fixture.pod(
      "client", at: Self.address, serving: [(Self.shop, Self.shop.ports[0], 8080)])
    let mesh = Fixture.mesh(
      [], workloads: [pod], sidecars: [Fixture.sidecar(ingress: Self.ingress)])
    let listener = try Required(Decoded(mesh).listeners["virtualInbound"]).value
    let ports = listener.filterChains.compactMap(\.filterChainMatch?.destinationPort)
    #expect(ports == [15006, 7000, 7001, 7002, 7003])
  }

  @Test("A listener that would forward to itself is left out")
  func loop() {
    let sidecar = ObjectReference(.sidecar, namespace: "default", name: "s")
    let own = Fixture.ip(127, 0, 0, 1)
    let ports = InboundPlan.ports(
      of: [
        Sidecar.Ingress(port: 7000, bind: own),
        Sidecar.Ingress(port: 7001, defaultEndpoint: .ip(IPAddress(v4: 0), port: 7001)),
        Sidecar.Ingress(port: 7002),
      ], sidecar: sidecar, address: Self.address, isBound: true)
    #expect(ports.map(\.port) == [7002])
  }

  @Test(
    "Where an application's port and the way to a service want one address, the port is worth more")
  func conflict() throws {
    let ingress = Sidecar.Ingress(
      port: 80, portName: "tcp", bind: Fixture.ip(127, 0, 0, 1),
      defaultEndpoint: .ip(Fixture.ip(127, 0, 0, 1), port: 8080))
    let service = Fixture.service("web", ports: [Fixture.port(80, .http)])
    let mesh = Fixture.mesh([service], sidecars: [Fixture.sidecar(ingress: [ingress])])
    let listeners = try Decoded(mesh, for: Fixture.node(mode: .none)).listeners
    #expect(listeners.keys.sorted() == ["127.0.0.1_80"])
    #expect(listeners["127.0.0.1_80"]?.trafficDirection == .inbound)
  }
}
