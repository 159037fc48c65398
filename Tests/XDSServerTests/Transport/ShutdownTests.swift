import CNghttp2
import Testing

@testable import XDSServer

/// How a connection ends in order, and what breaks it.
struct ShutdownTests {
  static let path = "/test.Service/Call"
  static let status = GRPCStatus(.unavailable, "The server is shutting down.")

  @Test("A shutdown is announced, calls end as unavailable, then it is final")
  func graceful() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    try pair.settle()
    pair.server.shutDown(Self.status)
    try pair.flush()
    #expect(pair.client.goAways.map(\.last) == [Int32.max])
    #expect(pair.client.streams[stream]?.status == 14)
    #expect(pair.client.streams[stream]?.statusMessage == "The server is shutting down.")
    #expect(pair.service.heard.last == .ended(stream, .finished))
    #expect(!pair.server.session.isOver)
    // The client's answer to the PING that went with the announcement.
    try pair.settle()
    let goAways = pair.serverFrames.filter { $0.type == NGHTTP2_GOAWAY.rawValue }
    #expect(goAways.map { Array($0.payload.prefix(4)) } == [[127, 255, 255, 255], [0, 0, 0, 1]])
    #expect(goAways.allSatisfy { $0.payload[4..<8] == [0, 0, 0, 0] })
    #expect(pair.server.session.isOver)
  }

  @Test("A call that was under way when the shutdown was announced is refused as unavailable")
  func crossing() throws {
    let pair = try MemoryPair()
    try pair.settle()
    pair.server.shutDown(Self.status)
    let stream = pair.client.open(Self.path)
    try pair.receive(pair.client.takeOutput())
    try pair.settle()
    #expect(pair.client.streams[stream]?.status == 14)
    #expect(pair.service.heard.isEmpty)
    #expect(pair.server.session.isOver)
  }

  @Test("A message on its way is finished before the call ends as unavailable")
  func messageFirst() throws {
    let pair = try MemoryPair(client: ClientSession(opensWindows: false))
    let stream = pair.client.open(Self.path)
    try pair.settle()
    pair.server.send(FlowControlTests.message(parts: 100), on: stream)
    pair.server.shutDown(Self.status)
    try pair.settle()
    #expect(pair.client.streams[stream]?.status == nil)
    #expect(!pair.server.session.isOver)
    pair.client.consume(65_000, on: stream)
    try pair.settle()
    #expect(pair.client.streams[stream]?.messages.first?.count == 100_002)
    #expect(pair.client.streams[stream]?.status == 14)
    #expect(pair.server.session.isOver)
  }

  @Test("A client that says that it goes away is let go when its calls are over")
  func clientGoesAway() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    try pair.settle()
    pair.client.goAway()
    try pair.settle()
    #expect(!pair.server.session.isOver)
    pair.server.finish(stream, status: .ok)
    try pair.settle()
    #expect(pair.server.session.isOver)
  }

  @Test("A PING is answered, and ours is acknowledged")
  func ping() throws {
    let pair = try MemoryPair()
    pair.server.session.ping()
    pair.client.ping()
    try pair.settle()
    #expect(pair.client.framesReceived[UInt8(NGHTTP2_PING.rawValue)] == 2)
  }

  @Test(
    "Bytes that are not HTTP/2 are an error at once",
    arguments: [
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}",
      "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
    ])
  func notHTTP2(text: String) throws {
    let pair = try MemoryPair()
    #expect(throws: HTTP2Error.notHTTP2) { try pair.receive(Array(text.utf8)) }
    let again = try MemoryPair()
    #expect(throws: HTTP2Error.notHTTP2) { try again.receive(Array(text.utf8), pieces: 1) }
  }

  @Test("A frame that breaks the protocol is answered with GOAWAY and its reason")
  func protocolError() throws {
    let pair = try MemoryPair()
    try pair.settle()
    // DATA on a stream that was never opened.
    try pair.receive([0, 0, 1, 0, 0, 0, 0, 0, 9, 42])
    try pair.flush()
    #expect(pair.client.goAways.map(\.code) == [1])
    #expect(pair.server.session.errorSent == .protocolError)
    #expect(pair.server.session.complaint == "DATA: stream in idle")
    #expect(pair.server.session.isOver)
  }

  @Test("A client that makes us answer without reading the answers is cut off")
  func flood() throws {
    let pair = try MemoryPair()
    try pair.settle()
    #expect(throws: HTTP2Error.abusive(.flooded)) {
      for _ in 0..<10_000 {
        try pair.receive([0, 0, 8, 6, 0, 0, 0, 0, 0] + .init(repeating: 1, count: 8))
      }
    }
  }

  @Test("A client of HTTP/1 is told what this port is")
  func http1() throws {
    let answer = HTTP1.answer(to: Array("GET / HTTP/1.1\r\n".utf8).span.bytes, isTLSPort: false)
    let text = String(decoding: try #require(answer), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    let parts = text.split(separator: "\r\n\r\n")
    #expect(parts.count == 2)
    #expect(text.contains("content-length: \(parts[1].utf8.count)\r\n"))
    #expect(text.contains("without TLS"))
    let other = HTTP1.answer(to: Array("GET / HTTP/1.1\r\n".utf8).span.bytes, isTLSPort: true)
    #expect(String(decoding: try #require(other), as: UTF8.self).contains("over TLS"))
    #expect(HTTP1.answer(to: [0x16, 3, 1, 0].span.bytes, isTLSPort: false) == nil)
    #expect(HTTP1.answer(to: Array("GE".utf8).span.bytes, isTLSPort: false) == nil)
  }
}
