import Platform
import Testing

@testable import XDSServer

/// What the server does because time passes, with times short enough for a test.
struct TransportTimeTests {
  private typealias Server = TransportServerTests

  @Test("A client that says nothing, or stops in the middle of the preface, is closed")
  func silentClient() async throws {
    let server = try Server.start { $0.handshakeTimeout = .milliseconds(50) }
    defer { server.stop() }
    let silent = try TestClient(server.localAddress)
    let halting = try TestClient(server.localAddress)
    try halting.write(Array(halting.session.takeOutput().prefix(16)))
    try silent.waitForClose()
    try halting.waitForClose()
    try await Server.wait(server) { $0.connectionsEnded == [.handshakeTimeout: 2] }
  }

  @Test("A peer that answers no PING is closed, one that does lives on")
  func deadPeer() async throws {
    let server = try Server.start {
      $0.pingInterval = .milliseconds(100)
      $0.idleTimeout = .seconds(60)
    }
    defer { server.stop() }
    let dead = try TestClient(server.localAddress, session: ClientSession(answersPings: false))
    let stream = try dead.open(Server.path)
    try dead.waitForClose()
    #expect(dead.session.streams[stream]?.isFinished == false)
    try await Server.wait(server) { $0.connectionsEnded == [.dead: 1] && $0.streamsEnded == 1 }
  }

  @Test("A peer that answers its PINGs lives on")
  func livingPeer() throws {
    let server = try Server.start { $0.pingInterval = .milliseconds(200) }
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let stream = try client.open(Server.path)
    try client.wait("four PINGs") { client.session.framesReceived[6] ?? 0 >= 4 }
    try client.send([1], on: stream)
    #expect(try client.message(0, on: stream) == [1])
    #expect(server.counters.connectionsEnded.isEmpty)
  }

  @Test("A connection without a call is told to go away, one with a call stays")
  func idle() async throws {
    let server = try Server.start { $0.idleTimeout = .milliseconds(100) }
    defer { server.stop() }
    let busy = try TestClient(server.localAddress)
    let stream = try busy.open(Server.path)
    let idle = try TestClient(server.localAddress)
    try idle.flush()
    try idle.waitForClose()
    #expect(idle.session.goAways.map(\.code) == [0])
    idle.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.idle: 1] }
    try busy.send([1], on: stream)
    #expect(try busy.message(0, on: stream) == [1])
  }

  @Test("A service's deadline is kept, once, and can be taken back")
  func deadline() async throws {
    let server = try Server.start(loops: 1)
    defer { server.stop() }
    let start = Moment.now
    let reached = await withCheckedContinuation { continuation in
      server.loops[0].submit { service in
        service.onDeadline = { now in
          service.onDeadline = { _ in }
          continuation.resume(returning: now)
        }
        service.setDeadline(start + .milliseconds(20))
      }
    }
    #expect(reached >= start + .milliseconds(20))
    let count = await withCheckedContinuation { continuation in
      server.loops[0].submit { service in
        service.setDeadline(.now + .milliseconds(1))
        service.setDeadline(nil)
        service.onDeadline = { _ in
          service.onDeadline = { _ in }
          continuation.resume(returning: service.deadlinesReached)
        }
        service.setDeadline(.now + .milliseconds(30))
      }
    }
    #expect(count == 2)
  }
}
