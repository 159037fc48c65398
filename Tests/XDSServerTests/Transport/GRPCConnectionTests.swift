import Testing

@testable import XDSServer

/// gRPC over HTTP/2 in memory: a real client's session on the other side.
struct GRPCConnectionTests {
  @Test("A call is started, its message delivered, answered and finished with trailers")
  func conversation() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open("/test.Service/Call", [("x-test", "1")])
    pair.client.send([1, 2, 3], on: stream)
    try pair.settle()
    #expect(
      pair.service.takeHeard() == [.started("/test.Service/Call", 1), .message([1, 2, 3], 1)])
    #expect(pair.service.calls.first?.authority == "test")
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
    #expect(
      seen.trailers == ["grpc-status": "5", "grpc-message": "100 %25 lost: %C3%BC"])
    #expect(seen.isFinished)
    #expect(pair.service.takeHeard() == [.ended(1, .finished)])
    #expect(pair.server.session.streams.isEmpty)
  }
}
