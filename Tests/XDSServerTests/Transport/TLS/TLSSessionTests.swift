import TestCertificates
import Testing

@testable import XDSServer

/// The server's side of TLS against OpenSSL's client, in memory.
@Suite("TLS sessions")
struct TLSSessionTests {
  private let authority = TestAuthority()

  /// A server that requires certificates, and a client with one.
  private func mutualPair(
    _ request: TestAuthority.Request = .init(["URI:spiffe://mesh/ns/shop/sa/web"]),
    signedBy other: TestAuthority? = nil
  ) throws -> TLSPair {
    let certificate = (other ?? authority).issue(request)
    return try TLSPair(
      TLSCredentials(authority, clientCA: authority),
      client: TestTLSContext(authority: authority.certificate, certificate: certificate))
  }

  @Test(
    "Both versions carry data both ways, in pieces of any size",
    arguments: [TestTLSContext.Version.tls12, .tls13], [1, 7, 1000, Int.max])
  func data(_ version: TestTLSContext.Version, _ pieces: Int) throws {
    let pair = try TLSPair(
      TLSCredentials(authority),
      client: TestTLSContext(authority: authority.certificate, version: version))
    pair.settle(pieces: pieces)
    #expect(pair.server.session.phase == .open)
    #expect(pair.client.session.phase == .open)
    #expect(pair.server.session.identity == .anonymous)
    let question = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let answer = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    pair.client.send(question)
    pair.settle(pieces: pieces)
    pair.server.send(answer)
    pair.settle(pieces: pieces)
    #expect(pair.server.received == question)
    #expect(pair.client.received == answer)
  }

  @Test("Data that comes with the end of the handshake is not lost")
  func early() throws {
    let pair = try mutualPair()
    let hello = pair.client.buffers.sealed.take()
    pair.server.receive(hello)
    pair.client.receive(pair.server.buffers.sealed.take())
    pair.client.send([1, 2, 3])
    pair.server.receive(pair.client.buffers.sealed.take())
    #expect(pair.server.session.phase == .open)
    #expect(pair.server.received == [1, 2, 3])
  }

  @Test("The handshake costs no tickets: nothing follows it")
  func noTickets() throws {
    let pair = try mutualPair()
    pair.settle()
    let before = pair.server.sent.count
    pair.client.send([1])
    pair.settle()
    #expect(pair.server.sent.count == before)
  }

  @Test("Not more is encrypted ahead than four records")
  func bound() throws {
    let pair = try mutualPair()
    pair.settle()
    var list = OutputList()
    list.append(SharedBytes(.init(repeating: 7, count: 1 << 20)), 0..<1 << 20)
    #expect(pair.server.session.seal(&list))
    #expect(list.byteCount == 1 << 20 - 64 << 10)
    #expect((64 << 10..<66 << 10).contains(pair.server.buffers.sealed.byteCount))
  }

  @Test("The URIs of the client's certificate are known when the session is open")
  func identity() throws {
    let uris = ["spiffe://mesh/ns/shop/sa/web", "https://example.org/x"]
    let pair = try mutualPair(
      .init(["DNS:web", "URI:\(uris[0])", "IP:10.0.0.1", "URI:\(uris[1])"]))
    pair.settle()
    #expect(pair.server.session.identity == .certificate(uris: uris))
    let without = try mutualPair(.init())
    without.settle()
    #expect(without.server.session.identity == .certificate(uris: []))
  }

  @Test("An intermediate certificate in the client CA is trusted without its root")
  func partialChain() throws {
    let intermediate = TestAuthority(name: "intermediate", signedBy: authority)
    let pair = try TLSPair(
      TLSCredentials(authority, clientCA: intermediate),
      client: TestTLSContext(certificate: intermediate.issue()))
    pair.settle()
    #expect(pair.server.session.phase == .open)
  }

