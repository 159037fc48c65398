import Testing

@testable import XDSServer

/// What clients can make the server hold, all of them together.
struct MemoryLimitTests {
  private typealias Server = TransportServerTests

  private static func beginning(of byteCount: Int, count: Int) -> [UInt8] {
    Array(ClientSession.framed(.init(repeating: 0, count: byteCount)).prefix(count))
  }

  @Test(
    "Messages that many connections have begun count together, and small ones are never refused")
  func unfinishedOfAll() async throws {
    let server = try Server.start(loops: 1) {
      $0.messageBytesMax = 100_000
      $0.unfinishedBytesMax = 300_000
    }
    defer { server.stop() }
    let clients = try (0..<6).map { _ in try TestClient(server.localAddress) }
    var streams: [Int32] = []
    for client in clients {
      let stream = try client.open(Server.path)
      streams.append(stream)
      client.session.send(raw: Self.beginning(of: 90_000, count: 80_000), on: stream)
      try client.flush()
      // One after the other, with what the server says to open its window.
      let isHeld = { server.counters.bytesReceived >= 80_000 * streams.count }
      while !isHeld(), server.counters.streamsOverBudget == 0 {
        try client.listen(for: .milliseconds(2))
      }
    }
    try await Server.wait(server) { $0.streamsOverBudget == 3 }
    for (client, stream) in zip(clients, streams).suffix(3) {
      #expect(try client.status(of: stream) == 8)
      let text = client.session.streams[stream]?.statusMessage
      #expect(text?.contains("from other clients") == true)
    }
    let other = try TestClient(server.localAddress)
    let stream = try other.open(Server.path)
    other.session.send(raw: Self.beginning(of: 1000, count: 500), on: stream)
    try other.flush()
    other.session.send(raw: .init(repeating: 0, count: 505), on: stream)
    #expect(try other.message(0, on: stream).count == 1000)
    // Those that have room may finish, and those that leave make room.
    clients[0].session.send(raw: .init(repeating: 0, count: 10_005), on: streams[0])
    #expect(try clients[0].message(0, on: streams[0]).count == 90_000)
    clients[1].disconnect()
    try await Server.wait(server) { $0.connectionsOpen == 6 }
    let late = try other.open(Server.path)
    other.session.send(.init(repeating: 0, count: 90_000), on: late)
    #expect(try other.message(0, on: late).count == 90_000)
  }

  @Test("What is begun is forgotten with its call, however that ends")
  func unfinishedForgotten() throws {
    let pair = try MemoryPair()
    let streams = (0..<3).map { _ in pair.client.open("/test.Service/Call") }
    for stream in streams {
      pair.client.send(raw: Self.beginning(of: 900, count: 500), on: stream)
    }
    try pair.settle()
    #expect(pair.buffers.unfinishedBytes == 1500)
    pair.client.reset(streams[0])
    try pair.settle()
    #expect(pair.buffers.unfinishedBytes == 1000)
    pair.server.finish(streams[1], status: .ok)
    #expect(pair.buffers.unfinishedBytes == 500)
    pair.server.connectionClosed(service: pair.service)
    #expect(pair.buffers.unfinishedBytes == 0)
  }

  @Test("More connections than allowed are closed at once, said once, and taken again later")
  func connections() async throws {
    let log = LogRecorder()
    let server = try Server.start(loops: 2, logger: log.logger) { $0.connectionsMax = 3 }
    defer { server.stop() }
    let clients = try (0..<3).map { _ in try TestClient(server.localAddress) }
    let stream = try clients[0].open(Server.path)
    try await Server.wait(server) { $0.connectionsAccepted == 3 && $0.streamsStarted == 1 }
    for _ in 0..<4 { try TestClient(server.localAddress).waitForClose() }
    try await Server.wait(server) { $0.connectionsRefused == 4 }
    try clients[0].send([1], on: stream)
    #expect(try clients[0].message(0, on: stream) == [1])
    let lines = log.lines.filter { $0.hasPrefix("error: A connection from ") }
    #expect(lines.count == 1)
    #expect(lines.first?.contains("3 are open") == true)
    clients[1].disconnect()
    try await Server.wait(server) { $0.connectionsOpen == 2 }
    let next = try TestClient(server.localAddress)
    let late = try next.open(Server.path)
    try next.send([2], on: late)
    #expect(try next.message(0, on: late) == [2])
  }

  // In a process of its own: the limit is one of the process.
  @Test("No more connections are taken than there are descriptors for, and the limit can be raised")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      let raised = OpenFiles.raiseLimit()
      precondition(raised > 0)
      precondition(OpenFiles.connectionsMax == max(16, raised - Int(OpenFiles.reserve)))
      precondition(OpenFiles.raiseLimit() == raised)
    }
  }
}
