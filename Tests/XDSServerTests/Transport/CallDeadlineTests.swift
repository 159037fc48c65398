import CNghttp2
import Platform
import Testing

@testable import XDSServer

/// Calls that end because time passes, by a clock that the test turns.
struct CallDeadlineTests {
  static let path = "/test.Service/Call"

  @Test(
    "Up to eight digits and a unit are a time, everything else is none",
    arguments: [
      ("1S", Duration.seconds(1)), ("0S", .zero), ("2M", .seconds(120)), ("3H", .seconds(10800)),
      ("250m", .milliseconds(250)), ("7u", .microseconds(7)), ("8n", .nanoseconds(8)),
      ("99999999H", .seconds(359_999_996_400)), ("", nil), ("S", nil), ("1", nil), ("1s", nil),
      ("-1S", nil), ("+1S", nil), ("1.5S", nil), ("123456789S", nil), ("1 S", nil), ("１S", nil),
      ("1Sü", nil),
    ] as [(String, Duration?)])
  func timeout(text: String, expected: Duration?) {
    #expect(GRPCTimeout.duration(text) == expected)
  }

  @Test("A call ends at its grpc-timeout, and not before")
  func deadline() throws {
    let pair = try MemoryPair()
    let start = pair.buffers.now
    let short = pair.client.open(Self.path, [("grpc-timeout", "100m")])
    let long = pair.client.open(Self.path, [("grpc-timeout", "2S")])
    for stream in [short, long] { pair.client.send([1], on: stream) }
    try pair.settle()
    #expect(pair.server.callDeadline == start + .milliseconds(100))
    #expect(pair.service.calls.allSatisfy { $0.metadata.isEmpty })
    pair.server.serveDeadlines(now: start + .milliseconds(99))
    try pair.settle()
    #expect(pair.client.streams[short]?.status == nil)
    pair.server.serveDeadlines(now: start + .milliseconds(100))
    try pair.settle()
    #expect(pair.client.streams[short]?.status == 4)
    #expect(pair.client.streams[long]?.status == nil)
    #expect(pair.server.deadline == start + .seconds(2))
    #expect(pair.buffers.counters.streamsTimedOut == 1)
    let status = GRPCStatus(
      .deadlineExceeded, "The time that the call's grpc-timeout gives is over.")
    #expect(pair.service.heard.last == .ended(short, .refused(status)))
  }

  @Test("A grpc-timeout that is none refuses the call, as grpc-go does")
  func malformed() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path, [("grpc-timeout", "soon")])
    try pair.settle()
    #expect(pair.client.streams[stream]?.headers[":status"] == "400")
    #expect(pair.client.streams[stream]?.status == 13)
    #expect(pair.client.streams[stream]?.statusMessage?.contains("\"soon\"") == true)
    #expect(pair.service.heard.isEmpty)
  }

  @Test("A call that says nothing ends after 30 s, whatever empty frames come")
  func silent() throws {
    let pair = try MemoryPair()
    let start = pair.buffers.now
    let silent = pair.client.open(Self.path)
    let spoken = pair.client.open(Self.path)
    pair.client.send([], on: spoken)
    try pair.settle()
    try pair.receive(Attack.frame(NGHTTP2_DATA, on: UInt32(silent)))
    #expect(pair.server.deadline == start + .seconds(30))
    pair.server.serveDeadlines(now: start + .seconds(30))
    try pair.settle()
    #expect(pair.client.streams[silent]?.status == 4)
    #expect(
      pair.client.streams[silent]?.statusMessage
        == "No request has come within 30.0 seconds of the call's start.")
    #expect(pair.client.streams[spoken]?.status == nil)
    #expect(pair.server.deadline == nil)
  }

  @Test("A message that is begun and not finished ends its call after 60 s, first or not")
  func unfinished() throws {
    let pair = try MemoryPair()
    let start = pair.buffers.now
    let stream = pair.client.open(Self.path)
    try pair.settle()
    pair.buffers.now = start + .seconds(29)
    let message = ClientSession.framed([1, 2, 3, 4])
    pair.client.send(raw: Array(message.prefix(6)), on: stream)
    try pair.settle()
    #expect(pair.server.deadline == start + .seconds(89))
    // More of it gives no more time.
    pair.buffers.now = start + .seconds(50)
    pair.client.send(raw: [2], on: stream)
    try pair.settle()
    #expect(pair.server.deadline == start + .seconds(89))
    pair.client.send(raw: [3, 4], on: stream)
    try pair.settle()
    #expect(pair.server.deadline == nil)
    // The rest of one and the first bytes of the next at once: the next has its own time.
    pair.client.send(raw: message + [0, 0], on: stream)
    try pair.settle()
    #expect(pair.server.deadline == start + .seconds(110))
    pair.server.serveDeadlines(now: start + .seconds(110))
    try pair.settle()
    #expect(pair.client.streams[stream]?.status == 4)
    #expect(
      pair.client.streams[stream]?.statusMessage
        == "A request has begun, and not ended within 60.0 seconds.")
    #expect(pair.buffers.unfinishedBytes == 0)
  }

  @Test("On sockets, calls end in time though nothing comes from their clients")
  func sockets() async throws {
    let server = try TransportServerTests.start { $0.firstMessageTimeout = .milliseconds(200) }
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let silent = try client.open(TransportServerTests.path)
    let timed = try client.open(TransportServerTests.path, [("grpc-timeout", "50m")])
    let spoken = try client.open(TransportServerTests.path)
    try client.send([1], on: spoken)
    #expect(try client.message(0, on: spoken) == [1])
    try client.send([1], on: timed)
    #expect(try client.status(of: timed) == 4)
    #expect(try client.status(of: silent) == 4)
    try client.send([2], on: spoken)
    #expect(try client.message(1, on: spoken) == [2])
    try await TransportServerTests.wait(server) { $0.streamsTimedOut == 2 }
  }
}
