import CNghttp2
import Testing

@testable import XDSServer

/// DATA and WINDOW_UPDATE, which go past nghttp2, and what becomes of those that must not.
struct SparedFramesTests {
  /// A connection with a call that has begun, whose client is the bytes that the test sends.
  private static func pair() throws -> MemoryPair {
    let pair = try MemoryPair()
    try pair.receive(Attack.emptyData.beginning)
    try pair.flush()
    return pair
  }

  /// A message of so many bytes.
  private static func message(_ count: Int) -> [UInt8] {
    ClientSession.framed(.init(repeating: 7, count: count))
  }

  private static func windowUpdate(_ increment: UInt32, on stream: UInt32 = 0) -> [UInt8] {
    Attack.frame(NGHTTP2_WINDOW_UPDATE, on: stream, bytes(of: increment))
  }

  private static func settings(windowOfStreams size: UInt32) -> [UInt8] {
    Attack.frame(NGHTTP2_SETTINGS, [0, 4] + bytes(of: size))
  }

  private static func bytes(of number: UInt32) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// The last bytes of the error codes in the server's frames of that type.
  private static func errors(_ type: nghttp2_frame_type, in pair: MemoryPair) -> [UInt8] {
    pair.serverFrames.filter { $0.type == type.rawValue }.map {
      $0.payload[type == NGHTTP2_GOAWAY ? 7 : 3]
    }
  }

  private static func dataSent(by pair: MemoryPair) -> Int {
    pair.serverFrames.filter { $0.type == NGHTTP2_DATA.rawValue }.map(\.payload.count).reduce(0, +)
  }

  // MARK: What comes

