import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

/// What ends a stream, what a person is told about one, and what does not end it.
@Suite("The end of a stream, and its log", .timeLimit(.minutes(2)))
struct StreamEndTests {
  private static func server(_ log: LogRecorder = LogRecorder()) async throws -> DiscoveryServer {
    let server = try DiscoveryServer.forTest(log.logger)
    await server.update(
      mesh: Fixture.mesh([DiscoveryServerTests.service("shop")]), cause: "test")
    return server
  }

  @Test("A message that is not protobuf ends the stream and says what is wrong, and where")
  func malformed() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.connection.send([0x0a, 0x7f, 0x41], on: client.stream)
    let end = try client.end()
    #expect(end.status == 3)
    #expect(end.message.contains("3 bytes"))
    #expect(end.message.contains("the message ends in the middle of a field, at byte 1."))
  }

  @Test("A malformed message ends its own stream only")
  func malformedLater() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let bad = try XDSTestClient(server.boundAddress, id: "bad")
    let good = try XDSTestClient(server.boundAddress, id: "good")
    try bad.ask(.cluster)
    _ = try bad.hear()
    try good.ask(.cluster)
    _ = try good.hearAndAccept(.cluster)
    try bad.connection.send([0xff, 0xff], on: bad.stream)
    #expect(try bad.end().status == 3)
    try good.hearNothing()
    try await waitUntil("one is left") { try server.proxies().map(\.node.id) == ["good"] }
  }

  @Test("A first request without a node id, or with one that makes no sense, is refused")
  func badNodes() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    for id in ["", "sidecar~10.0.0.1~a.b", "sidecar~10.0.0~a.b~c", "sidecar~10.0.0.1~a~c"] {
      let client = try XDSTestClient(server.boundAddress, id: id)
      try client.ask(.cluster)
      let end = try client.end()
      #expect(end.status == 3)
      #expect(end.message.contains("sidecar~10.0.0.7~shop-1.default~default.svc.cluster.local"))
    }
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(DiscoveryRequest(typeUrl: ResourceType.cluster.typeURL))
    #expect(try client.end().status == 3)
    #expect(try server.proxies().isEmpty)
  }

  @Test("A second node id on a stream is refused")
  func secondNode() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(server.boundAddress, id: "one")
    try client.ask(.cluster)
    _ = try client.hearAndAccept(.cluster)
    try client.ask(DiscoveryRequest(node: Node(id: "two"), typeUrl: ResourceType.listener.typeURL))
    let end = try client.end()
    #expect(end.status == 3)
    #expect(end.message.contains("\"one\"") && end.message.contains("\"two\""))
  }

  @Test("A stream that asks for too many names ends with RESOURCE_EXHAUSTED and a sentence")
  func tooManyNames() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.endpoint, (0..<200_001).map { "n\($0)" })
    let end = try client.end()
    #expect(end.status == 8)
    #expect(end.message.contains("more than 200000 names"))
    #expect(try server.proxies().isEmpty)
  }

  @Test("A node that says more of itself than is kept is refused")
  func longNode() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let long = String(repeating: "x", count: 70_000)
    for node in [Node(id: long), Node(id: "any", locality: XDSProto.Locality(region: long))] {
      let client = try XDSTestClient(server.boundAddress, node: node)
      try client.ask(.cluster)
      let end = try client.end()
      #expect(end.status == 3)
      #expect(end.message.contains("more than 65536 are not kept"))
    }
  }

  @Test("A method that is not served is refused with a sentence that says which one is")
  func otherMethods() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    for path in [
      "/envoy.service.discovery.v2.AggregatedDiscoveryService/StreamAggregatedResources", "/x",
    ] {
      let client = try XDSTestClient(server.boundAddress, node: Node(id: "any"), path: path)
      let end = try client.end()
      #expect(end.status == 12)
      #expect(end.message.contains("StreamAggregatedResources"))
    }
  }

  @Test("A client that closes its side has the stream end with OK")
  func clientFinishes() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.cluster)
    _ = try client.hear()
    try client.connection.finish(client.stream)
    #expect(try client.end().status == 0)
    try await waitUntil("nobody is left") { try server.proxies().isEmpty }
  }

  @Test("A NACK is logged with node, resource, words and the object to blame, on one line")
  func refusal() async throws {
    let log = LogRecorder()
    let server = try await Self.server(log)
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.cluster)
    let response = try client.hear()
    try client.ask(
      .cluster, answering: response,
      error: "Error adding/updating cluster(s) \(DiscoveryServerTests.shop): no\nFATAL: faked\n")
    try client.hearNothing()
    let warnings = log.lines.filter { $0.hasPrefix("warning") }
    #expect(warnings.count == 1)
    let line = try #require(warnings.first)
    #expect(line.contains("Node any has refused version \(response.versionInfo)"))
    #expect(line.contains("namely \(DiscoveryServerTests.shop), made from "))
    #expect(line.contains("shop"))
    #expect(line.contains("no FATAL: faked (code 3)"))
    #expect(!line.contains("\n"))
    let status = try #require(try server.proxies().first?.types[.cluster])
    #expect(status.sent?.hexadecimal == response.versionInfo)
    #expect(status.accepted == nil)
    #expect(status.refusal?.resources == [DiscoveryServerTests.shop])
  }

  @Test("Opening and the end of a stream are logged, and what a client says stays on one line")
  func lines() async throws {
    let log = LogRecorder()
    let server = try await Self.server(log)
    let client = try XDSTestClient(server.boundAddress, id: "evil\ninfo: all is well")
    try client.ask(.cluster)
    _ = try client.hear()
    await server.stop()
    #expect(log.lines.contains { $0.hasPrefix("info: Node evil info: all is well has opened") })
    #expect(log.lines.contains { $0.contains("The stream of node evil info: all is well") })
    #expect(log.lines.allSatisfy { !$0.contains("\n") })
  }

  @Test("A server that stops ends its streams with UNAVAILABLE, and has no clients afterwards")
  func stop() async throws {
    let server = try await Self.server()
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.cluster)
    _ = try client.hearAndAccept(.cluster)
    async let stopped: Void = server.stop()
    // Before this thread blocks: the task above may have no other one to begin on.
    while !(try server.proxies().isEmpty) { try await Task.sleep(for: .milliseconds(2)) }
    #expect(try client.end().status == 14)
    try client.connection.waitForClose()
    await stopped
    #expect(try server.proxies().isEmpty)
    await server.update(mesh: Fixture.mesh([]), cause: "nobody is there")
    #expect(throws: TestClient.Problem.self) {
      _ = try TestClient(server.boundAddress)
    }
  }
}
