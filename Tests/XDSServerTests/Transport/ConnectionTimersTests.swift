import Platform
import Testing

@testable import XDSServer

/// The times of a connection, by a clock that the test turns.
struct ConnectionTimersTests {
  private let start = Moment.now
  private var timers: ConnectionTimers

  init() { timers = ConnectionTimers(TransportConfiguration(), now: start) }

  private func at(_ seconds: Int) -> Moment { start + .seconds(seconds) }

  @Test("A client that says nothing for 10 s is ended")
  mutating func silent() {
    #expect(timers.deadline == at(10))
    timers.heard()
    #expect(timers.due(now: at(9)) == .none)
    #expect(timers.due(now: at(10)) == .endSilent)
  }

  @Test("An open connection is sent a PING every 30 s, and lives as long as anything comes")
  mutating func pings() {
    timers.settingsReceived(now: at(1))
    timers.streamsChanged(hasStreams: true, now: at(1))
    #expect(timers.deadline == at(31))
    #expect(timers.due(now: at(31)) == .sendPing)
    #expect(timers.deadline == at(61))
    timers.heard()
    #expect(timers.due(now: at(61)) == .sendPing)
    #expect(timers.due(now: at(90)) == .none)
    #expect(timers.due(now: at(91)) == .endDead)
  }

  @Test("What came before the PING does not count as an answer")
  mutating func heardBefore() {
    timers.settingsReceived(now: at(1))
    timers.streamsChanged(hasStreams: true, now: at(1))
    timers.heard()
    #expect(timers.due(now: at(31)) == .sendPing)
    #expect(timers.due(now: at(61)) == .endDead)
  }

  @Test("A connection without a call is ended after five minutes")
  mutating func idle() {
    timers.settingsReceived(now: at(1))
    timers.streamsChanged(hasStreams: true, now: at(1))
    timers.streamsChanged(hasStreams: false, now: at(5))
    timers.streamsChanged(hasStreams: false, now: at(100))
    for seconds in stride(from: 31, to: 305, by: 30) {
      #expect(timers.due(now: at(seconds)) == .sendPing)
      timers.heard()
    }
    #expect(timers.due(now: at(304)) == .none)
    #expect(timers.due(now: at(305)) == .endIdle)
  }

  @Test("A connection without a call that does not go is closed a second after it was told to")
  mutating func idleAndDeaf() {
    timers.settingsReceived(now: at(1))
    #expect(timers.due(now: at(301)) == .endIdle)
    timers.heard()
    #expect(timers.deadline == at(302))
    #expect(timers.due(now: at(302)) == .close)
  }

  @Test("A peer that does not answer the announcement of a shutdown is told that it is final")
  mutating func shutdown() {
    timers.settingsReceived(now: at(1))
    timers.shutdownAnnounced(now: at(2))
    #expect(timers.due(now: at(3)) == .finishShutdownNotice)
    #expect(timers.due(now: at(32)) == .none)
    #expect(timers.due(now: at(33)) == .close)
  }

  @Test("Connections end at their maximum age, give or take a quarter", arguments: [0.75, 1, 1.25])
  func age(factor: Double) {
    var configuration = TransportConfiguration()
    configuration.connectionAgeMax = .seconds(40)
    configuration.pingInterval = .seconds(600)
    var timers = ConnectionTimers(configuration, now: start, ageFactor: factor)
    timers.settingsReceived(now: at(1))
    timers.streamsChanged(hasStreams: true, now: at(1))
    let end = start + .seconds(40) * factor
    #expect(timers.deadline == end)
    #expect(timers.due(now: end - .milliseconds(1)) == .none)
    #expect(timers.due(now: end) == .endAged)
    #expect(timers.due(now: end + .seconds(1)) == .finishShutdownNotice)
    #expect(timers.due(now: end + .seconds(31)) == .close)
  }

  @Test("Without a maximum age a connection may be as old as it likes")
  mutating func ageless() {
    timers.settingsReceived(now: at(1))
    timers.streamsChanged(hasStreams: true, now: at(1))
    for minute in 1..<100 {
      timers.heard()
      #expect(timers.due(now: at(60 * minute)) == .sendPing)
    }
  }

  @Test("A connection whose last bytes are not read is closed after a second")
  mutating func lingering() {
    timers.lingering(now: at(2))
    timers.settingsReceived(now: at(2))
    #expect(timers.due(now: at(2)) == .none)
    #expect(timers.due(now: at(3)) == .close)
  }
}
