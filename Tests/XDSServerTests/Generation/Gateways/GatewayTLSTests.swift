import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("TLS at gateways")
struct GatewayTLSTests {
  private func chains(
    _ servers: [Gateway.Server], rules: [VirtualService] = []
  ) throws -> [FilterChain] {
    var gateway = Fixture.gateway()
    gateway.servers = servers
    let mesh = Fixture.mesh(gateways: [gateway], rules)
    let listener = try Required(
      Decoded(mesh, for: Fixture.router()).listeners["0.0.0.0_443"]
    ).value
    #expect(listener.listenerFilters.map(\.name) == ["envoy.filters.listener.tls_inspector"])
    #expect(Set(listener.filterChains.map(\.name)).count == listener.filterChains.count)
    for chain in listener.filterChains {
      #expect(chain.filterChainMatch?.transportProtocol == "tls")
    }
    return listener.filterChains
  }

  private func tlsRoute(
    _ names: String..., to host: String, match: VirtualService.ConnectionMatch = .init()
  ) -> VirtualService.TLSRoute {
    VirtualService.TLSRoute(
      match: [VirtualService.TLSMatch(sniHosts: names, connection: match)],
      route: [VirtualService.WeightedDestination(Fixture.destination(host))])
  }

  @Test("Servers of HTTPS are told apart by the name that clients say, each with its own routes")
  func names() throws {
    let chains = try chains([
      Fixture.server(
        443, .https, hosts: "b.example.com", "*/a.example.com", name: "one", tls: Fixture.tls()),
      Fixture.server(443, .https, hosts: "*", name: "two", tls: Fixture.tls()),
    ])
    #expect(
      chains.map(\.filterChainMatch?.serverNames) == [["a.example.com", "b.example.com"], []])
    #expect(
      chains.map(\.routes) == ["https.443.one.edge.default", "https.443.two.edge.default"])
  }

  @Test("The files are those of the proxy")
  func files() throws {
    let server = Fixture.server(443, .https, hosts: "*", tls: Fixture.tls())
    let tls = try Required(chains([server])[0].serverTLS).value
    #expect(tls.requireClientCertificate == false)
    let common = try Required(tls.commonTlsContext).value
    #expect(
      common.tlsCertificates == [
        TlsCertificate(
          certificateChain: DataSource(specifier: .filename("/tls/crt")),
          privateKey: DataSource(specifier: .filename("/tls/key")))
      ])
    #expect(common.alpnProtocols == ["h2", "http/1.1"])
    #expect(common.validationContextType == nil && common.tlsParams == nil)
  }

  @Test(
    "Clients must have, or may have, a certificate of one of those names",
    arguments: [
      Gateway.TLS.Mode.mutual, .optionalMutual,
    ])
  func mutual(mode: Gateway.TLS.Mode) throws {
    let tls = Fixture.tls(mode) { $0.subjectAltNames = ["spiffe://mesh/a", "b.example.com"] }
    let server = Fixture.server(443, .https, hosts: "*", tls: tls)
    let context = try Required(chains([server])[0].serverTLS).value
    #expect(context.requireClientCertificate == (mode == .mutual))
    guard case .validationContext(let validation)? = context.commonTlsContext?.validationContextType
    else { throw Missing() }
    #expect(validation.trustedCa == DataSource(specifier: .filename("/tls/ca")))
    #expect(
      validation.matchTypedSubjectAltNames.map(\.sanType) == [.uri, .dns, .ipAddress])
  }

  @Test("Versions and ciphers are limited as said")
  func limits() throws {
    func parameters(_ change: (inout Gateway.TLS) -> Void) throws -> TlsParameters {
      let server = Fixture.server(443, .https, hosts: "*", tls: Fixture.tls(.simple, change))
      return try Required(chains([server])[0].serverTLS?.commonTlsContext?.tlsParams).value
    }
    let limited = try parameters {
      ($0.minVersion, $0.maxVersion) = (.v1_2, .v1_3)
      $0.cipherSuites = ["A", "B", "A"]
    }
    #expect(limited.tlsMinimumProtocolVersion == .tlsv12)
    #expect(limited.tlsMaximumProtocolVersion == .tlsv13)
    #expect(limited.cipherSuites == ["A", "B"])
    let old = try parameters { $0.maxVersion = .v1_1 }
    #expect(old.tlsMinimumProtocolVersion == .tlsv11)
  }

  @Test("TLS that is passed through goes where the tls routes say, if the server has the host")
  func passthrough() throws {
    let server = Fixture.server(
      443, .tls, hosts: "default/*.example.com", tls: Fixture.tls(.passthrough))
    let chains = try chains(
      [server],
      rules: [
        Fixture.virtualService(
          hosts: ["*"], gateways: ["default/edge"],
          tls: [
            tlsRoute("a.example.com", "b.example.com", to: "ab"),
            tlsRoute("a.example.com", to: "late"),
            tlsRoute("other.example.org", to: "other"),
            tlsRoute("c.example.com", to: "port", match: .init(port: 80)),
            tlsRoute("*", to: "rest/v1"),
          ]),
        Fixture.virtualService(
          "foreign", namespace: "far", hosts: ["d.example.com"], gateways: ["default/edge"],
          tls: [tlsRoute("d.example.com", to: "far")]),
        Fixture.virtualService(
          "unbound", hosts: ["e.example.com"], tls: [tlsRoute("e.example.com", to: "mesh")]),
      ])
    var clusters: [String: String?] = [:]
    for chain in chains {
      #expect(chain.serverTLS == nil)
      for name in chain.filterChainMatch?.serverNames ?? [] { clusters[name] = chain.tcpCluster }
    }
    #expect(
      clusters == [
        "a.example.com": "outbound|443||ab", "b.example.com": "outbound|443||ab",
        "*.example.com": "outbound|443|v1|rest",
      ])
  }

  @Test("A name that a server decrypts is not passed through for another")
  func decryptedFirst() throws {
    let chains = try chains(
      [
        Fixture.server(
          443, .https, hosts: "*", name: "through", tls: Fixture.tls(.passthrough)),
        Fixture.server(443, .https, hosts: "a.example.com", name: "ended", tls: Fixture.tls()),
      ],
      rules: [
        Fixture.virtualService(
          hosts: ["*.example.com"], gateways: ["default/edge"],
          tls: [
            tlsRoute("a.example.com", to: "through"), tlsRoute("b.example.com", to: "through"),
          ])
      ])
    #expect(
      chains.map(\.filterChainMatch?.serverNames) == [["a.example.com"], ["b.example.com"]])
    #expect(chains.map(\.tcpCluster) == [nil, "outbound|443||through"])
  }

  @Test("Bytes that were encrypted go where the tcp routes say")
  func terminatedTCP() throws {
    let server = Fixture.server(443, .tls, hosts: "db.example.com", tls: Fixture.tls(.mutual))
    let chains = try chains(
      [server],
      rules: [
        Fixture.virtualService(
          hosts: ["db.example.com"], gateways: ["default/edge"],
          tcp: [.init(route: [.init(Fixture.destination("db"))])])
      ])
    #expect(chains.map(\.tcpCluster) == ["outbound|443||db"])
    #expect(chains[0].filterChainMatch?.serverNames == ["db.example.com"])
    #expect(chains[0].serverTLS?.requireClientCertificate == true)
    #expect(chains[0].serverTLS?.commonTlsContext?.alpnProtocols == [])
  }

  @Test("Bytes go where the first tcp route says; addresses tell connections apart")
  func tcp() throws {
    let block = AddressBlock(base: Fixture.ip(10, 0, 0, 0), prefixLength: 24)
    func route(_ match: [VirtualService.ConnectionMatch], _ host: String) -> VirtualService.TCPRoute
    {
      .init(match: match, route: [.init(Fixture.destination(host))])
    }
    let decoded = try Decoded(
      gateways: Fixture.gateway(Fixture.server(443, .tcp, hosts: "*")),
      rules: [
        Fixture.virtualService(
          hosts: ["db.example.com"], gateways: ["default/edge"],
          tcp: [
            route([.init(port: 1)], "port"), route([.init(source: .init(gateways: ["x/y"]))], "y"),
            route([.init(destinationSubnets: [block])], "near"), route([], "all"),
            route([.init(destinationSubnets: [block])], "late"), route([], "late"),
          ])
      ])
    let listener = try Required(decoded.listeners["0.0.0.0_443"]).value
    #expect(listener.filterChains.map(\.tcpCluster) == ["outbound|443||near", "outbound|443||all"])
    #expect(
      listener.filterChains.map(\.filterChainMatch?.prefixRanges) == [
        [CidrRange(addressPrefix: "10.0.0.0", prefixLen: 24)], nil,
      ])
    #expect(listener.listenerFilters.isEmpty)
  }

  @Test("What takes every connection comes last, whichever VirtualService has it")
  func several() throws {
    let block = AddressBlock(base: Fixture.ip(10, 0, 0, 0), prefixLength: 24)
    func rule(
      _ name: String, _ match: VirtualService.ConnectionMatch
    ) -> VirtualService {
      Fixture.virtualService(
        name, hosts: ["db.example.com"], gateways: ["default/edge"],
        tls: [tlsRoute("*", to: name, match: match)],
        tcp: [.init(match: [match], route: [.init(Fixture.destination(name))])])
    }
    let rules = [
      rule("all", .init()), rule("late", .init()), rule("near", .init(destinationSubnets: [block])),
    ]
    for mode in [Gateway.TLS.Mode.simple, .passthrough] {
      let server = Fixture.server(443, .tls, hosts: "*", tls: Fixture.tls(mode))
      let chains = try chains([server], rules: rules)
      #expect(chains.map(\.tcpCluster) == ["outbound|443||near", "outbound|443||all"])
    }
  }
}
