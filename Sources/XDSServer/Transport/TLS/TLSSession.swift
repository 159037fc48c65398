internal import COpenSSL

/// One TLS connection without a socket: the peer's bytes in, plaintext out; plaintext in, bytes for
/// the peer out, into the buffers' `sealed`.
///
/// Owned by one connection, used by the loop's thread. OpenSSL's pointer to it is unretained: the
/// session frees OpenSSL's object in `deinit`, so nothing is called after.
@safe final class TLSSession {
  /// How far it has come.
  ///
  ///     handshaking ──▶ open ──close_notify──▶ ended
  ///          └───────────┴──▶ failed
  enum Phase: Hashable {
    case handshaking
    case open
    /// The peer has said that it sends no more.
    case ended
    /// An alert that says why is in `sealed`, unless the peer was the one that gave up.
    case failed
  }

  /// How much is encrypted at a time, before the socket has taken it.
  ///
  /// What waits for a peer that does not read stays plaintext, whose large parts are shared by all
  /// connections.
  static let bytesAheadMax = 4 * TLSBuffers.recordBytesMax

  private(set) var phase = Phase.handshaking
  /// Whether the peer has said anything.
  private(set) var hasBegun = false
  /// What went wrong, if something did, to follow a colon.
  private(set) var complaint: String?
  /// Who the peer is, as far as it is known; known as soon as the session is open.
  private(set) var identity = PeerIdentity.anonymous
  /// Plaintext that waits because the socket has not taken what was encrypted before it.
  var waiting = OutputList()

  let buffers: TLSBuffers
  /// Owned, with its BIO; freed by `deinit`.
  private let raw: OpaquePointer

  /// A session that waits for its peer; if its context is a client's, it begins when it receives
  /// anything, be it nothing.
  ///
  /// Nil when there is not enough memory.
  init?(context: OpaquePointer, buffers: TLSBuffers) {
    guard let raw = unsafe SSL_new(context) else { return nil }
    guard let bio = unsafe buffers.makeBIO() else {
      unsafe SSL_free(raw)
      return nil
    }
    unsafe SSL_set_bio(raw, bio, bio)
    unsafe self.raw = raw
    self.buffers = buffers
    if unsafe SSL_is_server(raw) == 1 {
      unsafe SSL_set_accept_state(raw)
    } else {
      unsafe SSL_set_connect_state(raw)
    }
    unsafe causeway_SSL_set_app_data(raw, Unmanaged.passUnretained(self).toOpaque())
  }

  /// A client's session, for a server whose certificate names that host or IP address.
  convenience init?(context: OpaquePointer, expecting name: String, buffers: TLSBuffers) {
    unsafe self.init(context: context, buffers: buffers)
    let parameters = unsafe SSL_get0_param(raw)
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
    let isSet =
      unsafe SSL_set1_host(raw, name) == 1 && causeway_SSL_set_tlsext_host_name(raw, name) == 1
    OpenSSLErrors.clear()
    guard isSet else { return nil }
  }

  deinit { unsafe SSL_free(raw) }

  /// Takes bytes of the peer, and hands on the plaintext in them, record by record, until `body`
  /// says that it wants no more.
  ///
  /// There may be something in `sealed` afterwards.
  func receive(_ input: RawSpan, _ body: (RawSpan) -> Bool) {
    hasBegun = true
    unsafe input.withUnsafeBytes { input in
      unsafe buffers.withInput(input) {
        if phase == .handshaking { shakeHands() }
        while phase == .open, openRecord(body) {}
      }
    }
  }

  /// Encrypts the first bytes of `list` and takes them off it; false if that failed.
  func seal(_ list: inout OutputList) -> Bool {
    var left = Self.bytesAheadMax
    while left > 0, !list.isEmpty {
      var count = 0
      let code = unsafe list.withFirstBytes(gatheredIn: buffers.record) { bytes in
        unsafe SSL_write_ex(raw, bytes.baseAddress, bytes.count, &count)
      }
      guard code == 1 else {
        failed(code)
        return false
      }
      list.removeFirst(count)
      left -= count
    }
    return true
  }

  /// Tells the peer that no more is sent, if there is a way to tell it (RFC 8446 §6.1).
  func finishWriting() {
    guard phase == .open || phase == .ended else { return }
    _ = unsafe SSL_shutdown(raw)
    OpenSSLErrors.clear()
  }

  /// The session that OpenSSL calls back about.
  ///
  /// It is alive: it owns the object that calls.
  static func of(_ ssl: OpaquePointer?) -> TLSSession? {
    unsafe causeway_SSL_get_app_data(ssl).map {
      unsafe Unmanaged<TLSSession>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Says why the handshake is about to fail, better than OpenSSL can.
  ///
  /// For its callbacks, and for who sees that the peer has left.
  func complain(_ sentence: String) { complaint = sentence }

  private func shakeHands() {
    let code = unsafe SSL_do_handshake(raw)
    guard code == 1 else { return failed(code) }
    phase = .open
    if let certificate = unsafe SSL_get0_peer_certificate(raw) {
      identity = .certificate(uris: unsafe TLSCertificate.uris(of: certificate))
    }
  }

  /// Decrypts the next record; says whether to go on.
  private func openRecord(_ body: (RawSpan) -> Bool) -> Bool {
    var count = 0
    let code = unsafe SSL_read_ex(raw, buffers.record.baseAddress, buffers.record.count, &count)
    guard code == 1 else {
      failed(code)
      return false
    }
    return body(
      unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffers.record).prefix(count)))
  }

  /// Finds out what it means that a call did not succeed.
  private func failed(_ code: Int32) {
    switch unsafe SSL_get_error(raw, code) {
    case SSL_ERROR_WANT_READ: return
    case SSL_ERROR_ZERO_RETURN: phase = .ended
    default:
      let error = OpenSSLErrors.takeLast()
      complaint = complaint ?? sentence(for: error)
      phase = .failed
    }
    OpenSSLErrors.clear()
  }

  private func sentence(for error: OpenSSLErrors.Entry?) -> String {
    guard let error else { return "OpenSSL does not say why" }
    switch error.reason {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      let verdict = unsafe SSL_get_verify_result(raw)
      let text = unsafe String(cString: X509_verify_cert_error_string(verdict))
      return "the certificate of the other side is not accepted: \(text)"
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return "the client has no certificate"
    // How OpenSSL says that the first bytes are not TLS's.
    case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER:
      return "the other side does not speak TLS (\(error.text))"
    case SSL_AD_REASON_OFFSET..<SSL_AD_REASON_OFFSET + 256:
      return "the other side gave up and says: \(error.text)"
    default: return error.text
    }
  }
}
