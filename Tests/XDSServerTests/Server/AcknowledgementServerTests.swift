import Platform
import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

@Suite("Who has acknowledged what, over a socket", .timeLimit(.minutes(2)))
struct AcknowledgementServerTests {
  private typealias Service = DiscoveryServerTests

  /// A server of one service, and a client of its endpoints that has caught up.
  private static func settled(
    loops: Int = 2
  ) async throws -> (DiscoveryServer, XDSTestClient) {
    let server = try DiscoveryServer.forTest(loops: loops)
    await server.update(mesh: Fixture.mesh([Service.service("shop")]), cause: "test")
    let client = try XDSTestClient(
      server.boundAddress, id: "eds-1",
      path: "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints")
    try client.ask(.endpoint, [Service.shop])
    _ = try client.hearAndAccept(.endpoint, [Service.shop])
    try await waitUntil("it has caught up") { server.isComplete(1) }
    return (server, client)
  }

  @Test("A revision is complete when the last client has accepted it, not before")
  func withheld() async throws {
    let (server, client) = try await Self.settled()
    defer { Task { await server.stop() } }
    let start = Moment.now
    await server.update(
      mesh: Fixture.mesh([Service.service("shop", endpoints: 2)]), cause: "changed: shop",
      seenAt: start)
    let response = try client.hear()
    try await waitUntil("the push is counted") { server.found(2)?.types.isEmpty == false }
    let push = try #require(server.found(2))
    #expect(push.cause == "changed: shop" && push.names == [Service.shop])
    #expect(push.proxies == 1 && push.pending == 1 && !push.isComplete)
    #expect(push.types[.endpoint]?.responses == 1 && push.types[.endpoint]?.resources == 1)
    #expect(push.lastAcknowledgedAfter == nil)

    let laggard = try #require(server.laggards(behind: 2).first)
    #expect(laggard.nodeID == "eds-1" && laggard.state == .pending)
    #expect(laggard.types == [.endpoint] && laggard.since != nil)
    #expect(laggard.reason == "It has not answered the endpoints that it was sent.")
    let status = try #require(server.proxies(ofNode: "eds-1").first)
    #expect(status.method == "eds" && !status.isDelta && status.state == .pending)
    #expect(status.revision == 2 && status.acknowledgedRevision == 1)
    #expect(status.types[.endpoint]?.state == .pending && status.types[.endpoint]?.nonce == "2")
    #expect(try server.proxies(ofNode: "eds-2").isEmpty)

    try client.ask(.endpoint, [Service.shop], answering: response)
    try await waitUntil("it is acknowledged") { server.isComplete(2) }
    let done = try #require(server.found(2))
    #expect(done.acknowledged == 1)
    #expect(done.lastAcknowledgedAfter.map { $0 > .zero } == true)
    #expect(try server.laggards(behind: 2).isEmpty)
    #expect(try server.proxies().first?.acknowledgedRevision == 2)
    #expect(server.statistics.convergence.count == 1 && server.statistics.push.count == 1)
    #expect(server.statistics[.endpoint].acceptances == 2)
    #expect(server.statistics[.endpoint].redundant == 0)
  }

  @Test("A refusal says why, and the next revision is not held up by it")
  func refused() async throws {
    let (server, client) = try await Self.settled()
    defer { Task { await server.stop() } }
    await server.update(
      mesh: Fixture.mesh([Service.service("shop", endpoints: 2)]), cause: "test")
    let response = try client.hear()
    try client.ask(
      .endpoint, [Service.shop], answering: response, error: "\(Service.shop): no\nthanks")
    try await waitUntil("it is refused") { server.found(2)?.rejected == 1 }
    let laggard = try #require(server.laggards(behind: 2).first)
    #expect(laggard.state == .rejected)
    #expect(laggard.reason == "It refuses \(Service.shop): \(Service.shop): no thanks")
    #expect(server.statistics[.endpoint].refusals == 1)
    // A change of what it does not see.
    await server.update(
      mesh: Fixture.mesh([Service.service("shop", endpoints: 2), Service.service("pay")]),
      cause: "test")
    try await waitUntil("the next one is done") { server.isComplete(3) }
    #expect(try server.proxies().first?.state == .rejected)
    await server.update(
      mesh: Fixture.mesh([Service.service("shop", endpoints: 3), Service.service("pay")]),
      cause: "test")
    _ = try client.hearAndAccept(.endpoint, [Service.shop])
    try await waitUntil("all is done") { server.isComplete(2) && server.isComplete(4) }
    #expect(try server.proxies().first?.state == .synced)
  }

  @Test("A client that has gone is not waited for; one that comes back is, until it has caught up")
  func goneAndBack() async throws {
    let (server, client) = try await Self.settled()
    defer { Task { await server.stop() } }
    await server.update(
      mesh: Fixture.mesh([Service.service("shop", endpoints: 2)]), cause: "test")
    _ = try client.hear()
    try await waitUntil("it is pending") { server.found(2)?.pending == 1 }
    try client.connection.finish(client.stream)
    try await waitUntil("it is gone") { server.found(2)?.gone == 1 }
    #expect(server.isComplete(2))

    let again = try XDSTestClient(server.boundAddress, id: "eds-1")
    try again.ask(.endpoint, [Service.shop])
    let response = try again.hear()
    try await waitUntil("it is known") { server.found(2)?.pending == 1 }
    #expect(server.found(1)?.isComplete == false)
    #expect(try server.laggards(behind: 1).first?.nodeID == "eds-1")
    try again.ask(.endpoint, [Service.shop], answering: response)
    try await waitUntil("it has caught up") { server.isComplete(1) && server.isComplete(2) }
  }

  @Test("Many streams are asked about, all of them, while loops serve")
  func survey() async throws {
    let (server, first) = try await Self.settled()
    defer { Task { await server.stop() } }
    let clients = try (0..<150).map { try XDSTestClient(server.boundAddress, id: "n-\($0)") }
    for client in clients { try client.ask(.endpoint, [Service.shop]) }
    for client in clients { _ = try client.hearAndAccept(.endpoint, [Service.shop]) }
    let found = try server.proxies().map(\.node.id)
    #expect(found == (clients + [first]).map(\.node.id).sorted())
  }

  @Test("A server that has stopped has no clients, and does not make anybody wait")
  func stopped() async throws {
    let (server, _) = try await Self.settled()
    await server.stop()
    #expect(try server.proxies(within: .seconds(60)).isEmpty)
  }
}

extension DiscoveryServer {
  fileprivate func found(_ revision: UInt64) -> Push? {
    if case .found(let push) = push(revision) { push } else { nil }
  }

  fileprivate func isComplete(_ revision: UInt64) -> Bool { found(revision)?.isComplete == true }
}
