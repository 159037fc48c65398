import Glibc
import Testing

@testable import XDSServer

/// Clients that make much work for little of their own, on sockets beside an honest one.
struct AbuseServerTests {
  private typealias Server = TransportServerTests

  @Test(
    "An attacker is told to calm down and closed, and an honest client on the same loop is served",
    arguments: Attack.allCases)
  func attack(_ attack: Attack) async throws {
    let log = LogRecorder()
    let server = try Server.start(loops: 1, logger: log.logger)
    defer { server.stop() }
    let honest = try TestClient(server.localAddress)
    let stream = try honest.open(Server.path)
    var echoes = 0
    func echo() throws {
      try honest.send([UInt8(echoes & 0xFF)], on: stream)
      #expect(try honest.message(echoes, on: stream) == [UInt8(echoes & 0xFF)])
      echoes += 1
    }
    try echo()
    let attacker = try TestClient(server.localAddress)
    attacker.isSessionMute = true
    try attacker.write(attack.beginning)
    // The server has spoken, so that its last word is in its place.
    try attacker.wait("SETTINGS") { attacker.bytesReceived > 0 }
    var rounds = 0
    while server.counters.connectionsEnded.isEmpty, rounds < 20_000, !attacker.isClosedByServer {
      try attacker.write((rounds..<rounds + 100).flatMap { attack.round($0) })
      rounds += 100
      try attacker.discard()
      try echo()
    }
    try attacker.waitForClose()
    attacker.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [attack.end: 1] }
    // GOAWAY is the last frame, and ENHANCE_YOUR_CALM the last four bytes of it.
    #expect(attacker.lastBytes.count == 17)
    #expect(attacker.lastBytes.prefix(4) == [0, 0, 8, 7])
    #expect(attacker.lastBytes.suffix(4) == [0, 0, 0, 0xB])
    try echo()
    let lines = log.lines.filter { $0.contains(attack.end.sentence) }
    #expect(lines.count == 1)
    #expect(lines.allSatisfy { $0.hasPrefix("notice: The connection from 127.0.0.1") })
    #expect(server.counters.streamsStarted - server.counters.streamsEnded == 1)
  }

  @Test("A client that has us answer and reads nothing is closed, and others are served")
  func unreadAnswers() async throws {
    let server = try Server.start(loops: 1) {
      // So that it is the answers and not the questions that are too many.
      $0.frameLimit = RateLimit(burst: .max / 2, perSecond: 0)
    }
    defer { server.stop() }
    let attacker = try TestClient(server.localAddress, receiveBufferBytes: 4096)
    attacker.isSessionMute = true
    try attacker.write(Attack.pings.beginning)
    let honest = try TestClient(server.localAddress)
    let stream = try honest.open(Server.path)
    var rounds = 0
    let pings = (0..<10_000).flatMap { Attack.pings.round($0) }
    while server.counters.connectionsEnded.isEmpty, rounds < 10_000 {
      try attacker.write(pings)
      try honest.send([1], on: stream)
      #expect(try honest.message(rounds, on: stream) == [1])
      rounds += 1
    }
    try await Server.wait(server) { $0.connectionsEnded == [.flooded: 1] }
  }
}
