import Testing

@testable import MeshModel

@Suite("Servers of several Gateways on one proxy")
struct GatewayServersTests {
  private func server(
    _ port: UInt16, _ kind: Gateway.ServerProtocol = .http, _ host: String = "*",
    bind: IPAddress? = nil
  ) -> Gateway.Server {
    let isTLS = kind == .https || kind == .tls
    return Gateway.Server(
      port: Gateway.Port(number: port, name: "p", protocolKind: kind), bind: bind,
      hosts: [Gateway.Host(host: host)], tls: isTLS ? Gateway.TLS() : nil)
  }

  private func gateway(_ name: String, _ servers: Gateway.Server...) -> Gateway {
    Gateway(metadata: ObjectMetadata(name: name), servers: servers)
  }

  /// What is listened on: `BIND_PORT: GATEWAY/INDEX …`.
  private func listeners(_ servers: GatewayServers) -> [String] {
    servers.listeners.map { listener in
      let names = listener.servers.map { "\($0.gateway.metadata.name)/\($0.index)" }
      let address = listener.bind.map { "\($0)" } ?? "*"
      return "\(address)_\(listener.port): " + names.joined(separator: " ")
    }
  }

  @Test("Those of HTTP share a port, and those of TLS for other hosts")
  func sharing() {
    let servers = GatewayServers([
      gateway("a", server(443, .https, "a.example"), server(80), server(81, .grpc)),
      gateway("b", server(443, .tls, "b.example"), server(80, .http2, "b.example")),
    ])
    #expect(listeners(servers) == ["*_80: a/1 b/1", "*_81: a/2", "*_443: a/0 b/0"])
    #expect(servers.losers == [])
  }

  @Test("The first of those that exclude each other is served")
  func losers() {
    let servers = GatewayServers([
      gateway("a", server(80), server(443, .https, "a.example"), server(5432, .tcp)),
      gateway("b", server(80, .https, "b.example"), server(443, .tls, "a.example")),
      gateway("c", server(5432, .tcp), server(443, .tcp)),
    ])
    #expect(listeners(servers) == ["*_80: a/0", "*_443: a/1", "*_5432: a/2"])
    #expect(
      servers.losers.map { "\($0.entry.gateway.metadata.name)/\($0.entry.index) \($0.reason)" } == [
        "b/0 traffic", "b/1 host(\"a.example\")", "c/0 port", "c/1 traffic",
      ])
    #expect(servers.losers.allSatisfy { $0.rival.gateway.metadata.name == "a" })
  }

  @Test("An address has ports of its own")
  func bind() {
    let address = IPAddress(v4: 0x7F00_0001)
    let servers = GatewayServers([
      gateway("a", server(80, bind: address), server(80), server(443, .tcp, bind: address))
    ])
    #expect(
      listeners(servers) == ["*_80: a/1", "127.0.0.1_80: a/0", "127.0.0.1_443: a/2"])
  }

  @Test("Where a Service has target ports, those are listened on instead")
  func targetPorts() {
    let servers = GatewayServers(
      [gateway("a", server(80), server(443, .tcp), server(8080))],
      targetPorts: [80: [8080, 8081]])
    #expect(listeners(servers) == ["*_443: a/1", "*_8080: a/0 a/2", "*_8081: a/0"])
  }

  @Test(
    "Of two hosts that have names in common the one that says more counts",
    arguments: [
      ("*", "a.example", "a.example"), ("*.example", "a.example", "a.example"),
      ("a.example", "*.example", "a.example"), ("a.example", "*", "a.example"),
      ("*.example", "example", nil), ("a.example", "b.example", nil),
      ("*.a.example", "*.example", "*.a.example"),
    ])
  func hosts(server host: String, rule: String, common: String?) {
    let rule = VirtualService(metadata: ObjectMetadata(name: "v"), hosts: [rule])
    #expect(server(80, .http, host).hosts(servedOf: rule) == [common].compactMap { $0 })
    var limited = server(80, .http, host)
    limited.hosts[0].namespace = "other"
    #expect(limited.hosts(servedOf: rule) == [])
  }
}
