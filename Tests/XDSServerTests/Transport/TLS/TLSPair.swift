import TestCertificates

@testable import XDSServer

/// A TLS server and a client in memory.
final class TLSPair {
  /// One end, and what it has understood.
  final class End {
    let session: TLSSession
    let buffers = TLSBuffers()
    fileprivate(set) var received: [UInt8] = []
    /// Whether it wants more plaintext.
    var isListening = true
    /// All that it has sent, encrypted.
    fileprivate(set) var sent: [UInt8] = []

    init(_ context: OpaquePointer) throws {
      guard let session = TLSSession(context: context, buffers: buffers) else {
        throw TestClient.Problem(description: "there is no session")
      }
      self.session = session
    }

    func receive(_ bytes: [UInt8]) {
      session.receive(bytes.span.bytes) { plaintext in
        received += plaintext.withUnsafeBytes { Array($0) }
        return isListening
      }
    }

    /// Encrypts bytes, as many as are encrypted at a time.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
      var list = OutputList()
      list.append(copying: bytes)
      while !list.isEmpty {
        guard session.seal(&list) else { return false }
      }
      return true
    }
  }

  let server: End
  let client: End
  private let context: TestTLSContext

  init(_ credentials: TLSCredentials, client context: TestTLSContext) throws {
    self.context = context
    server = try End(credentials.context)
    client = try End(context.raw)
    client.receive([])
  }

  /// Lets bytes go both ways, so many at a time, until nothing moves any more.
  func settle(pieces: Int = .max) {
    while Self.move(client, server, pieces) || Self.move(server, client, pieces) {}
  }

  private static func move(_ from: End, _ to: End, _ pieces: Int) -> Bool {
    let bytes = from.buffers.sealed.take()
    from.sent += bytes
    var rest = bytes[...]
    while !rest.isEmpty {
      to.receive(Array(rest.prefix(pieces)))
      rest = rest.dropFirst(pieces)
    }
    return !bytes.isEmpty
  }
}

extension TLSCredentials {
  /// Those of a server with a certificate of that CA.
  convenience init(
    _ authority: TestAuthority, clientCA: TestAuthority? = nil,
    _ request: TestAuthority.Request = .init(["DNS:localhost", "IP:127.0.0.1"])
  ) throws {
    let issued = authority.issue(request)
    try self.init(
      TLSMaterial(
        certificate: issued.certificate, key: issued.key, clientCA: clientCA?.certificate))
  }
}
