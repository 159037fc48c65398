internal import COpenSSL

/// What connections are accepted with over TLS: the server's certificate and key, and the CA of the
/// clients' certificates, if they are to have any.
///
/// Does not change once it is made, so every thread may use it. A connection keeps what it was
/// accepted with.
@safe public final class TLSCredentials: @unchecked Sendable {
  // @unchecked: `init` is the last to change `context`, and OpenSSL counts its references
  // atomically.

  /// An SSL_CTX; owned, freed by `deinit`.
  let context: OpaquePointer
  /// What a person should know of the certificates, such as that one has expired.
  public let warnings: [TLSMaterialWarning]

  /// Reads the material.
  ///
  /// - Throws: `TLSMaterialError` where no connection could be accepted with it. An expired
  ///   certificate is only warned of: some clients may not mind, and a new one may be on its way.
  public init(_ material: TLSMaterial) throws(TLSMaterialError) {
    let chain = try Self.certificates(material.certificate, .certificate)
    let key = try TLSPrivateKey(pem: material.key)
    let authorities = try material.clientCA.map { pem throws(TLSMaterialError) in
      try Self.certificates(pem, .clientCA)
    }
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
      throw TLSMaterialError(part: .certificate, sentence: "There is not enough memory for TLS.")
    }
    unsafe self.context = context
    warnings =
      Self.warnings(chain, .certificate) + Self.warnings(authorities ?? [], .clientCA)
    try unsafe Self.configure(context)
    try unsafe Self.use(chain, key, in: context)
    if let authorities { try unsafe Self.verifyClients(by: authorities, in: context) }
  }

  deinit { unsafe SSL_CTX_free(context) }

  static func certificates(
    _ pem: [UInt8], _ part: TLSMaterial.Part
  ) throws(TLSMaterialError) -> [TLSCertificate] {
    do {
      return try TLSCertificate.all(inPEM: pem)
    } catch {
      switch error {
      case .none:
        throw TLSMaterialError(
          part: part,
          sentence: "There is no certificate in PEM format (BEGIN CERTIFICATE) in it.")
      case .broken(let number, let reason):
        throw TLSMaterialError(
          part: part, sentence: "Certificate number \(number) in it cannot be read: \(reason).")
      }
    }
  }
}

// MARK: The SSL_CTX

extension TLSCredentials {
  /// RFC 9113 §9.2.2 forbids for HTTP/2 most of what TLS 1.2 has: what is left are ephemeral keys
  /// and authenticated encryption.
  private static let tls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

  private static func configure(_ context: OpaquePointer) throws(TLSMaterialError) {
    let isConfigured =
      unsafe causeway_SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1
      && SSL_CTX_set_cipher_list(context, tls12Ciphers) == 1
      // Neither tickets nor sessions: an Envoy connects once, and what it would save is not worth
      // the memory per connection, nor keys that live longer than it.
      && SSL_CTX_set_num_tickets(context, 0) == 1
    guard isConfigured else {
      throw refusal(.certificate, "OpenSSL cannot be set up here")
    }
    unsafe causeway_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
    unsafe SSL_CTX_set_options(context, causeway_SSL_OP_server())
    // A connection that is idle has no buffers.
    unsafe causeway_SSL_CTX_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    unsafe ALPN.require(in: context)
  }

  /// Has the connections of a context show a certificate.
  static func use(
    _ chain: [TLSCertificate], _ key: TLSPrivateKey, in context: OpaquePointer
  ) throws(TLSMaterialError) {
    guard unsafe X509_check_private_key(chain[0].raw, key.raw) == 1 else {
      OpenSSLErrors.clear()
      throw TLSMaterialError(
        part: .key, sentence: "It is not the key of the certificate.")
    }
    guard unsafe SSL_CTX_use_certificate(context, chain[0].raw) == 1 else {
      throw refusal(.certificate, "OpenSSL does not use this certificate")
    }
    guard unsafe SSL_CTX_use_PrivateKey(context, key.raw) == 1 else {
      throw refusal(.key, "OpenSSL does not use this key")
    }
    for certificate in chain.dropFirst() {
      guard unsafe causeway_SSL_CTX_add1_chain_cert(context, certificate.raw) == 1 else {
        throw refusal(.certificate, "OpenSSL does not use a certificate after the first")
      }
    }
  }

  /// Requires of every client a certificate that leads to one of these.
  private static func verifyClients(
    by authorities: [TLSCertificate], in context: OpaquePointer
  ) throws(TLSMaterialError) {
    let store = unsafe SSL_CTX_get_cert_store(context)
    for certificate in authorities {
      guard
        unsafe X509_STORE_add_cert(store, certificate.raw) == 1,
        // A client that has several certificates learns by this which one is wanted.
        unsafe SSL_CTX_add_client_CA(context, certificate.raw) == 1
      else { throw refusal(.clientCA, "OpenSSL does not use a certificate in it") }
    }
    // What the file names is trusted, be it a root or not: whoever has a CA of a larger one's need
    // not trust everything that the larger one has signed.
    unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    unsafe SSL_CTX_set_verify(
      context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
  }

  static func refusal(
    _ part: TLSMaterial.Part, _ beginning: String
  ) -> TLSMaterialError {
    let reason = OpenSSLErrors.take()?.text ?? "it does not say why"
    return TLSMaterialError(part: part, sentence: "\(beginning): \(reason).")
  }
}

// MARK: Warnings

extension TLSCredentials {
  /// From when on an end is worth a warning: most certificates are renewed earlier.
  private static let soon = Duration.seconds(7 * 86_400)

  private static func warnings(
    _ certificates: [TLSCertificate], _ part: TLSMaterial.Part
  ) -> [TLSMaterialWarning] {
    certificates.compactMap { certificate in
      let left = certificate.untilEnd
      let when =
        if certificate.untilBeginning > .zero {
          "is valid only in \(text(certificate.untilBeginning))"
        } else if left < .zero {
          "has expired \(text(.zero - left)) ago"
        } else if left < soon {
          "expires in \(text(left))"
        } else {
          String?.none
        }
      return when.map {
        TLSMaterialWarning(
          part: part, sentence: "The certificate of \(certificate.subject) \($0).")
      }
    }
  }

  /// In whole days, hours or minutes.
  private static func text(_ duration: Duration) -> String {
    let minutes = duration.components.seconds / 60
    let (count, unit) =
      switch minutes {
      case (2 * 1440)...: (minutes / 1440, "day")
      case 120...: (minutes / 60, "hour")
      default: (minutes, "minute")
      }
    return "\(count) \(unit)\(count == 1 ? "" : "s")"
  }
}
