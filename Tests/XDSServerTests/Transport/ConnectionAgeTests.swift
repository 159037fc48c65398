import Platform
import Testing

@testable import XDSServer

/// Connections that have reached their maximum age.
struct ConnectionAgeTests {
  private typealias Server = TransportServerTests

  @Test("An old connection is told to go, its calls end as unavailable, and nothing is lost")
  func aged() async throws {
    let server = try Server.start(loops: 1) { $0.connectionAgeMax = .milliseconds(400) }
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let stream = try client.open(Server.path)
    let message = [UInt8](repeating: 4, count: 3_000_000)
    try client.send(message, on: stream)
    // What was asked before the end is answered before the end.
    #expect(try client.message(0, on: stream) == message)
    #expect(try client.status(of: stream) == 14)
    #expect(
      client.session.streams[stream]?.statusMessage
        == "The connection has reached its maximum age: connect again.")
    try client.waitForClose()
    #expect(client.session.goAways.map(\.code).allSatisfy { $0 == 0 })
    #expect(client.session.goAways.first?.last == .max)
    client.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.aged: 1] }
    let again = try TestClient(server.localAddress)
    let next = try again.open(Server.path)
    try again.send([1], on: next)
    #expect(try again.message(0, on: next) == [1])
  }

  @Test("Connections that came together go at different times")
  func spread() {
    var configuration = TransportConfiguration()
    configuration.connectionAgeMax = .seconds(1000)
    configuration.pingInterval = .seconds(100_000)
    let start = Moment.now
    let ages = (0..<200).map { _ in
      var timers = ConnectionTimers(configuration, now: start)
      timers.settingsReceived(now: start)
      timers.streamsChanged(hasStreams: true, now: start)
      return (timers.deadline ?? start) - start
    }
    #expect(ages.allSatisfy { (.seconds(750) ... .seconds(1250)).contains($0) })
    // So unlikely otherwise that it never happens: 200 of them in a fifth of the span.
    #expect((ages.max() ?? .zero) - (ages.min() ?? .zero) > .seconds(100))
  }
}
