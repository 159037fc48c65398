import TestCertificates
import Testing

@testable import XDSServer

/// The whole transport over TLS, on sockets of 127.0.0.1.
@Suite("The transport over TLS", .timeLimit(.minutes(2)))
struct TLSServerTests {
  private typealias Server = TransportServerTests

  private let authority = TestAuthority()

  private func context(
    _ version: TestTLSContext.Version? = nil, trusting other: TestAuthority? = nil
  ) -> TestTLSContext {
    TestTLSContext(
      authority: (other ?? authority).certificate,
      certificate: authority.issue(.init(["URI:spiffe://mesh/ns/shop/sa/web"])), version: version)
  }

  private func address(of server: TransportServer<EchoService>) throws -> SocketAddress {
    try #require(server.localTLSAddress)
  }

  @Test(
    "Messages are echoed over either version, and without TLS beside it",
    arguments: [TestTLSContext.Version.tls12, .tls13])
  func echo(_ version: TestTLSContext.Version) throws {
    let server = try Server.start(tls: TLSCredentials(authority, clientCA: authority))
    defer { server.stop() }
    let encrypted = try TestClient(address(of: server), tls: context(version))
    let plain = try TestClient(server.localAddress)
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for client in [encrypted, plain] {
      let stream = try client.open(Server.path)
      try client.send([1, 2, 3], on: stream)
      #expect(try client.message(0, on: stream) == [1, 2, 3])
      try client.send(large, on: stream)
      #expect(try client.message(1, on: stream) == large)
      try client.finish(stream)
      #expect(try client.status(of: stream) == 0)
    }
  }

  @Test("A client that does not read holds up nobody, and gets everything when it reads")
  func slowReader() async throws {
    // Made first: with a sanitizer it takes longer than a call may be silent.
    let bytes = (0..<12 << 20).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let server = try Server.start(loops: 1, tls: TLSCredentials(authority))
    defer { server.stop() }
    let slow = try TestClient(
      address(of: server), session: .withWideWindows(), tls: context(), receiveBufferBytes: 4096)
    let slowStream = try slow.open(Server.path)
    // The handshake needs the client to read.
    try slow.wait("the server's SETTINGS") { slow.session.framesReceived[4] ?? 0 > 0 }
    try await Server.wait(server) { $0.streamsStarted == 1 }
    let large = OutgoingMessage(header: [], body: [SharedBytes(bytes)])
    server.loops[0].submit { $0.push(large) }
    try await Server.wait(server) { $0.bytesSent > 10_000 }

    let other = try TestClient(address(of: server), tls: context())
    let stream = try other.open(Server.path)
    for index in 0..<20 {
      try other.send([UInt8(index)], on: stream)
      #expect(try other.message(index, on: stream) == [UInt8(index)])
    }
    #expect(server.counters.bytesSent < 8 << 20)
    #expect(try slow.message(0, on: slowStream) == bytes)
  }

  @Test("New credentials are for new connections; a stream that is open goes on")
  func rotation() throws {
    let server = try Server.start(tls: TLSCredentials(authority))
    defer { server.stop() }
    let first = try TestClient(address(of: server), tls: context())
    let stream = try first.open(Server.path)
    try first.send([1], on: stream)
    #expect(try first.message(0, on: stream) == [1])

    let next = TestAuthority(name: "next CA")
    server.replaceCredentials(try TLSCredentials(next))
    let second = try TestClient(address(of: server), tls: context(trusting: next))
    let other = try second.open(Server.path)
    try second.send([2], on: other)
    #expect(try second.message(0, on: other) == [2])
    try first.send([3], on: stream)
    #expect(try first.message(1, on: stream) == [3])

    let late = try TestClient(address(of: server), tls: context())
    try late.waitForClose()
    #expect(late.tlsComplaint?.contains("unable to get local issuer certificate") == true)
  }

  @Test("A handshake that stalls is closed and counted, wherever it stops")
  func stalled() async throws {
    let server = try Server.start(tls: TLSCredentials(authority)) {
      $0.handshakeTimeout = .milliseconds(100)
    }
    defer { server.stop() }
    // One says nothing, one stops in the ClientHello, one after the handshake.
    let silent = try TestClient(address(of: server))
    let halting = try TestClient(address(of: server))
    try halting.write([22, 3, 1, 2, 0, 1])
    let idle = try TestClient(address(of: server), tls: context())
    for client in [silent, halting, idle] { try client.waitForClose() }
    try await Server.wait(server) { $0.connectionsEnded == [.handshakeTimeout: 3] }
  }

