import CNghttp2
import Platform
import Testing

@testable import XDSServer

/// Clients that make much work for little of their own, in memory.
struct AbuseTests {
  @Test("An attack ends its connection for the right reason", arguments: Attack.allCases)
  func attack(_ attack: Attack) throws {
    let pair = try MemoryPair()
    try pair.receive(attack.beginning)
    try pair.flush()
    var rounds = 0
    let error = #expect(throws: HTTP2Error.self) {
      while rounds < 10_000 {
        rounds += 1
        try pair.receive(attack.round(rounds - 1))
        try pair.flush()
      }
    }
    #expect(
      error == .abusive(attack.end),
      "\(pair.serverFrames.prefix(5)) \(pair.server.session.complaint ?? "")")
    pair.server.connectionClosed(service: pair.service)
    let counters = pair.buffers.counters
    #expect(counters.streamsStarted == counters.streamsEnded)
    // Header blocks are bounded by their size, everything else by what an honest client never does.
    if attack.end != .headerFlood, attack.end != .continuationFlood { #expect(rounds > 90) }
    let frame = pair.server.session.calmingGoAway
    #expect(frame[3] == UInt8(NGHTTP2_GOAWAY.rawValue) && frame.suffix(4) == [0, 0, 0, 0xB])
  }

  @Test("However it is cut into reads, an attack is seen", arguments: [1, 7, 9, 10, 1000])
  func pieces(size: Int) throws {
    let pair = try MemoryPair()
    try pair.receive(Attack.pings.beginning)
    let error = #expect(throws: HTTP2Error.self) {
      for _ in 0..<100 {
        try pair.receive((0..<100).flatMap { Attack.pings.round($0) }, pieces: size)
        try pair.flush()
      }
    }
    #expect(error == .abusive(.pingFlood))
  }

  @Test("A client that resets calls has the service hear of the end of every one")
  func lastCallsEnd() throws {
    let pair = try MemoryPair()
    try pair.receive(Attack.rapidReset.beginning)
    #expect(throws: HTTP2Error.abusive(.resetFlood)) {
      for start in stride(from: 0, to: 1000, by: 50) {
        try pair.receive((start..<start + 50).flatMap { Attack.rapidReset.round($0) })
        try pair.flush()
      }
    }
    pair.server.connectionClosed(service: pair.service)
    var open = 0
    for heard in pair.service.heard {
      switch heard {
      case .started: open += 1
      case .ended: open -= 1
      default: break
      }
    }
    #expect(open == 0)
  }

  @Test("A client that is sent much may answer every frame by several, even within a moment")
  func honestAnswers() throws {
    let pair = try MemoryPair()
    let stream = pair.client.open("/test.Service/Call")
    try pair.settle()
    for index in 0..<10_000 {
      pair.server.send(OutgoingMessage(header: [1, 2, 3]), on: stream)
      try pair.settle()
      // What grpc-go does: both windows, and a PING to measure the way; and the ACK.
      pair.client.send(.init(repeating: UInt8(index & 0xFF), count: 120), on: stream)
      pair.client.ping()
      try pair.receive(
        pair.client.takeOutput() + Attack.windowUpdates.round(0)
          + Attack.frame(NGHTTP2_WINDOW_UPDATE, on: UInt32(stream), [0, 0, 0, 1]))
      try pair.settle()
    }
    #expect(pair.service.heard.count == 20_001)
  }

  @Test("A client that resets a call now and then may do so for ever")
  func honestResets() throws {
    let pair = try MemoryPair()
    for _ in 0..<2000 {
      let stream = pair.client.open("/test.Service/Call")
      try pair.settle()
      pair.client.reset(stream)
      try pair.settle()
      pair.buffers.now += .milliseconds(50)
    }
    #expect(pair.buffers.counters.streamsEnded == 2000)
  }

  @Test("Header fields beyond the limit refuse their call, and the connection lives on")
  func largeHeaders() throws {
    let pair = try MemoryPair()
    let fields = (0..<60).map { ("x-\($0)", String(repeating: "a", count: 900)) }
    let large = pair.client.open("/test.Service/Call", fields)
    let small = pair.client.open("/test.Service/Call")
    try pair.settle()
    #expect(pair.client.streams[large]?.status == 8)
    #expect(pair.service.heard == [.started("/test.Service/Call", small)])
  }

  @Test("A bucket lets through its burst, and then its rate")
  func allowance() {
    let limit = RateLimit(burst: 10, perSecond: 2)
    var now = Moment.now
    var allowance = Allowance(limit, now: now)
    func takes(_ cost: Int) -> Bool { allowance.take(cost, of: limit, now: now) }
    let burst = (0..<11).map { _ in takes(1) }
    #expect(burst == .init(repeating: true, count: 10) + [false])
    for second in 0..<100 {
      // What was refused was taken, too.
      now += .milliseconds(1500)
      let (first, second) = (takes(2), (takes(1), second))
      #expect(first && !second.0, "second \(second.1)")
    }
    now += .seconds(1_000_000)
    let again = (0..<9).map { _ in takes(1) }
    #expect(!again.contains(false))
    allowance.give(1000, of: limit)
    let (given, beyond) = (takes(10), takes(1))
    #expect(given && !beyond)
  }
}
