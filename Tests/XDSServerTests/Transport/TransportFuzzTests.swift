import CNghttp2
import Platform
import Testing

@testable import XDSServer

/// Bytes that no client would send: nothing traps, and the service is told the truth.
struct TransportFuzzTests {
  /// What a client sends in a short conversation.
  private func recording(_ random: inout SeededGenerator) throws -> [UInt8] {
    let pair = try MemoryPair()
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let stream = pair.client.open("/test.Service/Call", [("x-test", "value")])
      pair.client.send(random.bytes(.random(in: 0...600, using: &random)), on: stream)
      if Bool.random(using: &random) { pair.client.finish(stream) }
      bytes += pair.client.takeOutput()
      if Bool.random(using: &random) { pair.client.reset(stream) }
      pair.client.ping()
      bytes += pair.client.takeOutput()
    }
    return bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    // The preface mostly stays, or nothing behind it would ever be looked at.
    let first = Int.random(in: 0..<10, using: &random) == 0 ? 0 : 24
    for _ in 0..<Int.random(in: 1...6, using: &random) where bytes.count > first {
      let index = Int.random(in: first..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[index] = .random(in: .min ... .max, using: &random)
      case 1: bytes[index] ^= 1 << Int.random(in: 0..<8, using: &random)
      case 2: bytes.remove(at: index)
      default:
        bytes.insert(contentsOf: random.bytes(.random(in: 1...20, using: &random)), at: index)
      }
    }
  }

  @Test("Mutated conversations never trap, and every call that began ends once", arguments: 0..<300)
  func mutations(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var bytes = try recording(&random)
    mutate(&bytes, &random)
    let pair = try MemoryPair()
    pair.service.onMessage = { [unowned pair] message, stream in
      guard pair.server.session.stream(stream.number)?.isSending == false else { return }
      if message.count % 3 == 0 {
        pair.server.finish(stream.number, status: GRPCStatus(.unknown, "No."))
      } else {
        pair.server.send(OutgoingMessage(header: message), on: stream.number)
      }
    }
    do {
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(.random(in: 1...200, using: &random))
        rest = rest.dropFirst(piece.count)
        try pair.receive(Array(piece))
        try pair.flush(room: .random(in: 0...300, using: &random))
      }
    } catch is HTTP2Error {
      // As it should be.
    }
    expectTruth(of: pair)
  }

  @Test(
    "Attacks among other bytes, with calls that time out, never trap and leave nothing behind",
    arguments: 0..<300)
  func attacks(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var configuration = TransportConfiguration()
    configuration.frameLimit = RateLimit(burst: .random(in: 10...400, using: &random), perSecond: 9)
    configuration.resetLimit = RateLimit(burst: .random(in: 1...40, using: &random), perSecond: 3)
    configuration.messageBytesMax = 1000
    configuration.unfinishedBytesMax = .random(in: 100...2000, using: &random)
    let attack = Attack.allCases[Int.random(in: 0..<Attack.allCases.count, using: &random)]
    var bytes = attack.beginning
    for round in 0..<Int.random(in: 1...60, using: &random) {
      bytes += attack.round(round)
      let stream = UInt32(2 * Int.random(in: 0...60, using: &random) + 1)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes += Attack.request(on: stream)
      case 1: bytes += Attack.frame(NGHTTP2_DATA, on: stream, [0, 0, 0, 2, 0] + random.bytes(400))
      case 2: bytes += Attack.frame(NGHTTP2_DATA, flags: 1, on: stream, [0, 0, 0, 0, 1, 7])
      default: break
      }
    }
    if Bool.random(using: &random) { mutate(&bytes, &random) }
    let pair = try MemoryPair(configuration: configuration)
    var rest = bytes[...]
    do {
      while !rest.isEmpty {
        let piece = rest.prefix(.random(in: 1...2000, using: &random))
        rest = rest.dropFirst(piece.count)
        try pair.receive(Array(piece))
        pair.buffers.now += .milliseconds(.random(in: 0...8000, using: &random))
        pair.server.serveDeadlines(now: pair.buffers.now)
        if Bool.random(using: &random) {
          try pair.flush(room: .random(in: 0...500, using: &random))
        }
      }
    } catch is HTTP2Error {
      // As it should be.
    }
    expectTruth(of: pair)
  }

  /// Ends the connection, and sees that the service was told of every call's beginning and end.
  private func expectTruth(of pair: MemoryPair) {
    pair.server.connectionClosed(service: pair.service)
    #expect(pair.buffers.unfinishedBytes == 0)
    var open: Set<Int32> = []
    for heard in pair.service.heard {
      switch heard {
      case .started(_, let stream): #expect(open.insert(stream).inserted)
      case .ended(let stream, _): #expect(open.remove(stream) != nil)
      case .message(_, let stream), .clientFinished(let stream), .sent(let stream):
        #expect(open.contains(stream))
      }
    }
    #expect(open.isEmpty)
    let counters = pair.buffers.counters
    #expect(counters.streamsStarted == counters.streamsEnded)
  }

  @Test("Random bytes after the preface never trap", arguments: 0..<200)
  func noise(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pair = try MemoryPair()
    try pair.receive(pair.client.takeOutput())
    do {
      for _ in 0..<20 {
        // Frame headers that are right in form, or most of the noise would be one frame too large.
        let payload = random.bytes(.random(in: 0...60, using: &random))
        let type = UInt8.random(in: 0...10, using: &random)
        let flags = UInt8.random(in: .min ... .max, using: &random)
        let stream = UInt8.random(in: 0...5, using: &random)
        try pair.receive(
          [0, 0, UInt8(payload.count), type, flags, 0, 0, 0, stream] + payload)
        try pair.flush()
      }
    } catch is HTTP2Error {
      // As it should be.
    }
    pair.server.connectionClosed(service: pair.service)
  }
}
