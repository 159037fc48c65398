import Glibc
import Logging
import Platform
import Testing

@testable import XDSServer

/// How the server ends, and what it leaves behind: nothing.
struct TransportShutdownTests {
  private typealias Server = TransportServerTests

  @Test("A shutdown ends every call as unavailable and closes every connection")
  func graceful() async throws {
    let server = try Server.start { $0.handshakeTimeout = .seconds(600) }
    let address = server.localAddress
    let clients = try (0..<20).map { _ in try TestClient(address) }
    let streams = try clients.map { try $0.open(Server.path) }
    let silent = try TestClient(address)
    try await Server.wait(server) { $0.streamsStarted == 20 && $0.connectionsAccepted == 21 }
    async let isOver: Void = server.shutdown(grace: .seconds(30))
    // Before this thread blocks: the task above may have no other one to begin on.
    try await Server.wait(server) { $0.streamsEnded == 20 }
    for (client, stream) in zip(clients, streams) {
      #expect(try client.status(of: stream) == 14)
      try client.waitForClose()
      #expect(client.session.goAways.first?.last == Int32.max)
      client.disconnect()
    }
    try silent.waitForClose()
    await isOver
    #expect(server.counters.connectionsEnded == [.shutdown: 21])
    #expect(server.counters.streamsEnded == 20)
    #expect(throws: TestClient.Problem.self) { _ = try TestClient(address) }
  }

  @Test("A client that does not react holds up a shutdown no longer than the grace")
  func graceEnds() async throws {
    let server = try Server.start()
    let client = try TestClient(
      server.localAddress, session: .withWideWindows(), receiveBufferBytes: 4096)
    let stream = try client.open(Server.path)
    try await Server.wait(server) { $0.streamsStarted == 1 }
    let large = OutgoingMessage(header: .init(repeating: 1, count: 12 << 20))
    for loop in server.loops { loop.submit { $0.push(large) } }
    try await Server.wait(server) { $0.bytesSent > 10_000 }
    #expect(client.session.streams[stream]?.data.isEmpty == true)
    let start = Moment.now
    await server.shutdown(grace: .milliseconds(300))
    #expect(Moment.now - start < .seconds(10))
    #expect(server.counters.connectionsOpen == 0)
  }

  @Test("New clients are turned away as soon as a shutdown has begun, not when it is over")
  func turnsAway() async throws {
    let server = try Server.start()
    let client = try TestClient(
      server.localAddress, session: .withWideWindows(), receiveBufferBytes: 4096)
    _ = try client.open(Server.path)
    try await Server.wait(server) { $0.streamsStarted == 1 }
    let large = OutgoingMessage(header: .init(repeating: 1, count: 12 << 20))
    for loop in server.loops { loop.submit { $0.push(large) } }
    try await Server.wait(server) { $0.bytesSent > 10_000 }
    async let isOver: Void = server.shutdown(grace: .seconds(60))
    // The first client reads nothing, so that the shutdown goes on until it leaves.
    let end = Moment.now + .seconds(20)
    var isTurnedAway = false
    while !isTurnedAway, Moment.now < end {
      do {
        _ = try TestClient(server.localAddress)
        try await Task.sleep(for: .milliseconds(5))
      } catch is TestClient.Problem {
        isTurnedAway = true
      }
    }
    #expect(isTurnedAway)
    try await Server.wait(server) { $0.connectionsOpen == 1 }
    client.disconnect()
    await isOver
  }

  @Test("Stopping twice, and shutting down what has stopped, does nothing more")
  func again() async throws {
    let server = try Server.start()
    server.stop()
    server.stop()
    await server.shutdown(grace: .seconds(1))
    server.loops[0].submit { _ in Issue.record("a command was carried out after the end") }
  }

  @Test("The port can be used again at once")
  func restart() throws {
    let server = try Server.start()
    let client = try TestClient(server.localAddress)
    let stream = try client.open(Server.path)
    try client.send([1], on: stream)
    _ = try client.message(0, on: stream)
    server.stop()
    let next = try Server.start(listen: server.localAddress)
    defer { next.stop() }
    #expect(next.localAddress == server.localAddress)
  }

  // In a process of its own: other tests open and close descriptors too.
  @Test("A server that was stopped or shut down leaves no descriptor open")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      // What the process opens once, such as for its clock and its threads, is open after the
      // first.
      try await TransportShutdownTests.serveOnce()
      let before = TransportShutdownTests.openDescriptors
      for _ in 0..<5 { try await TransportShutdownTests.serveOnce() }
      precondition(TransportShutdownTests.openDescriptors == before)
    }
  }

  // In a process of its own: the limit is one of the process.
  @Test("Without descriptors clients wait, nothing spins, and they are served when there are some")
  func exhaustion() async {
    await #expect(processExitsWith: .success) { try await TransportShutdownTests.exhaust() }
  }

  private static func exhaust() async throws {
    let server = try TransportServerTests.start(loops: 1)
    let first = try TestClient(server.localAddress)
    let stream = try first.open(TransportServerTests.path)
    try first.send([1], on: stream)
    _ = try first.message(0, on: stream)
    let second = try TestClient(server.localAddress, connectsAtOnce: false)
    var hoard: [Int32] = []
    while case let next = open("/dev/null", O_RDONLY), next >= 0 { hoard.append(next) }
    try second.connect()
    // Not `Task.sleep`: the runtime wants descriptors for that itself.
    while server.counters.acceptFailures < 2 { usleep(1000) }
    #expect(server.counters.acceptFailures < 50)
    try first.send([2], on: stream)
    #expect(try first.message(1, on: stream) == [2])
    for descriptor in hoard { close(descriptor) }
    let late = try second.open(TransportServerTests.path)
    try second.send([3], on: late)
    #expect(try second.message(0, on: late) == [3])
    server.stop()
  }

  private static func serveOnce() async throws {
    for isGraceful in [false, true] {
      let server = try TransportServerTests.start()
      let clients = try (0..<10).map { _ in try TestClient(server.localAddress) }
      for client in clients {
        let stream = try client.open(TransportServerTests.path)
        try client.send([1], on: stream)
        _ = try client.message(0, on: stream)
      }
      for client in clients.dropFirst(5) { client.disconnect() }
      if isGraceful {
        await server.shutdown(grace: .milliseconds(50))
      } else {
        server.stop()
      }
    }
  }

  private static var openDescriptors: Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }
}
