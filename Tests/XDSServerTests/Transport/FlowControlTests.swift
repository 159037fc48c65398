import CNghttp2
import Glibc
import Testing

@testable import XDSServer

/// Peers that read slowly, or not at all.
struct FlowControlTests {
  static let path = "/test.Service/Call"

  /// A message of many small parts, so that all of it must be copied.
  static func message(parts: Int) -> OutgoingMessage {
    OutgoingMessage(
      header: [1, 2],
      body: (0..<parts).map {
        SharedBytes(.init(repeating: UInt8(truncatingIfNeeded: $0), count: 1000))
      })
  }

  @Test("What the peer's window does not let through waits, and goes on when it opens")
  func window() throws {
    let pair = try MemoryPair(client: ClientSession(opensWindows: false))
    let stream = pair.client.open(Self.path)
    try pair.settle()
    let message = Self.message(parts: 300)
    pair.server.send(message, on: stream)
    pair.server.finish(stream, status: .ok)
    try pair.settle()
    let seen = try #require(pair.client.streams[stream])
    #expect(seen.data.count == 65_535)
    #expect(!pair.service.heard.contains(.sent(stream)))
    while seen.data.count < message.count + 5 {
      let before = seen.data.count
      pair.client.consume(60_000, on: stream)
      try pair.settle()
      #expect(seen.data.count > before)
    }
    try pair.settle()
    #expect(seen.messages == [[1, 2] + message.shared.body.flatMap(\.bytes)])
    #expect(seen.status == 0)
    #expect(pair.service.heard.last == .ended(stream, .finished))
  }

  @Test("ACKs that repeat a thousand names are read without a WINDOW_UPDATE for each")
  func wideWindow() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    try pair.settle()
    for _ in 0..<4 {
      pair.client.send([UInt8](repeating: 1, count: 54_000), on: stream)
      try pair.receive(pair.client.takeOutput())
      #expect(try pair.flush() == 0)
    }
    #expect(pair.buffers.counters.messagesReceived == 4)
  }

  @Test("A message is done when its last byte is in the socket, not before")
  func sent() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open(Self.path)
    try pair.settle()
    pair.server.send(Self.message(parts: 20), on: stream)
    try pair.flush(room: 0)
    try pair.flush(room: 20_000)
    #expect(!pair.service.heard.contains(.sent(stream)))
    try pair.settle()
    #expect(pair.service.heard.last == .sent(stream))
  }

  @Test("A peer with wide windows that does not read costs no more than the bound")
  func slowReader() throws {
    let window = UInt32(64 << 20)
    let pair = try MemoryPair(
      client: ClientSession(settings: [(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window)]))
    pair.client.openConnectionWindow(window)
    let streams = (0..<4).map { _ in pair.client.open(Self.path) }
    try pair.settle()
    let message = Self.message(parts: 4000)
    for stream in streams { pair.server.send(message, on: stream) }
    for _ in 0..<100 { try pair.flush(room: 0) }
    #expect(pair.backlogMax > OutputList.copiedBytesMax)
    while try pair.flush(room: 100_000) > 0 {}
    try pair.settle()
    for stream in streams {
      #expect(pair.client.streams[stream]?.messages.first?.count == message.count)
    }
    // One more frame of each stream may have been under way when the bound was reached.
    #expect(pair.backlogMax < HTTP2Session.outputBytesMax + 4 * 17_000)
  }

  @Test("Large shared bytes are not copied for a peer that does not read")
  func sharedStay() throws {
    let window = UInt32(64 << 20)
    let pair = try MemoryPair(
      client: ClientSession(settings: [(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window)]))
    pair.client.openConnectionWindow(window)
    let stream = pair.client.open(Self.path)
    try pair.settle()
    let shared = SharedBytes(.init(repeating: 5, count: 100_000))
    pair.server.send(OutgoingMessage(header: [1], body: [shared]), on: stream)
    try pair.flush(room: 0)
    let places = pair.backlog.withVectors { vectors in
      vectors.compactMap { $0.iov_len > 2048 ? UnsafeRawPointer($0.iov_base) : nil }
    }
    #expect(places.count >= 6)
    try shared.bytes.withUnsafeBytes { bytes in
      let start = try #require(bytes.baseAddress)
      #expect(places.allSatisfy { $0 >= start && $0 < start + bytes.count })
    }
  }
}
