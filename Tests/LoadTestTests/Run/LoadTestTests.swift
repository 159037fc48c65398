import Platform
import Testing
import XDSServer

@testable import LoadTest

/// Simulated Envoys against the server of this project, on sockets of 127.0.0.1.
@Suite("A load test of Causeway", .timeLimit(.minutes(5)))
struct LoadTestTests {
  @Test(
    "Everyone is configured and sees every change, and nothing is sent for nothing",
    arguments: [false, true], [(true, false), (false, false), (true, true)])
  func variants(isDelta: Bool, shape: (isAggregated: Bool, isTLS: Bool)) async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan(clients: 50, overTLS: shape.isTLS)
    plan.isDelta = isDelta
    plan.isAggregated = shape.isAggregated
    plan.steady = .milliseconds(100)
    plan.changes = mesh.changes(3)
    let report = try await LoadTest.run(plan)
    #expect(report.failures == [])
    #expect(report.configured == 50)
    #expect(report.configuredTime.count == 50)
    #expect(report.superfluous == 0)
    #expect(report.changes.map(\.arrived) == [50, 50, 50])
    #expect(report.pushLatency?.count == 150)
    #expect(report.phases.map(\.name) == ["connect", "steady", "changes"])
    #expect(report.phases[0].responses == [50, 50, 50, 50])
    #expect(report.phases[1].responses == [0, 0, 0, 0])
    #expect(report.phases[2].responses == [0, 150, 0, 0])
    #expect(report.acknowledgements == 350 && report.refusals == 0)
    #expect(!report.isInterrupted)
  }

  @Test("A change is known by its marker, even when the next is made before it has come")
  func markers() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.isDelta = true
    // The mesh has the address of change n in the host part n + 1.
    plan.changes = LoadPlan.Changes(
      count: 10, interval: .milliseconds(1), recognition: .marker("10.99.0.{n}"),
      timeout: .seconds(30)
    ) { mesh.change($0 - 1) }
    let report = try await LoadTest.run(plan)
    // The first says nothing new: it is what they were configured with.
    #expect(report.changes.dropFirst().allSatisfy { $0.arrived == 20 && $0.expected == 20 })
    #expect(report.changes.count == 10)
  }

  @Test("Latency counts from when a change was planned, however late it is made")
  func plannedMoment() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan(clients: 5)
    let delay = Duration.milliseconds(200)
    plan.changes = LoadPlan.Changes(
      count: 3, interval: .milliseconds(10), recognition: .anyNews, timeout: .seconds(30)
    ) { number in
      (Moment.now + delay).wait()
      mesh.change(number)
    }
    let report = try await LoadTest.run(plan)
    let latency = try #require(report.pushLatency)
    // The third waits for two before it, 20 ms of which were planned.
    #expect(report.changes[0].latency.p50 >= 200_000)
    #expect(report.changes[2].latency.p50 >= 580_000)
    #expect(latency.p99 >= 580_000)
    #expect(report.changes[2].lateness >= 380_000)
    #expect(report.warnings.contains { $0.contains("begun late") })
  }

  @Test(
    "Those that refuse do so for every change, and are sent nothing twice",
    arguments: [false, true])
  func refusing(isDelta: Bool) async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.isDelta = isDelta
    plan.refusing = 0.25
    plan.changes = mesh.changes(4)
    let report = try await LoadTest.run(plan)
    #expect(report.configured == 20)
    #expect(report.refusals == 5 * 4)
    #expect(report.changes.allSatisfy { $0.arrived == 20 })
    #expect(report.superfluous == 0)
    #expect(report.failures == [])
  }

  @Test("Those that read nothing hold up nobody, and are not waited for")
  func stalling() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.stalling = 0.1
    plan.changes = mesh.changes(3)
    let report = try await LoadTest.run(plan)
    #expect(report.stalled == 2)
    #expect(report.changes.allSatisfy { $0.expected == 18 && $0.arrived == 18 })
    #expect(report.failures == [])
  }

  @Test("Those that leave come back as new ones, those that reconnect with what they have")
  func churn() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.isDelta = true
    plan.reconnecting = 1
    plan.leaving = 1
    plan.absence = .milliseconds(20)
    plan.steady = .seconds(1)
    plan.changes = mesh.changes(5)
    let report = try await LoadTest.run(plan)
    #expect(report.reconnects > 0 && report.departures > 0)
    #expect(try #require(report.rejoinTime).count > 0)
    #expect(report.changes.allSatisfy { $0.arrived == $0.expected })
    #expect(report.superfluous == 0)
    #expect(report.failures == [])
  }

  @Test("After a storm everyone is back", arguments: [false, true])
  func storm(isDelta: Bool) async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.isDelta = isDelta
    plan.storms = true
    let report = try await LoadTest.run(plan)
    #expect(report.stormTime?.count == 20)
    #expect(report.phases.map(\.name) == ["connect", "storm"])
    #expect(report.superfluous == 0)
    #expect(report.failures == [])
  }

  @Test("A real Envoy's node of 61 kB gets through the windows of HTTP/2, in every request")
  func fullNode() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan(clients: 5)
    plan.node.size = .full
    plan.saysNodeAlways = true
    let report = try await LoadTest.run(plan)
    #expect(report.configured == 5)
    // The eighth, which accepts the routes, may still be on its way when all are configured.
    #expect(report.phases[0].bytesSent > 5 * 7 * 59_000)
    #expect(report.failures == [])
  }

  @Test("They connect at the rate that is planned")
  func rate() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.connectRate = 100
    let report = try await LoadTest.run(plan)
    #expect(report.configured == 20)
    // The last is to connect after 190 ms, and not earlier.
    #expect(report.phases[0].seconds >= 0.19)
  }

  @Test("The process of the server is measured")
  func process() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.process = ProcessID.own
    plan.changes = mesh.changes(1)
    let report = try await LoadTest.run(plan)
    #expect(try #require(report.configureCPU) > 0)
    #expect(try #require(report.pushCPU) > 0)
    #expect(try #require(report.phases[0].serverPeakBytes) > 1 << 20)
    plan.process = 0x3FFF_FFFF
    await #expect(throws: LoadTest.Problem.self) { try await LoadTest.run(plan) }
  }

  @Test("A test that takes too long ends with what it has measured")
  func duration() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.steady = .seconds(3600)
    plan.duration = .seconds(3)
    let report = try await LoadTest.run(plan)
    #expect(report.isInterrupted)
    #expect(report.configured == 20)
    #expect(report.phases.map(\.name) == ["connect", "steady"])
  }

  @Test("A change that is under way when the test is ended is nobody's fault")
  func endedDuringChange() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    // It changes nothing, and is waited for.
    plan.changes = LoadPlan.Changes(
      count: 10, interval: .milliseconds(10), recognition: .anyNews, timeout: .seconds(3600)
    ) { _ in }
    plan.duration = .seconds(3)
    let report = try await LoadTest.run(plan)
    #expect(report.isInterrupted)
    #expect(report.changes.count == 1)
    #expect(report.failures == [])
    #expect(report.pushLatency?.count == 0)
  }

  @Test(
    "Clients that go on without what has not come are configured, each on its own connection",
    arguments: [false, true])
  func fetchTimeout(isDelta: Bool) async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan()
    plan.isDelta = isDelta
    // Nothing comes as soon as that.
    plan.fetchTimeout = .nanoseconds(1)
    let report = try await LoadTest.run(plan)
    #expect(report.configured == 20)
    #expect(report.failures.allSatisfy { $0.kind.contains("did not send") })
    #expect(report.failureCount > 0)
  }

  @Test("A change that cannot be made is an error")
  func failingChange() async throws {
    let mesh = try await ServedMesh()
    defer { Task { await mesh.server.stop() } }
    var plan = try mesh.plan(clients: 2)
    plan.changes = LoadPlan.Changes(
      count: 1, interval: .zero, recognition: .anyNews, timeout: .milliseconds(50)
    ) { (_) throws(ChangeFailure) in throw ChangeFailure("No.") }
    let report = try await LoadTest.run(plan)
    #expect(report.failures.contains { $0.kind == "changes were not made" && $0.detail == "No." })
    #expect(report.failures.contains { $0.kind.hasPrefix("changes did not come") && $0.count == 2 })
  }
}
