import CNghttp2
import Glibc
import Logging
import MeshModel
import Platform
import Testing

@testable import XDSServer

/// The whole transport on sockets of 127.0.0.1.
struct TransportServerTests {
  static let path = "/test.Echo/Call"

  static func start(
    loops: Int = 2, listen address: SocketAddress = .anyLoopbackPort,
    tls credentials: TLSCredentials? = nil,
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    _ configure: (inout TransportConfiguration) -> Void = { _ in }
  ) throws -> TransportServer<EchoService> {
    var configuration = TransportConfiguration()
    configure(&configuration)
    return try TransportServer(
      listen: address,
      tls: credentials.map { TLSListener(address: .anyLoopbackPort, credentials: $0) },
      loops: loops, configuration: configuration, logger: logger
    ) { EchoService($0) }
  }

  /// Waits until the counters say so.
  static func wait(
    _ server: TransportServer<EchoService>, until condition: (TransportCounters) -> Bool
  ) async throws {
    let end = Moment.now + .seconds(20)
    while !condition(server.counters) {
      try #require(Moment.now < end, "the counters are \(server.counters)")
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test("Messages are echoed over a socket, and the call ends with its status")
  func echo() throws {
    let server = try Self.start()
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let stream = try client.open(Self.path)
    try client.send([1, 2, 3], on: stream)
    #expect(try client.message(0, on: stream) == [1, 2, 3])
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try client.send(large, on: stream)
    #expect(try client.message(1, on: stream) == large)
    try client.finish(stream)
    #expect(try client.status(of: stream) == 0)
    let unknown = try client.open("/test.Echo/Other")
    #expect(try client.status(of: unknown) == 12)
  }

  @Test("Connections are spread evenly, and a push reaches every one of them")
  func manyConnections() async throws {
    let server = try Self.start(loops: 3)
    defer { server.stop() }
    let clients = try (0..<300).map { _ in try TestClient(server.localAddress) }
    let streams = try clients.map { try $0.open(Self.path) }
    try await Self.wait(server) { $0.streamsStarted == 300 }
    let counts = await withTaskGroup(of: Int.self) { group in
      for loop in server.loops {
        group.addTask {
          await withCheckedContinuation { continuation in
            loop.submit { continuation.resume(returning: $0.streams.count) }
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [100, 100, 100])

    let payload = SharedBytes(.init(repeating: 7, count: 20_000))
    for loop in server.loops {
      loop.submit { $0.push(OutgoingMessage(header: [1], body: [payload])) }
    }
    for (client, stream) in zip(clients, streams) {
      #expect(try client.message(0, on: stream) == [1] + payload.bytes)
    }
    #expect(server.counters.messagesSent == 300)
    #expect(server.counters.connectionsOpen == 300)
  }

  @Test("Commands are carried out in the order of their submission")
  func order() async throws {
    let server = try Self.start(loops: 1)
    defer { server.stop() }
    let seen = Lock<[Int]>([])
    for index in 0..<1000 {
      server.loops[0].submit { _ in seen.withLock { $0.append(index) } }
    }
    await withCheckedContinuation { continuation in
      server.loops[0].submit { _ in continuation.resume() }
    }
    #expect(seen.withLock { $0 } == Array(0..<1000))
  }

  @Test("A client that does not read holds up nobody, and gets everything when it reads")
  func slowReader() async throws {
    let server = try Self.start(loops: 1)
    defer { server.stop() }
    let slow = try TestClient(
      server.localAddress, session: .withWideWindows(), receiveBufferBytes: 4096)
    let slowStream = try slow.open(Self.path)
    try await Self.wait(server) { $0.streamsStarted == 1 }
    let large = OutgoingMessage(
      header: [], body: [SharedBytes(.init(repeating: 6, count: 12 << 20))])
    server.loops[0].submit { $0.push(large) }
    try await Self.wait(server) { $0.bytesSent > 10_000 }

    let other = try TestClient(server.localAddress)
    let stream = try other.open(Self.path)
    for index in 0..<20 {
      try other.send([UInt8(index)], on: stream)
      #expect(try other.message(index, on: stream) == [UInt8(index)])
    }
    #expect(try slow.message(0, on: slowStream) == large.shared.body[0].bytes)
  }

  @Test("A client of HTTP/1 gets an answer in its language and a clean close")
  func http1() async throws {
    let server = try Self.start()
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    try client.write(Array("GET / HTTP/1.1\r\n".utf8))
    try client.write(Array("Host: localhost\r\n\r\n".utf8))
    try client.waitForClose()
    #expect(
      String(decoding: client.firstBytes, as: UTF8.self).hasPrefix("HTTP/1.1 400 Bad Request"))
    client.disconnect()
    try await Self.wait(server) { $0.connectionsEnded == [.notHTTP2: 1] }
  }

  @Test("A client of TLS, which would try for ever and not say why, is in the log")
  func tls() async throws {
    let log = LogRecorder()
    let server = try Self.start(logger: log.logger)
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    // How a ClientHello begins (RFC 8446 §5.1).
    try client.write([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])
    try client.waitForClose()
    client.disconnect()
    try await waitUntil("the log says it") {
      log.lines.contains { line in
        line.hasPrefix("info: ") && line.hasSuffix("the client does not speak HTTP/2 without TLS.")
      }
    }
  }

  @Test("A client that breaks the protocol gets GOAWAY before the connection closes")
  func protocolError() async throws {
    let server = try Self.start()
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    _ = try client.open(Self.path)
    try client.write([0, 0, 1, 0, 0, 0, 0, 0, 9, 42])
    try client.waitForClose()
    #expect(client.session.goAways.map(\.code) == [1])
    client.disconnect()
    try await Self.wait(server) { $0.connectionsEnded == [.protocolError: 1] }
    #expect(server.counters.streamsEnded == server.counters.streamsStarted)
  }

  @Test("A client that leaves is forgotten, and its calls with it")
  func clientLeaves() async throws {
    let server = try Self.start(loops: 1)
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let stream = try client.open(Self.path)
    try client.send([1], on: stream)
    #expect(try client.message(0, on: stream) == [1])
    client.disconnect()
    try await Self.wait(server) { $0.connectionsOpen == 0 && $0.streamsEnded == 1 }
    let left = await withCheckedContinuation { continuation in
      server.loops[0].submit { continuation.resume(returning: $0.streams.count) }
    }
    #expect(left == 0)
  }

  @Test("A port that is in use is an error that names it and says what to do")
  func portInUse() throws {
    let server = try Self.start()
    defer { server.stop() }
    let error = #expect(throws: TransportError.self) {
      _ = try Self.start(listen: server.localAddress)
    }
    #expect(error?.errorNumber == EADDRINUSE)
    #expect(
      error?.description
        == "Cannot listen on \(server.localAddress): another process listens there."
        + " Stop it, or choose another port.")
  }

  @Test("An address that is not this host's is an error that says so")
  func foreignAddress() {
    let address = SocketAddress(ip: .init(v4: 0xC000_0201), port: 0)
    let error = #expect(throws: TransportError.self) { _ = try Self.start(listen: address) }
    #expect(error?.errorNumber == EADDRNOTAVAIL)
  }
}

extension ClientSession {
  /// A client that lets the server send as much as it likes, so that only the socket holds it back.
  static func withWideWindows() -> ClientSession {
    let session = ClientSession(settings: [(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 64 << 20)])
    session.openConnectionWindow(64 << 20)
    return session
  }
}
