import Platform
import Testing

@testable import XDSServer

/// Who is let in when many come at once, by a clock that the test turns.
struct AdmissionTests {
  private let start = Moment.now
  private var admission: Admission

  init() {
    var limits = AdmissionLimits()
    limits.placesMax = 2
    limits.lineMax = 3
    limits.placeTime = .seconds(1)
    limits.patience = .seconds(10)
    admission = Admission(limits)
    admission.startServing(now: start)
  }

  private func stream(_ number: UInt32) -> StreamID {
    StreamID(connection: ConnectionID(slot: number, generation: 0), number: 1)
  }

  private func at(_ milliseconds: Int) -> Moment {
    start + .milliseconds(milliseconds)
  }

  private mutating func ask(_ numbers: ClosedRange<UInt32>) -> [Admission.Answer] {
    numbers.map { admission.ask(stream($0), now: start) }
  }

  @Test("As many as there are places enter, so many wait in line, the others are refused")
  mutating func order() {
    #expect(ask(1...6) == [.enters, .enters, .waits, .waits, .waits, .isRefused])
    #expect(admission.next(now: start) == nil)
    admission.leave(stream(2))
    #expect(admission.next(now: start) == stream(3))
    #expect(admission.next(now: start) == nil)
    admission.leave(stream(1))
    admission.leave(stream(3))
    #expect(admission.next(now: start) == stream(4))
    #expect(admission.next(now: start) == stream(5))
    #expect(admission.next(now: start) == nil)
    #expect(admission.deadline == nil)
    #expect(admission.counters.admitted == 5)
    #expect(admission.counters.waited == 3)
    #expect(admission.counters.refused == 1)
  }

  @Test("Nobody passes those that wait")
  mutating func noPassing() {
    _ = ask(1...3)
    admission.leave(stream(1))
    #expect(admission.ask(stream(9), now: start) == .waits)
    #expect(admission.next(now: start) == stream(3))
  }

  @Test("One that is slow holds up the next for a second only")
  mutating func slow() {
    _ = ask(1...3)
    #expect(admission.deadline == at(1000))
    #expect(admission.next(now: at(999)) == nil)
    #expect(admission.next(now: at(1000)) == stream(3))
  }

  @Test("Those that leave the line are skipped, and make room in it")
  mutating func gone() {
    _ = ask(1...5)
    admission.leave(stream(3))
    admission.leave(stream(4))
    #expect(admission.ask(stream(6), now: start) == .waits)
    admission.leave(stream(1))
    #expect(admission.next(now: start) == stream(5))
    admission.leave(stream(2))
    #expect(admission.next(now: start) == stream(6))
  }

  @Test("One that has waited for too long is told to come back")
  mutating func patience() {
    _ = ask(1...2)
    #expect(admission.ask(stream(3), now: at(5000)) == .waits)
    #expect(admission.nextOverdue(now: at(14_999)) == nil)
    #expect(admission.nextOverdue(now: at(15_000)) == stream(3))
    #expect(admission.nextOverdue(now: at(15_000)) == nil)
    #expect(admission.counters.refused == 1)
  }

  @Test("Before there is anything to serve everybody waits, and nobody for too long")
  mutating func nothingToServe() {
    var limits = AdmissionLimits()
    limits.placesMax = 1
    admission = Admission(limits)
    _ = ask(1...2)
    #expect(admission.deadline == nil)
    #expect(admission.next(now: at(1_000_000)) == nil)
    #expect(admission.nextOverdue(now: at(1_000_000)) == nil)
    admission.startServing(now: at(1_000_000))
    #expect(admission.deadline == at(1_001_000))
    #expect(admission.next(now: at(1_000_999)) == nil)
    #expect(admission.next(now: at(1_001_000)) == stream(2))
  }

  @Test("Clients that come and go by the thousand leave nothing behind")
  mutating func churn() {
    _ = ask(1...3)
    for number in 10..<100_000 as Range<UInt32> {
      #expect(admission.ask(stream(number), now: start) == .waits)
      admission.leave(stream(number))
    }
    admission.leave(stream(1))
    #expect(admission.next(now: start) == stream(3))
    #expect(admission.next(now: start) == nil)
    #expect(admission.deadline == nil)
  }

  @Test(
    "A server with a short line tells clients to come back, says so once, and serves the others")
  func turnedAway() async throws {
    let log = LogRecorder()
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort)
    configuration.admission.placesMax = 1
    configuration.admission.lineMax = 2
    let server = try DiscoveryServer(configuration, logger: log.logger)
    defer { Task { await server.stop(grace: .zero) } }
    // Nothing is served yet, so that nobody's place becomes free.
    let clients = try (0..<6).map { try XDSTestClient(server.boundAddress, id: "client-\($0)") }
    for (index, client) in clients.enumerated() {
      try client.ask(.cluster)
      try await waitUntil("client \(index) has been heard") {
        server.transportCounters.messagesReceived == index + 1
      }
    }
    for client in clients.dropFirst(3) {
      let end = try client.end()
      #expect(end.status == 8)
      #expect(end.message.contains("come back later"))
    }
    #expect(log.lines.count { $0.hasPrefix("warning: Too many clients wait") } == 1)
    let mesh = Fixture.mesh([DiscoveryServerTests.service("shop")])
    await server.update(mesh: mesh, cause: "test")
    for client in clients.prefix(3) { _ = try client.hearAndAccept(.cluster) }
    try await waitUntil("everybody is counted") { server.statistics.admission.admitted == 3 }
    let counters = server.statistics.admission
    #expect(counters.waited == 2 && counters.refused == 3)
  }
}