  @Test("A handshake that fails is closed, counted and logged with peer and reason")
  func failed() async throws {
    let log = LogRecorder()
    let server = try Server.start(
      tls: TLSCredentials(authority, clientCA: authority), logger: log.logger)
    defer { server.stop() }
    let clients = try [
      TestClient(address(of: server), tls: TestTLSContext()),
      TestClient(address(of: server), tls: TestTLSContext(protocols: ["http/1.1"])),
      TestClient(
        address(of: server),
        tls: TestTLSContext(certificate: TestAuthority(name: "other CA").issue())),
    ]
    for client in clients {
      try client.waitForClose()
      #expect(client.tlsComplaint?.contains("gave up and says: ") == true)
      client.disconnect()
    }
    try await Server.wait(server) { $0.connectionsEnded == [.tlsFailed: 3] }
    for reason in [
      "the client has no certificate", "the client does not offer HTTP/2 (ALPN h2)",
      "the certificate of the other side is not accepted: unable to get local issuer certificate",
    ] {
      try await waitUntil("the log says \(reason)") {
        log.lines.contains { line in
          line.hasPrefix("info: The connection from 127.0.0.1:")
            && line.hasSuffix(" ended: TLS failed: \(reason).")
        }
      }
    }
  }

  @Test("A client that leaves before it has said anything is no failure, one that does after is")
  func leavers() async throws {
    let server = try Server.start(tls: TLSCredentials(authority))
    defer { server.stop() }
    try TestClient(address(of: server)).disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.closedByClient: 1] }
    let halting = try TestClient(address(of: server))
    try halting.write([22, 3, 1, 2, 0, 1])
    halting.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.closedByClient: 1, .tlsFailed: 1] }
  }

  @Test("A client of HTTP/1 without TLS gets an answer in its language")
  func http1() async throws {
    let server = try Server.start(tls: TLSCredentials(authority))
    defer { server.stop() }
    let client = try TestClient(address(of: server))
    try client.write(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    try client.waitForClose()
    #expect(
      String(decoding: client.firstBytes, as: UTF8.self).hasPrefix("HTTP/1.1 400 Bad Request"))
    client.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.tlsFailed: 1] }
  }

  @Test("A client that takes its leave by close_notify is answered and forgotten")
  func closeNotify() async throws {
    let server = try Server.start(loops: 1, tls: TLSCredentials(authority))
    defer { server.stop() }
    let client = try TestClient(address(of: server), tls: context())
    let stream = try client.open(Server.path)
    try client.send([1], on: stream)
    #expect(try client.message(0, on: stream) == [1])
    try client.finishTLS()
    try client.waitForClose()
    client.disconnect()
    try await Server.wait(server) {
      $0.connectionsEnded == [.closedByClient: 1] && $0.streamsEnded == 1
    }
  }

  @Test("Bytes that are changed on the way end the connection, and it is counted")
  func broken() async throws {
    let server = try Server.start(tls: TLSCredentials(authority))
    defer { server.stop() }
    let client = try TestClient(address(of: server), tls: context())
    let stream = try client.open(Server.path)
    try client.send([1], on: stream)
    #expect(try client.message(0, on: stream) == [1])
    try client.writeAsIs([23, 3, 3, 0, 32] + Array(repeating: 7, count: 32))
    try client.waitForClose()
    client.disconnect()
    try await Server.wait(server) { $0.connectionsEnded == [.tlsFailed: 1] && $0.streamsEnded == 1 }
  }

  @Test("A shutdown reaches clients over TLS as it does others")
  func shutdown() async throws {
    let server = try Server.start(tls: TLSCredentials(authority))
    let client = try TestClient(address(of: server), tls: context())
    let stream = try client.open(Server.path)
    try client.send([1], on: stream)
    #expect(try client.message(0, on: stream) == [1])
    async let end: Void = server.shutdown(grace: .seconds(10))
    try client.waitForClose()
    #expect(client.session.streams[stream]?.status == 14)
    #expect(client.session.goAways.last?.code == 0)
    client.disconnect()
    await end
    #expect(server.counters.connectionsEnded == [.shutdown: 1])
  }
}
