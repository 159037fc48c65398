internal import COpenSSL

/// What a TLS client of a test offers and accepts: an `SSL_CTX`.
///
/// Not `Sendable`: one test, one thread.
public final class TestTLSContext {
  /// A version of TLS, by its number on the wire.
  public enum Version: Int32, Sendable {
    case tls11 = 0x0302
    case tls12 = 0x0303
    case tls13 = 0x0304
  }

  /// The `SSL_CTX`.
  public let raw: OpaquePointer

  /// A client.
  ///
  /// - Parameters:
  ///   - authority: the CA of the server's certificate, in PEM; nil to accept any.
  ///   - certificate: what the client shows if it is asked.
  ///   - protocols: what it offers by ALPN; empty to offer nothing.
  ///   - version: the only version that it speaks; nil for all.
  public init(
    authority: [UInt8]? = nil, certificate: TestCertificate? = nil, protocols: [String] = ["h2"],
    version: Version? = nil
  ) {
    guard let raw = SSL_CTX_new(TLS_client_method()) else {
      preconditionFailure("there is no SSL_CTX")
    }
    self.raw = raw
    if let version {
      // Versions before 1.2 need signatures that are not allowed otherwise.
      SSL_CTX_set_cipher_list(raw, "DEFAULT:@SECLEVEL=0")
      _ = causeway_SSL_CTX_set_min_proto_version(raw, version.rawValue)
      _ = causeway_SSL_CTX_set_max_proto_version(raw, version.rawValue)
    }
    let offer = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !offer.isEmpty { SSL_CTX_set_alpn_protos(raw, offer, UInt32(offer.count)) }
    if let certificate { use(certificate) }
    if let authority { trust(authority) }
  }

  deinit { SSL_CTX_free(raw) }

  private func use(_ certificate: TestCertificate) {
    Self.read(certificate.certificate) { bio in
      let read = PEM_read_bio_X509(bio, nil, nil, nil)
      SSL_CTX_use_certificate(raw, read)
      X509_free(read)
    }
    Self.read(certificate.key) { bio in
      let read = PEM_read_bio_PrivateKey(bio, nil, nil, nil)
      SSL_CTX_use_PrivateKey(raw, read)
      EVP_PKEY_free(read)
    }
  }

  private func trust(_ authority: [UInt8]) {
    Self.read(authority) { bio in
      let read = PEM_read_bio_X509(bio, nil, nil, nil)
      X509_STORE_add_cert(SSL_CTX_get_cert_store(raw), read)
      X509_free(read)
    }
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
  }

  private static func read(_ pem: [UInt8], _ body: (OpaquePointer?) -> Void) {
    pem.withUnsafeBytes { bytes in
      let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
      defer { BIO_free(bio) }
      body(bio)
    }
  }
}
