import Testing

@testable import XDSServer

/// Which requests are calls of gRPC, and what the others are told.
struct RequestTests {
  static let path = "/test.Service/Call"

  @Test(
    "gRPC with protobuf is served, other content is refused with 415",
    arguments: [
      ("application/grpc", "200"), ("application/grpc+proto", "200"),
      ("application/grpc; charset=utf-8", "200"), ("Application/gRPC", "200"),
      ("application/grpc-web", "415"), ("application/grpc+json", "415"),
      ("application/grpcfoo", "415"), ("application/json", "415"), (nil, "415"),
    ])
  func contentType(type: String?, status: String) throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path, contentType: type)
    try pair.settle()
    pair.server.finish(stream, status: .ok)
    try pair.settle()
    #expect(pair.client.streams[stream]?.headers[":status"] == status)
    #expect(pair.client.streams[stream]?.closed == 0)
    #expect(pair.service.calls.isEmpty == (status != "200"))
  }

  @Test("A method other than POST is refused with 405")
  func method() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path, method: "GET")
    try pair.settle()
    #expect(pair.client.streams[stream]?.headers[":status"] == "405")
    #expect(pair.client.streams[stream]?.headers["allow"] == "POST")
    #expect(pair.service.heard.isEmpty)
  }

  @Test("An encoding that is not supported is refused, and what is supported is said")
  func encoding() throws {
    let pair = try MemoryPair()
    let plain = pair.client.open(Self.path, [("grpc-encoding", "identity")])
    let packed = pair.client.open(Self.path, [("grpc-encoding", "gzip")])
    try pair.settle()
    #expect(pair.service.heard == [.started(Self.path, plain)])
    #expect(pair.client.streams[packed]?.headers[":status"] == "200")
    #expect(pair.client.streams[packed]?.headers["grpc-status"] == "12")
    #expect(pair.client.streams[packed]?.headers["grpc-accept-encoding"] == "identity")
  }

  @Test("A service's refusal is one HEADERS frame, and the service hears no more of it")
  func refusal() throws {
    let pair = try MemoryPair()
    pair.service.decide = { .refuse(GRPCStatus(.unimplemented, "There is no method \($0.path).")) }
    let stream = pair.client.open("/a/b")
    pair.client.send([1], on: stream)
    try pair.settle()
    #expect(pair.service.heard == [.started("/a/b", 1)])
    #expect(
      pair.client.streams[stream]?.headers == [
        ":status": "200", "content-type": "application/grpc", "grpc-status": "12",
        "grpc-message": "There is no method /a/b.",
      ])
    #expect(pair.client.streams[stream]?.closed == 0)
    #expect(pair.server.session.streams.isEmpty)
  }

  @Test("Header fields up to the limit are taken, more are refused with 431")
  func headerList() throws {
    let pair = try MemoryPair()
    let within = pair.client.open(Self.path, [("x", String(repeating: "a", count: 15_000))])
    let beyond = pair.client.open(
      Self.path,
      [("x", String(repeating: "a", count: 9_000)), ("y", String(repeating: "b", count: 9_000))])
    try pair.settle()
    #expect(pair.service.heard == [.started(Self.path, within)])
    #expect(pair.client.streams[beyond]?.headers[":status"] == "431")
    #expect(pair.client.streams[beyond]?.status == 8)
  }

  @Test("More calls at a time than allowed are refused by nghttp2 and never reach the service")
  func concurrency() throws {
    var configuration = TransportConfiguration()
    configuration.concurrentStreamsMax = 5
    let pair = try MemoryPair(configuration: configuration)
    let streams = (0..<8).map { _ in pair.client.open(Self.path) }
    try pair.settle()
    #expect(pair.service.heard.count == 5)
    #expect(streams.filter { pair.client.streams[$0]?.closed == 7 }.count == 3)
    #expect(pair.server.session.streams.map(\.number).count == 5)
  }

  @Test("Trailers of the client are the end of its messages")
  func clientTrailers() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    pair.client.send([1], on: stream)
    pair.client.finish(stream)
    try pair.settle()
    #expect(pair.service.heard.last == .clientFinished(stream))
  }

  @Test("Trailers that come together with the request are not its header fields")
  func trailersAtOnce() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path, [("x-first", "1")])
    pair.client.finish(stream, trailers: [("x-late", "1"), ("content-type", "text/plain")])
    try pair.settle()
    #expect(pair.service.calls.map { $0.metadata.map(\.name) } == [["x-first"]])
    #expect(pair.service.heard.last == .clientFinished(stream))
  }
}
