internal import COpenSSL

/// A certificate and its key, in PEM.
public struct TestCertificate: Sendable {
  /// The certificate.
  public let certificate: [UInt8]
  /// Its private key.
  public let key: [UInt8]
}

/// A throw-away CA, with keys that are quick to make (Ed25519).
///
/// Not `Sendable`: one test, one thread.
public final class TestAuthority {
  /// What a certificate is to be.
  public struct Request: Sendable {
    /// The subject alternative names, as OpenSSL's configuration has them: `URI:…`.
    public var names: [String]
    /// From when to when it is valid, in seconds from now.
    public var validity: ClosedRange<Int>
    /// The extended key usage; nil for none.
    public var usage: String?

    /// What a server and a client may both use, unless something else is said.
    public init(
      _ names: [String] = [], validity: ClosedRange<Int> = -60...(30 * 86_400),
      usage: String? = "serverAuth,clientAuth"
    ) {
      self.names = names
      self.validity = validity
      self.usage = usage
    }
  }

  private let key: OpaquePointer?
  private let root: OpaquePointer?
  private static let serial = Counter()

  /// A root, or a CA that another one has signed.
  public init(name: String = "test CA", signedBy parent: TestAuthority? = nil) {
    key = Self.makeKey()
    root = X509_new()
    Self.describe(
      root, name: name, issuer: parent?.name ?? name, key: key,
      validity: -3600...(60 * 86_400))
    Self.extend(root, NID_basic_constraints, "critical,CA:TRUE")
    Self.extend(root, NID_key_usage, "critical,keyCertSign")
    self.name = name
    X509_sign(root, parent?.key ?? key, nil)
  }

  private let name: String

  deinit {
    X509_free(root)
    EVP_PKEY_free(key)
  }

  /// Its own certificate, in PEM.
  public var certificate: [UInt8] { Self.pem { PEM_write_bio_X509($0, root) } }

  /// A certificate that it has signed.
  public func issue(_ request: Request = Request(), name: String = "test") -> TestCertificate {
    let key = Self.makeKey()
    defer { EVP_PKEY_free(key) }
    let certificate = X509_new()
    defer { X509_free(certificate) }
    Self.describe(
      certificate, name: name, issuer: self.name, key: key, validity: request.validity)
    Self.extend(certificate, NID_basic_constraints, "critical,CA:FALSE")
    if let usage = request.usage { Self.extend(certificate, NID_ext_key_usage, usage) }
    if !request.names.isEmpty {
      Self.extend(certificate, NID_subject_alt_name, request.names.joined(separator: ","))
    }
    X509_sign(certificate, self.key, nil)
    return TestCertificate(
      certificate: Self.pem { PEM_write_bio_X509($0, certificate) },
      key: Self.pem { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) })
  }

  /// A private key that is encrypted, in PEM.
  public static func encryptedKey() -> [UInt8] {
    let key = makeKey()
    defer { EVP_PKEY_free(key) }
    let passphrase = Array("secret".utf8)
    return pem {
      PEM_write_bio_PrivateKey(
        $0, key, EVP_aes_128_cbc(), passphrase, Int32(passphrase.count), nil, nil)
    }
  }

  private static func makeKey() -> OpaquePointer? {
    let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    EVP_PKEY_keygen_init(context)
    EVP_PKEY_keygen(context, &key)
    return key
  }

  private static func describe(
    _ certificate: OpaquePointer?, name: String, issuer: String, key: OpaquePointer?,
    validity: ClosedRange<Int>
  ) {
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial.next())
    X509_gmtime_adj(X509_getm_notBefore(certificate), validity.lowerBound)
    X509_gmtime_adj(X509_getm_notAfter(certificate), validity.upperBound)
    X509_NAME_add_entry_by_txt(
      X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, -1, -1, 0)
    let issuerName = X509_NAME_new()
    defer { X509_NAME_free(issuerName) }
    X509_NAME_add_entry_by_txt(issuerName, "CN", MBSTRING_UTF8, issuer, -1, -1, 0)
    X509_set_issuer_name(certificate, issuerName)
    X509_set_pubkey(certificate, key)
  }

  private static func extend(_ certificate: OpaquePointer?, _ kind: Int32, _ value: String) {
    let made = X509V3_EXT_conf_nid(nil, nil, kind, value)
    precondition(made != nil, "OpenSSL does not make an extension of \(value)")
    X509_add_ext(certificate, made, -1)
    X509_EXTENSION_free(made)
  }

  private static func pem(_ write: (OpaquePointer?) -> Int32) -> [UInt8] {
    let bio = BIO_new(BIO_s_mem())
    defer { BIO_free(bio) }
    _ = write(bio)
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = BIO_read(bio, &bytes, Int32(bytes.count))
    return Array(bytes.prefix(Int(count)))
  }
}
