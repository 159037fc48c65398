import Glibc
import MeshModel
import Platform
import Testing

@testable import XDSServer

/// What happens when the server was away and everybody returns.
struct ReconnectTests {
  // In a process of its own: what is measured is the memory of a process.
  @Test("5,000 reconnects", .timeLimit(.minutes(5)))
  func reconnects() async throws {
    if ReconnectTests.clientCount < 5000 {
      print("Only \(ReconnectTests.clientCount) reconnect: more files may not be open.")
    }
    await #expect(processExitsWith: .success) { try await ReconnectTests.reconnect() }
  }

  /// Fewer where the process may not open as many sockets, two for each.
  private static let clientCount = min(5000, (OpenFiles.raiseLimit() - 500) / 2)

  private static func reconnect() async throws {
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort, loops: 2)
    // Slow machines run tests, too.
    configuration.admission.patience = .seconds(200)
    let server = try DiscoveryServer(configuration, logger: .silent)
    await server.update(mesh: mesh(endpoints: 1), cause: "test")
    let early = try XDSTestClient(server.boundAddress, id: "early")
    try early.ask(.endpoint, [DiscoveryServerTests.shop])
    _ = try early.hearAndAccept(.endpoint, [DiscoveryServerTests.shop])

    let crowd = try ClientCrowd(server.boundAddress, cluster: DiscoveryServerTests.shop)
    _ = try storm(crowd, server) { _ in }
    let steady = residentBytes
    crowd.disconnect()
    var pushAfter: Duration?
    var push: Task<Void, Never>?
    let peak = try storm(crowd, server) { count in
      guard count == clientCount / 2, push == nil else { return }
      // While half of them are still to come.
      push = Task.detached {
        await server.update(mesh: mesh(endpoints: 2), cause: "in the storm")
      }
      let start = Moment.now
      _ = try early.hearAndAccept(.endpoint, [DiscoveryServerTests.shop])
      pushAfter = Moment.now - start
    }
    await push?.value
    // All have been let in by now, which is counted when the loop's round ends.
    try await waitUntil("everybody is counted") {
      server.statistics.admission.admitted == UInt64(2 * clientCount + 1)
    }
    let admissions = server.statistics.admission
    print(
      "\(clientCount) reconnects: \(steady >> 20) MiB steady, \(peak >> 20) MiB at most; a push",
      "in the storm took \(pushAfter ?? .zero); \(admissions)")
    precondition(admissions.waited > 0 && admissions.refused == 0)
    precondition(peak < steady + steady / 2, "\(peak) bytes after \(steady)")
    precondition(pushAfter.map { $0 < .seconds(10) } == true)
    precondition(server.transportCounters.connectionsRefused == 0)
    await server.stop(grace: .zero)
  }

  /// Connects everybody, and returns when all have what they need: the most memory that was used.
  private static func storm(
    _ crowd: ClientCrowd, _ server: DiscoveryServer, _ connected: (Int) throws -> Void
  ) throws -> Int {
    let start = Moment.now
    var peak = 0
    while crowd.configuredCount < clientCount {
      for _ in 0..<100 where crowd.count < clientCount { try crowd.connect() }
      crowd.serve()
      try connected(crowd.count)
      precondition(crowd.refusedCount == 0, "somebody was sent away")
      precondition(
        Moment.now - start < .seconds(120),
        "\(crowd.configuredCount) of \(crowd.count) are configured; \(server.transportCounters)")
      peak = max(peak, residentBytes)
    }
    print("All are configured after \(Moment.now - start)")
    return peak
  }

  private static func mesh(endpoints: UInt32) -> Mesh {
    Fixture.mesh(
      [DiscoveryServerTests.service("shop", endpoints: endpoints)]
        + (0..<30).map { DiscoveryServerTests.service("other-\($0)") })
  }

  /// The memory that this process has, from /proc.
  private static var residentBytes: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 200)
    guard fgets(&line, 200, file) != nil else { return 0 }
    let text = String(
      decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }
}
