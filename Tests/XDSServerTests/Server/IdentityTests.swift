import TestCertificates
import Testing
import XDSProto

@testable import XDSServer

@Suite("Who a client may be", .timeLimit(.minutes(2)))
struct IdentityTests {
  @Test(
    "A URI names a workload if it is of the form that Istio writes",
    arguments: [
      ("spiffe://cluster.local/ns/shop/sa/web", "shop", "web"),
      ("spiffe://a.b/ns/n-1/sa/s.2", "n-1", "s.2"),
    ])
  func names(_ uri: String, _ namespace: String, _ account: String) {
    #expect(
      WorkloadIdentity(uri: uri)
        == WorkloadIdentity(namespace: namespace, serviceAccount: account))
  }

  @Test(
    "Everything else names nobody",
    arguments: [
      "", "spiffe://", "spiffe:///ns/shop/sa/web", "spiffe://td/ns/shop/sa/",
      "spiffe://td/ns//sa/web",
      "spiffe://td/ns/shop/sa/web/", "spiffe://td/ns/shop/sa/web/x", "spiffe://td/ns/shop",
      "spiffe://td/sa/shop/ns/web", "spiffe://td/NS/shop/sa/web", "https://td/ns/shop/sa/web",
      "spiffe://td/ns/shop/sa/web?x", "spiffe://td/ns/shop/sa/web#x",
      "spiffe://td/ns/sh%6Fp/sa/web",
      "spiffe://td/ns/shop/sa/web\0", " spiffe://td/ns/shop/sa/web", "spiffe://td/ns/shop/sa/wéb",
    ])
  func nobody(_ uri: String) { #expect(WorkloadIdentity(uri: uri) == nil) }

  @Test(
    "A node may be what its certificate names",
    arguments: [
      (["spiffe://td/ns/shop/sa/web"], "shop", "web", true),
      (["spiffe://other/ns/shop/sa/web"], "shop", "web", true),
      (["https://x", "spiffe://td/ns/a/sa/b", "spiffe://td/ns/shop/sa/web"], "shop", "web", true),
      (["spiffe://td/ns/shop/sa/default"], "shop", "", true),
      (["spiffe://td/ns/shop/sa/web"], "shop", "", false),
      (["spiffe://td/ns/shop/sa/web"], "shop", "api", false),
      (["spiffe://td/ns/shop/sa/web"], "pay", "web", false),
      (["https://x"], "shop", "web", false),
      ([], "shop", "web", false),
    ])
  func match(_ uris: [String], _ namespace: String, _ account: String, _ may: Bool) {
    let node = ProxyNode(
      id: "n", kind: .plain, namespace: namespace, serviceAccount: account)
    #expect((node.refusal(of: .certificate(uris: uris)) == nil) == may)
    #expect(node.refusal(of: .unknown) == nil && node.refusal(of: .anonymous) == nil)
  }

  @Test("A refusal says what the certificate names, what the node claims, and what to do")
  func sentence() {
    let node = ProxyNode(id: "web-1", kind: .plain, namespace: "pay", serviceAccount: "api")
    #expect(
      node.refusal(of: .certificate(uris: ["spiffe://td/ns/shop/sa/web"])) == """
        The client's certificate names spiffe://td/ns/shop/sa/web, and node "web-1" claims \
        namespace pay, service account api. Give it a certificate for \
        spiffe://TRUST-DOMAIN/ns/pay/sa/api, or correct NAMESPACE and SERVICE_ACCOUNT in the \
        node's metadata.
        """)
    #expect(
      node.refusal(of: .certificate(uris: []))?.hasPrefix(
        "The client's certificate has no URI that names a workload, and node \"web-1\" claims")
        == true)
  }

  // MARK: On sockets

  private let authority = TestAuthority()

  private func server(
    mutual: Bool = true, _ log: LogRecorder = LogRecorder()
  ) async throws -> DiscoveryServer {
    let credentials = try TLSCredentials(authority, clientCA: mutual ? authority : nil)
    let server = try DiscoveryServer(
      DiscoveryServer.Configuration(
        address: .anyLoopbackPort,
        tls: TLSListener(address: .anyLoopbackPort, credentials: credentials)),
      logger: log.logger)
    await server.update(
      mesh: Fixture.mesh([DiscoveryServerTests.service("shop")]), cause: "test")
    return server
  }

  private func client(
    _ server: DiscoveryServer, _ uris: [String], id: String = "web-1",
    path: String = DiscoveryMethod.all[0].path, agent: String = "envoy",
    metadata: [String: String] = ["NAMESPACE": "shop", "SERVICE_ACCOUNT": "web"]
  ) throws -> XDSTestClient {
    let node = Node(
      id: id, cluster: "test",
      metadata: ProtoStruct(fields: metadata.mapValues { .string($0) }),
      userAgentName: agent)
    let context = TestTLSContext(
      authority: authority.certificate,
      certificate: authority.issue(.init(uris.map { "URI:\($0)" })))
    return try XDSTestClient(
      #require(server.boundTLSAddress), node: node, path: path, tls: context)
  }

  @Test(
    "A client that its certificate names is served, Envoy or gRPC", arguments: ["envoy", "gRPC"])
  func accepted(_ agent: String) async throws {
    let server = try await server()
    defer { Task { await server.stop() } }
    let client = try client(server, ["spiffe://td/ns/shop/sa/web"], agent: agent)
    try client.ask(.cluster)
    #expect(try client.hear().typeUrl == ResourceType.cluster.typeURL)
    #expect(try server.proxies().map(\.node.namespace) == ["shop"])
  }

  @Test(
    "A client that its certificate does not name is refused on every service and in both variants",
    arguments: DiscoveryMethod.all, ["envoy", "gRPC"])
  func refused(_ method: DiscoveryMethod, _ agent: String) async throws {
    let log = LogRecorder()
    let server = try await server(log)
    defer { Task { await server.stop() } }
    let client = try client(server, ["spiffe://td/ns/pay/sa/web"], path: method.path, agent: agent)
    let request =
      method.variant == .delta
      ? DeltaDiscoveryRequest(node: client.node).encoded()
      : DiscoveryRequest(node: client.node).encoded()
    try client.connection.send(request, on: client.stream)
    let (status, message) = try client.end()
    #expect(status == 7)
    let said =
      "certificate names spiffe://td/ns/pay/sa/web, and node \"web-1\" claims namespace shop"
    #expect(message.contains(said))
    #expect(client.connection.session.streams[client.stream]?.messages.isEmpty == true)
    #expect(log.lines.contains { $0.hasPrefix("warning: ") && $0.contains(said) })
    #expect(try server.proxies().isEmpty)
  }

  @Test("The namespace of the node id counts where the metadata has none, `default` for no account")
  func fallbacks() async throws {
    let server = try await server()
    defer { Task { await server.stop() } }
    let id = "sidecar~10.0.0.1~web-1.shop~d"
    let good = try client(server, ["spiffe://td/ns/shop/sa/default"], id: id, metadata: [:])
    try good.ask(.cluster)
    #expect(try good.hear().typeUrl == ResourceType.cluster.typeURL)
    let bad = try client(server, ["spiffe://td/ns/default/sa/default"], id: id, metadata: [:])
    try bad.ask(.cluster)
    #expect(try bad.end().status == 7)
  }

  @Test("Where clients need no certificate, they may be any node")
  func unchecked() async throws {
    let server = try await server(mutual: false)
    defer { Task { await server.stop() } }
    let client = try client(server, ["spiffe://td/ns/pay/sa/web"])
    try client.ask(.cluster)
    #expect(try client.hear().typeUrl == ResourceType.cluster.typeURL)
  }

  @Test("A health check needs no node")
  func health() async throws {
    let server = try await server()
    defer { Task { await server.stop() } }
    let client = try client(server, [], path: HealthCheck.Method.check.rawValue).connection
    try client.send([], on: 1)
    #expect(try client.message(0, on: 1) == [8, 1])
  }
}
