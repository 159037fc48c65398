import EnvoyAPI
import Platform
import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

/// The whole server on sockets of 127.0.0.1.
@Suite("The xDS server over a socket", .timeLimit(.minutes(2)))
struct DiscoveryServerTests {
  /// A service on port 80 with so many endpoints.
  static func service(_ name: String, endpoints count: UInt32 = 1) -> MeshService {
    Fixture.service(
      name, addresses: [Fixture.ip(10, 0, 0, 1)], ports: [Fixture.port(80, .http)],
      endpoints: (0..<count).map {
        Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, $0 + 1)), ports: [80: 8080])
      })
  }

  static let shop = "outbound|80||shop.default.svc.cluster.local"
  static let pay = "outbound|80||pay.default.svc.cluster.local"

  @Test("A client gets everything, and then what changes")
  func conversation() async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    await server.update(mesh: Fixture.mesh([Self.service("shop")]), cause: "test")
    let client = try XDSTestClient(server.boundAddress, id: "sidecar~10.9.9.9~c.default~d")

    try client.ask(.cluster)
    let clusters = try client.hearAndAccept(.cluster)
    #expect(try clusters.names.contains(Self.shop))
    #expect(clusters.controlPlane?.identifier == "causeway")
    try client.ask(.endpoint, [Self.shop])
    let endpoints = try client.hearAndAccept(.endpoint, [Self.shop])
    #expect(try endpoints.names == [Self.shop])
    try client.ask(.listener)
    let listeners = try client.hearAndAccept(.listener)
    #expect(try listeners.names.contains("virtualOutbound"))
    try client.ask(.route, ["80"])
    let routes = try client.hearAndAccept(.route, ["80"])
    #expect(try routes.names == ["80"])
    try client.hearNothing()

    // The same mesh again is no news, and a new endpoint is one.
    await server.update(mesh: Fixture.mesh([Self.service("shop")]), cause: "test")
    try client.hearNothing()
    await server.update(
      mesh: Fixture.mesh([Self.service("shop", endpoints: 2)]), cause: "test")
    let more = try client.hearAndAccept(.endpoint, [Self.shop])
    let assignment = try ClusterLoadAssignment(protobuf: more.resources[0].value)
    #expect(assignment.endpoints.flatMap(\.lbEndpoints).count == 2)
    try client.hearNothing()

    // A new service comes as cluster, then route; its endpoints are sent when asked for.
    await server.update(
      mesh: Fixture.mesh([Self.service("shop", endpoints: 2), Self.service("pay")]),
      cause: "test")
    #expect(try client.hearAndAccept(.cluster).names.contains(Self.pay))
    try client.ask(.endpoint, [Self.shop, Self.pay], answering: more)
    #expect(try client.hearAndAccept(.route, ["80"]).names == ["80"])
    #expect(try client.hearAndAccept(.endpoint, [Self.shop, Self.pay]).names == [Self.pay])
    try client.hearNothing()
  }

  @Test("Another implementation of protobuf reads what is sent")
  func oracle() async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    let generator = await server.update(
      mesh: Fixture.mesh([Self.service("shop")]), cause: "test")
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.cluster)
    let bytes = try client.connection.message(0, on: client.stream)
    let message = try EnvoyMessage(
      typeName: "envoy.service.discovery.v3.DiscoveryResponse", bytes: bytes)
    let json = message.json()
    let snapshot = generator.snapshot(
      for: generator.viewKey(for: ProxyNode(id: "any", kind: .plain)))
    #expect(json.contains("\"versionInfo\": \"\(snapshot.clusters.version)\""))
    #expect(json.contains("\"nonce\": \"1\""))
    #expect(json.contains("\"name\": \"\(Self.shop)\""))
  }

  @Test("Before the server has a mesh, nothing is answered")
  func waitsForMesh() async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    #expect(server.generator == nil)
    let client = try XDSTestClient(server.boundAddress, id: "early")
    try client.ask(.cluster)
    try client.ask(.listener)
    try await waitUntil("the client is connected") { try server.proxies().count == 1 }
    #expect(try server.proxies().first?.revision == nil)
    #expect(client.connection.session.streams[client.stream]?.messages.isEmpty == true)
    await server.update(mesh: Fixture.mesh([Self.service("shop")]), cause: "test")
    #expect(try client.hear().typeUrl == ResourceType.cluster.typeURL)
    #expect(try client.hear().typeUrl == ResourceType.listener.typeURL)
  }

  @Test("Clients of different views are each sent their own")
  func views() async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    var hidden = Self.service("pay")
    hidden.namespace = "secret"
    hidden.host = "pay.secret.svc.cluster.local"
    hidden.exportTo = ExportTo(isPublic: false, namespaces: ["secret"])
    await server.update(mesh: Fixture.mesh([Self.service("shop"), hidden]), cause: "test")
    let clients = try (0..<12).map { index in
      try XDSTestClient(
        server.boundAddress,
        id: "sidecar~10.9.0.\(index)~c\(index).\(index % 2 == 0 ? "default" : "secret")~d")
    }
    for client in clients { try client.ask(.cluster) }
    for (index, client) in clients.enumerated() {
      let names = try client.hearAndAccept(.cluster).names
      #expect(names.contains("outbound|80||pay.secret.svc.cluster.local") == (index % 2 == 1))
      #expect(names.contains(Self.shop))
    }
    // A change that some do not see is not sent to those.
    hidden.ports.append(Fixture.port(81, .tcp))
    await server.update(mesh: Fixture.mesh([Self.service("shop"), hidden]), cause: "test")
    for (index, client) in clients.enumerated() {
      if index % 2 == 1 { _ = try client.hearAndAccept(.cluster) }
      try client.hearNothing()
    }
    #expect(try server.proxies().map(\.node.id) == clients.map(\.node.id).sorted())
  }

  @Test("Many clients are all brought up to date")
  func manyClients() async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    await server.update(mesh: Fixture.mesh([Self.service("shop")]), cause: "test")
    let clients = try (0..<100).map { try XDSTestClient(server.boundAddress, id: "node-\($0)") }
    for client in clients { try client.ask(.endpoint, [Self.shop]) }
    for client in clients { _ = try client.hearAndAccept(.endpoint, [Self.shop]) }
    for count in 2...5 {
      await server.update(
        mesh: Fixture.mesh([Self.service("shop", endpoints: UInt32(count))]), cause: "test")
    }
    for client in clients {
      var last = 0
      while last < 5 {
        let response = try client.hearAndAccept(.endpoint, [Self.shop])
        let assignment = try ClusterLoadAssignment(protobuf: response.resources[0].value)
        last = assignment.endpoints.flatMap(\.lbEndpoints).count
      }
    }
  }
}

/// Waits until a condition holds, and throws if it does not within 20 seconds.
func waitUntil(_ what: String, _ condition: () async throws -> Bool) async throws {
  let end = Moment.now + .seconds(20)
  while try await !condition() {
    guard Moment.now < end else {
      throw TestClient.Problem(description: "It did not come to pass that \(what).")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
