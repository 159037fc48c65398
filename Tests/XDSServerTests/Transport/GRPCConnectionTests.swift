import CNghttp2
import Testing

@testable import XDSServer

/// gRPC over HTTP/2 in memory: a real client's session on the other side.
struct GRPCConnectionTests {
  static let path = "/test.Service/Call"

  @Test("A call is started, its message delivered, answered and finished with trailers")
  func conversation() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path, [("x-test", "1")])
    pair.client.send([1, 2, 3], on: stream)
    try pair.settle()
    #expect(pair.service.takeHeard() == [.started(Self.path, 1), .message([1, 2, 3], 1)])
    #expect(pair.service.calls.first?.authority == "test")
    #expect(pair.service.calls.first?.metadata == [.init(name: "x-test", value: "1")])
    #expect(pair.service.calls.first?["x-test"] == "1")

    pair.server.send(
      OutgoingMessage(header: [4], body: [SharedBytes([5, 6]), SharedBytes([7])]), on: stream)
    try pair.settle()
    #expect(pair.client.streams[stream]?.messages == [[4, 5, 6, 7]])
    #expect(
      pair.client.streams[stream]?.headers
        == [":status": "200", "content-type": "application/grpc"])
    #expect(pair.service.takeHeard() == [.sent(1)])

    pair.server.finish(stream, status: GRPCStatus(.notFound, "100 % lost: ü"))
    try pair.settle()
    let seen = try #require(pair.client.streams[stream])
    #expect(seen.trailers == ["grpc-status": "5", "grpc-message": "100 %25 lost: %C3%BC"])
    #expect(seen.isFinished)
    #expect(pair.service.takeHeard() == [.ended(1, .finished)])
    #expect(pair.server.session.streams.isEmpty)
  }

  @Test("The same bytes in pieces of any size mean the same", arguments: [1, 2, 3, 5, 9, 10, 100])
  func pieces(size: Int) throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    pair.client.send([1, 2, 3], on: stream)
    pair.client.send([], on: stream)
    pair.client.send(Array(repeating: 9, count: 40_000), on: stream)
    pair.client.finish(stream)
    try pair.settle(pieces: size)
    #expect(
      pair.service.heard == [
        .started(Self.path, 1), .message([1, 2, 3], 1), .message([], 1),
        .message(Array(repeating: 9, count: 40_000), 1), .clientFinished(1),
      ])
  }

  @Test("Two messages in one DATA frame are two messages")
  func twoInOne() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    pair.client.send(raw: ClientSession.framed([1]) + ClientSession.framed([2, 3]), on: stream)
    try pair.settle()
    #expect(
      pair.service.heard == [.started(Self.path, 1), .message([1], 1), .message([2, 3], 1)])
  }

  @Test("A call that is finished by the first of two messages does not get the second")
  func finishedMeanwhile() throws {
    let pair = try MemoryPair()
    pair.service.onMessage = { [unowned pair] _, stream in
      pair.server.finish(stream.number, status: .ok)
    }
    let stream = pair.client.open(Self.path)
    pair.client.send(raw: ClientSession.framed([1]) + ClientSession.framed([2]), on: stream)
    try pair.settle()
    #expect(
      pair.service.heard == [.started(Self.path, 1), .message([1], 1), .ended(1, .finished)])
    #expect(pair.client.streams[stream]?.status == 0)
  }

  @Test("Calls on one connection are apart")
  func twoCalls() throws {
    let pair = try MemoryPair()
    let first = pair.client.open(Self.path)
    let second = pair.client.open("/test.Service/Other")
    pair.client.send([1], on: first)
    pair.client.send([2], on: second)
    try pair.settle()
    pair.server.send(OutgoingMessage(header: [10]), on: first)
    pair.server.send(OutgoingMessage(header: [20]), on: second)
    pair.server.finish(second, status: .ok)
    try pair.settle()
    #expect(pair.client.streams[first]?.messages == [[10]])
    #expect(pair.client.streams[second]?.messages == [[20]])
    #expect(pair.client.streams[first]?.isFinished == false)
    #expect(pair.client.streams[second]?.status == 0)
    #expect(pair.server.session.streams.map(\.number) == [first])
  }

  @Test("A message of 16 MiB is taken, and one byte more is refused before it has come")
  func largest() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    let message = [UInt8](repeating: 3, count: 16 << 20)
    pair.client.send(message, on: stream)
    try pair.settle()
    #expect(pair.service.heard.last == .message(message, 1))

    pair.client.send(raw: [0, 1, 0, 0, 1], on: stream)
    try pair.settle()
    let status = GRPCStatus(
      .resourceExhausted,
      "A message of 16777217 bytes is longer than the 16777216 bytes that this server accepts.")
    #expect(pair.service.heard.last == .ended(1, .refused(status)))
    #expect(pair.client.streams[stream]?.status == 8)
    #expect(pair.client.streams[stream]?.statusMessage == status.message)
  }

  @Test("Messages that many calls have begun count together")
  func unfinishedTogether() throws {
    var configuration = TransportConfiguration()
    configuration.messageBytesMax = 1000
    let pair = try MemoryPair(configuration: configuration)
    let streams = (0..<3).map { _ in pair.client.open(Self.path) }
    for stream in streams {
      pair.client.send(
        raw: Array(ClientSession.framed(.init(repeating: 0, count: 900)).prefix(450)), on: stream)
    }
    try pair.settle()
    #expect(pair.client.streams[streams[0]]?.status == nil)
    #expect(pair.client.streams[streams[1]]?.status == nil)
    #expect(pair.client.streams[streams[2]]?.status == 8)
  }

  @Test("What a refused call has begun does not count against the others")
  func refusedCountsNoMore() throws {
    var configuration = TransportConfiguration()
    configuration.messageBytesMax = 1000
    let pair = try MemoryPair(configuration: configuration)
    let streams = (0..<3).map { _ in pair.client.open(Self.path) }
    let message = ClientSession.framed(.init(repeating: 0, count: 500))
    for stream in streams { pair.client.send(raw: Array(message.prefix(450)), on: stream) }
    try pair.receive(pair.client.takeOutput())
    // The third is refused, and not closed yet: nothing has been sent.
    pair.client.send(raw: Array(message.dropFirst(450).prefix(10)), on: streams[0])
    try pair.settle()
    #expect(pair.client.streams[streams[0]]?.status == nil)
    #expect(pair.client.streams[streams[2]]?.status == 8)
  }

  @Test("A stream that the client ends in the middle of a message is an error")
  func endsEarly() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    pair.client.send(raw: [0, 0, 0, 0, 9, 1], on: stream)
    pair.client.finish(stream)
    try pair.settle()
    #expect(pair.client.streams[stream]?.status == 13)
    #expect(pair.client.streams[stream]?.closed == 0)
    #expect(
      pair.service.heard.last
        == .ended(
          1, .refused(GRPCStatus(.internalError, "The stream ends in the middle of a message."))))
  }

  @Test("A compressed message and a reserved flag end the call", arguments: [(1, 12), (2, 13)])
  func flags(flag: UInt8, status: Int) throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    pair.client.send(raw: ClientSession.framed([1], flag: flag), on: stream)
    try pair.settle()
    #expect(pair.client.streams[stream]?.status == status)
    #expect(pair.service.heard.count == 2)
  }

  @Test(
    "After trailers, a client that has not finished is reset without error; one that has is not")
  func resetAfterTrailers() throws {
    let pair = try MemoryPair()
    let first = pair.client.open(Self.path)
    let second = pair.client.open(Self.path)
    pair.client.finish(second)
    try pair.settle()
    pair.server.finish(second, status: .ok)
    try pair.settle()
    #expect(pair.client.streams[second]?.closed == 0)
    #expect(pair.client.framesReceived[UInt8(NGHTTP2_RST_STREAM.rawValue)] == nil)
    pair.server.send(OutgoingMessage(header: [1]), on: first)
    pair.server.finish(first, status: .ok)
    try pair.settle()
    #expect(pair.client.streams[first]?.closed == 0)
    #expect(pair.client.streams[first]?.messages == [[1]])
    #expect(pair.client.streams[first]?.trailers == ["grpc-status": "0"])
    #expect(pair.client.framesReceived[UInt8(NGHTTP2_RST_STREAM.rawValue)] == 1)
    #expect(pair.server.session.streams.isEmpty)
  }

  @Test("A call that the client resets ends, whatever is on its way")
  func resetByClient() throws {
    let pair = try MemoryPair(client: ClientSession(opensWindows: false))
    let stream = pair.client.open(Self.path)
    pair.client.send(raw: [0, 0, 0, 0, 9, 1], on: stream)
    try pair.settle()
    pair.server.send(
      OutgoingMessage(header: [], body: [SharedBytes(.init(repeating: 1, count: 200_000))]),
      on: stream)
    try pair.settle()
    pair.client.reset(stream)
    try pair.settle()
    #expect(pair.service.heard == [.started(Self.path, 1), .ended(1, .reset(.cancel))])
    pair.server.send(OutgoingMessage(header: [1]), on: stream)
    pair.server.finish(stream, status: .ok)
    try pair.settle()
    #expect(pair.server.session.streams.isEmpty)
  }

  @Test("When the connection ends, every call that the service has ends")
  func connectionEnds() throws {
    let pair = try MemoryPair()
    pair.service.decide = { $0.path == Self.path ? .accept : .refuse(GRPCStatus(.unimplemented)) }
    _ = pair.client.open(Self.path)
    _ = pair.client.open("/unknown")
    try pair.settle()
    pair.server.connectionClosed(service: pair.service)
    #expect(
      pair.service.heard == [
        .started(Self.path, 1), .started("/unknown", 3), .ended(1, .connectionClosed),
      ])
    #expect(pair.buffers.counters.streamsStarted == 2)
    #expect(pair.buffers.counters.streamsEnded == 2)
  }

  @Test("A second message while one is on its way is our bug, and stops the process")
  func twoMessages() async {
    await #expect(processExitsWith: .failure) {
      let pair = try MemoryPair()
      let stream = pair.client.open(GRPCConnectionTests.path)
      try pair.settle()
      pair.server.send(OutgoingMessage(header: [1]), on: stream)
      pair.server.send(OutgoingMessage(header: [2]), on: stream)
    }
  }
}