  @Test(
    "DATA means the same with padding, with END_STREAM, and cut in any way",
    arguments: [1, 4, 9, 10, 100])
  func dataOfAllKinds(size: Int) throws {
    let pair = try Self.pair()
    let message = Self.message(20)
    let bytes =
      Attack.frame(NGHTTP2_DATA, on: 1, message)
      + Attack.frame(NGHTTP2_DATA, flags: 8, on: 1, [3] + message + [0, 0, 0])
      + Attack.frame(NGHTTP2_DATA, on: 1, Array(message.prefix(7)))
      // A flag that has no meaning.
      + Attack.frame(NGHTTP2_DATA, flags: 0x40, on: 1, Array(message.dropFirst(7)))
      + Attack.frame(NGHTTP2_DATA, flags: 1, on: 1, message)
    try pair.receive(bytes, pieces: size)
    let content = Array(message.dropFirst(5))
    #expect(
      pair.service.takeHeard().dropFirst()
        == .init(repeating: .message(content, 1), count: 4) + [.clientFinished(1)])
  }

  @Test("DATA is checked against the length that the request says", arguments: [0, 3])
  func contentLength(excess: Int) throws {
    let pair = try MemoryPair()
    let message = Self.message(20)
    let length = "\(message.count - excess)"
    let stream = pair.client.open("/test.Service/Call", [("content-length", length)])
    pair.client.send(raw: message, on: stream)
    pair.client.finish(stream)
    try pair.settle()
    let hasEnded = pair.service.heard.contains(.ended(stream, .reset(.protocolError)))
    #expect(hasEnded == (excess > 0))
  }

  @Test("DATA in the middle of a header block, or on no stream, ends the connection")
  func misplacedData() throws {
    let data = Attack.frame(NGHTTP2_DATA, on: 1, Self.message(40))
    let request = Array(Attack.request(on: 3))
    var headers = request
    headers[4] = 0
    for bytes in [headers + data, Attack.frame(NGHTTP2_DATA, on: 0, [1])] {
      let pair = try Self.pair()
      _ = pair.service.takeHeard()
      try pair.receive(bytes)
      try pair.flush()
      #expect(Self.errors(NGHTTP2_GOAWAY, in: pair) == [1])
      #expect(pair.service.heard.isEmpty)
    }
  }

  @Test("A frame larger than allowed ends the connection")
  func tooLarge() throws {
    let pair = try Self.pair()
    try pair.receive(Attack.frame(NGHTTP2_DATA, on: 1, .init(repeating: 0, count: 16_385)))
    try pair.flush()
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair) == [6])
  }

  @Test("DATA after the call was reset is nothing")
  func afterReset() throws {
    let pair = try Self.pair()
    try pair.receive(Attack.frame(NGHTTP2_RST_STREAM, on: 1, [0, 0, 0, 8]))
    _ = pair.service.takeHeard()
    try pair.receive(Attack.frame(NGHTTP2_DATA, on: 1, Self.message(40)))
    try pair.flush()
    #expect(pair.service.heard.isEmpty)
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair).isEmpty)
  }

  /// By how much the server has opened windows.
  private static func opened(in pair: MemoryPair) -> Int {
    pair.serverFrames.filter { $0.type == NGHTTP2_WINDOW_UPDATE.rawValue }
      .map { $0.payload.reduce(0) { $0 << 8 | Int($1) } }.reduce(0, +)
  }

  @Test("Windows of which a quarter is used are opened along with a response")
  func windowsOpenedAlong() throws {
    let pair = try Self.pair()
    let frame = Attack.frame(NGHTTP2_DATA, on: 1, Self.message(16_379))
    let before = Self.opened(in: pair)
    // With the header fields.
    pair.server.send(OutgoingMessage(header: [1]), on: 1)
    try pair.flush()
    for _ in 0..<7 { try pair.receive(frame) }
    pair.server.send(OutgoingMessage(header: [1]), on: 1)
    // A frame with gRPC's prefix and one byte.
    #expect(try pair.flush() == 9 + 5 + 1 && Self.opened(in: pair) == before)
    try pair.receive(frame)
    #expect(try pair.flush() == 0)
    pair.server.send(OutgoingMessage(header: [1]), on: 1)
    #expect(try pair.flush() == 26 + 9 + 5 + 1)
    #expect(Self.opened(in: pair) - before == 2 * 8 * 16_384)
  }

  @Test("The windows are opened again when half of them is used, whatever else is sent")
  func windowsReopened() throws {
    let pair = try Self.pair()
    let frame = Attack.frame(NGHTTP2_DATA, on: 1, Self.message(16_379))
    let before = Self.opened(in: pair)
    for _ in 0..<15 { try pair.receive(frame) }
    #expect(try pair.flush() == 0)
    try pair.receive(frame)
    // Two frames, of 13 bytes each.
    #expect(try pair.flush() == 26)
    #expect(Self.opened(in: pair) - before == 2 * 16 * 16_384)
  }

  @Test("A client that sends more than the connection's window is told so")
  func connectionWindow() throws {
    let pair = try Self.pair()
    let frame = Attack.frame(NGHTTP2_DATA, on: 1, Self.message(16_379))
    for _ in 0..<33 { try pair.receive(frame) }
    try pair.flush()
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair) == [3])
    #expect(pair.service.heard.count == 1 + 32)
  }

  @Test("A client that sends more than a call's window loses the call only")
  func callWindow() throws {
    let pair = try Self.pair()
    try pair.receive(Attack.request(on: 3))
    func frame(on stream: UInt32) -> [UInt8] {
      Attack.frame(NGHTTP2_DATA, on: stream, Self.message(16_379))
    }
    // Half of the connection's window, which is opened again, and less than a quarter of the first
    // call's, which is not.
    for _ in 0..<7 { try pair.receive(frame(on: 1)) }
    for _ in 0..<9 { try pair.receive(frame(on: 3)) }
    try pair.flush()
    for _ in 0..<25 { try pair.receive(frame(on: 1)) }
    _ = pair.service.takeHeard()
    for stream: UInt32 in [1, 1, 3] { try pair.receive(frame(on: stream)) }
    try pair.flush()
    #expect(Self.errors(NGHTTP2_RST_STREAM, in: pair) == [3])
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair).isEmpty)
    #expect(
      pair.service.heard == [
        .message(.init(repeating: 7, count: 16_379), 3), .ended(1, .reset(.flowControlError)),
      ])
  }

  // MARK: What is sent

  @Test("A window that is opened by nothing, or too far, is an error")
  func badIncrements() throws {
    for (increment, code) in [(UInt32(0), UInt8(1)), (0x7FFF_FFFF, 3)] {
      let pair = try Self.pair()
      try pair.receive(Self.windowUpdate(increment, on: 1))
      try pair.flush()
      #expect(Self.errors(NGHTTP2_RST_STREAM, in: pair) == [code])
      #expect(Self.errors(NGHTTP2_GOAWAY, in: pair).isEmpty)
      let other = try Self.pair()
      try other.receive(Self.windowUpdate(increment))
      try other.flush()
      #expect(Self.errors(NGHTTP2_GOAWAY, in: other) == [code])
      #expect(other.server.session.complaint?.hasPrefix("WINDOW_UPDATE: the connection's") == true)
    }
  }

  @Test("A WINDOW_UPDATE of another size, or for a stream that never was, ends the connection")
  func malformed() throws {
    let short = Attack.frame(NGHTTP2_WINDOW_UPDATE, on: 1, [0, 0, 1])
    for (bytes, code) in [(short, UInt8(6)), (Self.windowUpdate(1, on: 9), 1)] {
      let pair = try Self.pair()
      try pair.receive(bytes)
      try pair.flush()
      #expect(Self.errors(NGHTTP2_GOAWAY, in: pair) == [code])
    }
  }

  @Test(
    "An increment that comes in pieces counts, without the bit that is reserved",
    arguments: 1...13)
  func pieces(size: Int) throws {
    let pair = try Self.pair()
    pair.server.send(FlowControlTests.message(parts: 300), on: 1)
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 65_535)
    try pair.receive(Self.windowUpdate(0x8000_0000 | 1000), pieces: size)
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 65_535)
    try pair.receive(Self.windowUpdate(0x8000_0000 | 3000, on: 1), pieces: size)
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 66_535)
  }

  @Test("SETTINGS move the windows of calls under way, below zero too")
  func settingsMoveWindows() throws {
    let pair = try Self.pair()
    try pair.receive(Self.windowUpdate(1 << 20))
    pair.server.send(FlowControlTests.message(parts: 300), on: 1)
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 65_535)
    // 35,535 less than nothing.
    try pair.receive(Self.settings(windowOfStreams: 30_000))
    try pair.receive(Self.windowUpdate(35_535, on: 1))
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 65_535)
    try pair.receive(Self.settings(windowOfStreams: 31_000))
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 66_535)
    try pair.receive(Attack.request(on: 3))
    pair.server.send(FlowControlTests.message(parts: 300), on: 3)
    try pair.flush()
    #expect(Self.dataSent(by: pair) == 66_535 + 31_000)
  }

  @Test("SETTINGS that open a call's window too far end the connection")
  func settingsOverflow() throws {
    let pair = try Self.pair()
    try pair.receive(Self.windowUpdate(1000, on: 1))
    try pair.receive(Self.settings(windowOfStreams: 0x7FFF_FFFF))
    try pair.flush()
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair) == [3])
  }

  @Test("A client may open its windows by more than two gigabytes, as it is sent them")
  func manyGigabytes() throws {
    var window = SendWindow()
    for _ in 0..<10 {
      let isWideEnough = window.open(by: 1 << 30)
      #expect(isWideEnough)
      window.take(1 << 30)
    }
    #expect(window.byteCount == SendWindow.byteCountAtFirst)
    // A session too: the second time would be too far, had nothing been sent, or did nghttp2 hear
    // of it.
    let pair = try Self.pair()
    for increment: UInt32 in [1 << 30, (1 << 30) - 65_535] {
      for stream: UInt32 in [0, 1] { try pair.receive(Self.windowUpdate(increment, on: stream)) }
      pair.server.send(FlowControlTests.message(parts: 100), on: 1)
      try pair.flush()
    }
    #expect(Self.errors(NGHTTP2_GOAWAY, in: pair).isEmpty)
    #expect(Self.errors(NGHTTP2_RST_STREAM, in: pair).isEmpty)
  }

  @Test("A peer that reads slowly and then breaks the protocol is sent the reason, and no more")
  func errorWhileHeldBack() throws {
    let pair = try Self.pair()
    for stream: UInt32 in [0, 1] { try pair.receive(Self.windowUpdate(1 << 30, on: stream)) }
    pair.server.send(FlowControlTests.message(parts: 1000), on: 1)
    try pair.flush(room: 0)
    #expect(pair.server.session.isHoldingBack)
    try pair.receive(Self.windowUpdate(0))
    try pair.flush()
    #expect(!pair.server.session.isHoldingBack)
    #expect(pair.server.session.isOver)
    #expect(pair.serverFrames.last?.type == NGHTTP2_GOAWAY.rawValue)
    #expect(Self.dataSent(by: pair) < HTTP2Session.outputBytesMax + 17_000)
  }

  @Test("Calls that share a narrow connection take turns")
  func turns() throws {
    let pair = try Self.pair()
    try pair.receive(Attack.request(on: 3))
    for stream in [Int32(1), 3] {
      pair.server.send(FlowControlTests.message(parts: 300), on: stream)
    }
    try pair.flush()
    let data = pair.serverFrames.filter { $0.type == NGHTTP2_DATA.rawValue }
    #expect(data.map(\.stream) == [1, 3, 1, 3])
  }
}