  @Test(
    "A client whose certificate is no good is refused, and told by an alert",
    arguments: [
      (TestAuthority.Request(validity: -7200...(-3600)), false, "certificate has expired"),
      (.init(validity: 3600...7200), false, "certificate is not yet valid"),
      (.init(usage: "serverAuth"), false, "unsuitable certificate purpose"),
      (.init(), true, "certificate signature failure"),
    ] as [(TestAuthority.Request, Bool, String)])
  func badCertificate(
    _ request: TestAuthority.Request, _ isOfAnother: Bool, _ reason: String
  ) throws {
    let pair = try mutualPair(request, signedBy: isOfAnother ? TestAuthority() : nil)
    pair.settle()
    #expect(pair.server.session.phase == .failed)
    #expect(
      pair.server.session.complaint
        == "the certificate of the other side is not accepted: \(reason)")
    #expect(pair.client.session.phase == .failed)
    #expect(pair.client.session.complaint?.contains("gave up and says") == true)
  }

  @Test("A certificate of a CA with another name is refused")
  func strangerCertificate() throws {
    let pair = try mutualPair(signedBy: TestAuthority(name: "other CA"))
    pair.settle()
    #expect(
      pair.server.session.complaint
        == "the certificate of the other side is not accepted: unable to get local issuer "
        + "certificate")
  }

  @Test("A client without a certificate is refused where one is required")
  func noCertificate() throws {
    let pair = try TLSPair(
      TLSCredentials(authority, clientCA: authority), client: TestTLSContext())
    pair.settle()
    #expect(pair.server.session.phase == .failed)
    #expect(pair.server.session.complaint == "the client has no certificate")
  }

  @Test("A client that does not trust the server says so")
  func distrust() throws {
    let pair = try TLSPair(
      TLSCredentials(authority),
      client: TestTLSContext(authority: TestAuthority(name: "other CA").certificate))
    pair.settle()
    #expect(pair.server.session.phase == .failed)
    #expect(
      pair.server.session.complaint == "the other side gave up and says: tlsv1 alert unknown ca")
  }

  @Test(
    "A client that does not offer HTTP/2 is refused",
    arguments: [
      ([], "the client does not offer a protocol (ALPN h2)"),
      (["http/1.1"], "the client does not offer HTTP/2 (ALPN h2)"),
      (["h2c", "h", "http/1.1"], "the client does not offer HTTP/2 (ALPN h2)"),
    ])
  func wrongProtocol(_ protocols: [String], _ complaint: String) throws {
    let pair = try TLSPair(
      TLSCredentials(authority), client: TestTLSContext(protocols: protocols))
    pair.settle()
    #expect(pair.server.session.phase == .failed)
    #expect(pair.server.session.complaint == complaint)
    // no_application_protocol (RFC 7301 §3.2).
    #expect(pair.server.sent.suffix(2) == [2, 120])
  }

  @Test("HTTP/2 is found wherever it stands in the offer")
  func offers() throws {
    let pair = try TLSPair(
      TLSCredentials(authority), client: TestTLSContext(protocols: ["http/1.1", "x", "h2"]))
    pair.settle()
    #expect(pair.server.session.phase == .open)
    #expect(ALPN.position(ofHTTP2In: [2, 104]) == nil)
    #expect(ALPN.position(ofHTTP2In: [200, 104, 50]) == nil)
    #expect(ALPN.position(ofHTTP2In: []) == nil)
    #expect(ALPN.position(ofHTTP2In: [1, 104, 2, 104, 50]) == 3)
  }

  @Test("TLS 1.1 is refused")
  func oldVersion() throws {
    let pair = try TLSPair(
      TLSCredentials(authority), client: TestTLSContext(version: .tls11))
    pair.settle()
    #expect(pair.server.session.phase == .failed)
    #expect(pair.server.session.complaint == "unsupported protocol")
  }

  @Test(
    "What is not TLS is noticed",
    arguments: [
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "SSH-2.0-OpenSSH_9.2p1\r\n",
    ])
  func plaintext(_ text: String) throws {
    let server = try TLSPair(TLSCredentials(authority), client: TestTLSContext()).server
    server.receive(Array(text.utf8))
    #expect(server.session.phase == .failed)
    #expect(server.session.complaint?.hasPrefix("the other side does not speak TLS") == true)
  }

  @Test("Garbage ends a handshake or a session, and nothing else", arguments: 0..<200)
  func garbage(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pair = try mutualPair()
    let isOpen = seed % 2 == 0
    if isOpen { pair.settle() }
    // Something that looks like a record of TLS is understood further than what does not.
    let length = Int.random(in: 1...300, using: &random)
    let kind = UInt8.random(in: 20...24, using: &random)
    let body = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    pair.server.receive([kind, 3, 3, UInt8(length >> 8), UInt8(length & 0xFF)] + body)
    pair.server.receive(body)
    #expect(pair.server.session.phase != .open)
    #expect(pair.server.received.isEmpty)
    #expect(!pair.server.send([1]))
  }

  @Test("A byte that was changed on the way ends the session")
  func tampering() throws {
    let pair = try mutualPair()
    pair.settle()
    pair.client.send([1, 2, 3])
    var bytes = pair.client.buffers.sealed.take()
    bytes[bytes.count - 1] ^= 1
    pair.server.receive(bytes)
    #expect(pair.server.session.phase == .failed)
    #expect(pair.server.session.complaint == "decryption failed or bad record mac")
    #expect(pair.server.received.isEmpty)
  }

  @Test("close_notify ends a session, and is answered in kind")
  func closeNotify() throws {
    let pair = try mutualPair()
    pair.settle()
    pair.client.send([1])
    pair.client.session.finishWriting()
    pair.settle()
    #expect(pair.server.received == [1])
    #expect(pair.server.session.phase == .ended)
    pair.server.session.finishWriting()
    pair.settle()
    #expect(pair.client.session.phase == .ended)
  }

  @Test("A session that is cut off has given what came before, and has not ended")
  func truncation() throws {
    let pair = try mutualPair()
    pair.settle()
    pair.client.send([1, 2])
    pair.client.send([3, 4])
    pair.server.receive(pair.client.buffers.sealed.take().dropLast(3))
    #expect(pair.server.received == [1, 2])
    #expect(pair.server.session.phase == .open)
  }

  @Test("Who wants no more plaintext is given none")
  func stops() throws {
    let pair = try mutualPair()
    pair.settle()
    pair.server.isListening = false
    pair.client.send([1])
    pair.client.send([2])
    pair.settle()
    #expect(pair.server.received == [1])
  }

  @Test("A failed handshake leaves the thread's next one alone")
  func errorQueue() throws {
    let broken = try mutualPair(.init(validity: -7200...(-3600)))
    broken.settle()
    let good = try mutualPair()
    good.settle(pieces: 1)
    #expect(good.server.session.phase == .open)
    #expect(good.server.session.complaint == nil)
  }
}
