internal import COpenSSL

/// What a client connects with over TLS: the CA that it trusts, and its own certificate if it has
/// one.
///
/// Does not change once it is made, so every thread may use it.
@safe public final class TLSClientCredentials: @unchecked Sendable {
  // @unchecked: `init` is the last to change `context`, and OpenSSL counts its references
  // atomically.

  /// An SSL_CTX; owned, freed by `deinit`.
  let context: OpaquePointer

  /// Reads the material.
  ///
  /// - Parameters:
  ///   - authority: the CAs of the server's certificate, in PEM; nil for those of the system.
  ///   - certificate: the client's certificate and those between it and its CA, and its key; nil
  ///     for none.
  ///   - serverName: what the server's certificate must name, a host or an IP address; it is also
  ///     what the server is told (SNI), if it is a host.
  /// - Throws: `TLSMaterialError` where no connection could be made with it.
  public init(
    authority: [UInt8]?, certificate: (chain: [UInt8], key: [UInt8])?, serverName: String
  ) throws(TLSMaterialError) {
    guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
      throw TLSMaterialError(part: .clientCA, sentence: "There is not enough memory for TLS.")
    }
    unsafe self.context = context
    self.serverName = serverName
    unsafe causeway_SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)
    unsafe causeway_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
    unsafe causeway_SSL_CTX_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    let offer = [UInt8(ALPN.http2.count)] + ALPN.http2
    unsafe SSL_CTX_set_alpn_protos(context, offer, UInt32(offer.count))
    try trust(authority)
    if let certificate { try use(certificate.chain, certificate.key) }
  }

  deinit { unsafe SSL_CTX_free(context) }

  /// What the server's certificate must name.
  let serverName: String

  private func trust(_ authority: [UInt8]?) throws(TLSMaterialError) {
    guard let authority else {
      guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
        OpenSSLErrors.clear()
        throw TLSMaterialError(
          part: .clientCA, sentence: "The CAs that this system trusts cannot be read.")
      }
      return
    }
    let store = unsafe SSL_CTX_get_cert_store(context)
    for certificate in try TLSCredentials.certificates(authority, .clientCA) {
      guard unsafe X509_STORE_add_cert(store, certificate.raw) == 1 else {
        throw TLSCredentials.refusal(.clientCA, "OpenSSL does not use a certificate in it")
      }
    }
    unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
  }

  private func use(_ chain: [UInt8], _ key: [UInt8]) throws(TLSMaterialError) {
    try unsafe TLSCredentials.use(
      try TLSCredentials.certificates(chain, .certificate), try TLSPrivateKey(pem: key),
      in: context)
  }
}

/// One TLS connection of a client, without a socket: bytes of the server in, plaintext out;
/// plaintext in, bytes for the server out.
///
/// Owned by one connection, used by one thread.
package final class TLSClientSession {
  private let session: TLSSession

  /// A session that begins when it ``receive(_:_:)``s anything, be it nothing; nil when there is
  /// not enough memory.
  package init?(_ credentials: TLSClientCredentials, buffers: TLSClientBuffers) {
    guard
      let session = unsafe TLSSession(
        context: credentials.context, expecting: credentials.serverName,
        buffers: buffers.buffers)
    else { return nil }
    self.session = session
  }

  /// Whether plaintext may be sent.
  package var isOpen: Bool { session.phase == .open }
  /// Whether nothing more comes.
  package var isOver: Bool { session.phase == .ended || session.phase == .failed }
  /// What went wrong, if something did, to follow a colon.
  package var complaint: String? { session.complaint }

  /// Takes bytes of the server, and hands on the plaintext in them until `body` returns false.
  package func receive(_ input: RawSpan, _ body: (RawSpan) -> Bool) {
    session.receive(input, body)
  }

  /// Encrypts bytes; false if that failed.
  package func seal(_ bytes: [UInt8]) -> Bool {
    var list = OutputList()
    list.append(copying: bytes)
    while !list.isEmpty { guard session.seal(&list) else { return false } }
    return true
  }

  /// Moves what is to be sent behind `output`.
  package func takeSealed(into output: inout [UInt8]) {
    let sealed = session.buffers.sealed
    guard !sealed.isEmpty else { return }
    var rest = sealed
    session.buffers.sealed.removeAll()
    while !rest.isEmpty {
      let count = unsafe rest.withFirstBytes(gatheredIn: session.buffers.record) { bytes in
        unsafe output.append(contentsOf: bytes)
        return bytes.count
      }
      rest.removeFirst(count)
    }
  }
}

/// What all client sessions of a thread use in turn.
package final class TLSClientBuffers {
  let buffers = TLSBuffers()

  /// Buffers for the sessions of one thread.
  package init() {}
}
