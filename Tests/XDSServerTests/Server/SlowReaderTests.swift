import CNghttp2
import Glibc
import MeshModel
import Testing
import XDSProto

@testable import XDSServer

/// Clients that stop reading while the mesh goes on changing.
struct SlowReaderTests {
  private static func mesh(revision: UInt32) -> Mesh {
    Fixture.mesh(
      (0..<400 + revision).map { DiscoveryServerTests.service("service-\($0)", endpoints: 1) })
  }

  /// Has the sockets that the server accepts take little: they are as the one that listens.
  private static func shrinkBuffers(of server: DiscoveryServer) {
    for descriptor in 3..<4096 as Range<Int32> {
      var address = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let code = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(descriptor, $0, &length)
        }
      }
      guard code == 0, UInt16(bigEndian: address.sin_port) == server.boundAddress.port else {
        continue
      }
      var size: Int32 = 4096
      setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  private static func slowClient(_ server: DiscoveryServer, _ id: String) throws -> XDSTestClient {
    let session = ClientSession.withWideWindows()
    let client = try XDSTestClient(
      connection: TestClient(server.boundAddress, session: session, receiveBufferBytes: 4096),
      node: Node(id: id, cluster: "test", userAgentName: "envoy"))
    try client.ask(.cluster)
    return client
  }

  @Test("A client that stops reading holds at most one response, and nobody waits for it")
  func oneResponse() async throws {
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort)
    configuration.answerBound = .milliseconds(10)
    let server = try DiscoveryServer(configuration, logger: .silent)
    defer { Task { await server.stop(grace: .zero) } }
    Self.shrinkBuffers(of: server)
    await server.update(mesh: Self.mesh(revision: 0), cause: "test")
    let slow = try Self.slowClient(server, "slow")
    try await waitUntil("the socket is full") { server.transportCounters.bytesHeld > 0 }
    let reader = try XDSTestClient(server.boundAddress, id: "reader")
    try reader.ask(.cluster)
    for revision in 0..<8 as Range<UInt32> {
      if revision > 0 { await server.update(mesh: Self.mesh(revision: revision), cause: "test") }
      let response = try reader.hearAndAccept(.cluster)
      #expect(try response.names.contains { $0.contains("service-\(399 + revision).") })
      let held = server.transportCounters.bytesHeld
      // HTTP/2 adds little.
      #expect(held > 0 && held < response.encoded().count + 1000)
      #expect(held < HTTP2Session.outputBytesMax + 17_000)
    }
    // Eight to the reader, and the one that is on its way.
    #expect(server.transportCounters.messagesSent == 9)
    // What the socket took of it and what is held are less than one response, whatever came since.
    let first = try slow.hearAndAccept(.cluster).names
    #expect(first.contains { $0.contains("service-399.") })
    #expect(!first.contains { $0.contains("service-400.") })
    #expect(try slow.hear().names.contains { $0.contains("service-406.") })
    try await waitUntil("nothing is held any more") { server.transportCounters.bytesHeld == 0 }
  }

  @Test("A hundred slow readers of a large snapshot hold a bounded number of bytes")
  func hundred() async throws {
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort)
    configuration.transport.heldBytesMax = 2 << 20
    let server = try DiscoveryServer(configuration, logger: .silent)
    defer { Task { await server.stop(grace: .zero) } }
    Self.shrinkBuffers(of: server)
    await server.update(mesh: Self.mesh(revision: 0), cause: "test")
    let slow = try (0..<100).map { try Self.slowClient(server, "slow-\($0)") }
    try await waitUntil("all have been sent something") {
      server.transportCounters.messagesSent == 100
    }
    let reader = try XDSTestClient(server.boundAddress, id: "reader")
    try reader.ask(.cluster)
    for revision in 1...3 as ClosedRange<UInt32> {
      _ = try reader.hearAndAccept(.cluster)
      await server.update(mesh: Self.mesh(revision: revision), cause: "test")
    }
    let held = server.transportCounters.bytesHeld
    // The bound, what the last one before it was met has, and a frame and its neighbour for each.
    #expect(held > 0 && held < 2 << 20 + HTTP2Session.outputBytesMax + 100 * 33_000)
    for client in slow {
      #expect(try client.hear().names.contains { $0.contains("service-399.") })
    }
  }
}
