internal import COpenSSL

/// A certificate (X.509).
@safe final class TLSCertificate {
  /// Why a PEM file has no certificates to give.
  enum PEMProblem: Error, Hashable {
    /// There is none in it.
    case none
    /// The one of that number, counted from 1, is broken.
    case broken(number: Int, reason: String)
  }

  /// Owned; freed by `deinit`.
  let raw: OpaquePointer

  private init(owning raw: OpaquePointer) { unsafe self.raw = raw }

  deinit { unsafe X509_free(raw) }

  /// All certificates of a PEM file, in their order.
  static func all(inPEM pem: [UInt8]) throws(PEMProblem) -> [TLSCertificate] {
    var certificates: [TLSCertificate] = []
    unsafe PEM.read(pem) { bio in
      while let raw = unsafe PEM_read_bio_X509(bio, nil, nil, nil) {
        unsafe certificates.append(TLSCertificate(owning: unsafe raw))
      }
    }
    let error = OpenSSLErrors.take()
    if let error, !PEM.isEnd(error) {
      throw .broken(number: certificates.count + 1, reason: error.text)
    }
    guard !certificates.isEmpty else { throw .none }
    return certificates
  }

  /// How long it is until the certificate is valid; negative if it is already.
  var untilBeginning: Duration { unsafe Self.untilThen(X509_get0_notBefore(raw)) }

  /// How long it is until the certificate expires; negative if it has.
  var untilEnd: Duration { unsafe Self.untilThen(X509_get0_notAfter(raw)) }

  /// Who it was issued to, as text such as `CN = causeway`; empty when that is in its other names.
  var subject: String {
    let bio = unsafe BIO_new(BIO_s_mem())
    defer { unsafe BIO_free(bio) }
    unsafe X509_NAME_print_ex(bio, X509_get_subject_name(raw), 0, causeway_XN_FLAG_ONELINE())
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe BIO_read(bio, &bytes, Int32(bytes.count))
    return String(decoding: bytes.prefix(max(0, Int(count))), as: UTF8.self).onOneLine
  }

  private static func untilThen(_ time: UnsafePointer<ASN1_TIME>?) -> Duration {
    var days: Int32 = 0
    var seconds: Int32 = 0
    // Without a first time: from now on.
    unsafe ASN1_TIME_diff(&days, &seconds, nil, time)
    return .seconds(Int(days) * 86_400 + Int(seconds))
  }

  /// The URIs among the subject alternative names of a certificate.
  static func uris(of certificate: OpaquePointer) -> [String] {
    guard
      let extension_ = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil)
    else { return [] }
    let names = OpaquePointer(extension_)
    defer { unsafe GENERAL_NAMES_free(names) }
    return unsafe (0..<causeway_GENERAL_NAMES_count(names)).compactMap { index in
      guard
        let uri = unsafe causeway_GENERAL_NAME_uri(causeway_GENERAL_NAMES_at(names, index)),
        let start = unsafe ASN1_STRING_get0_data(uri)
      else { return nil }
      let bytes = unsafe UnsafeBufferPointer(
        start: start, count: Int(ASN1_STRING_length(uri)))
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// Files in PEM, as OpenSSL reads them.
enum PEM {
  /// Calls `body` with a source of those bytes.
  static func read(_ pem: [UInt8], _ body: (OpaquePointer?) -> Void) {
    unsafe pem.withUnsafeBytes { bytes in
      let bio = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
      defer { unsafe BIO_free(bio) }
      unsafe body(bio)
    }
  }

  /// Whether an error says that there is no more to read.
  static func isEnd(_ error: OpenSSLErrors.Entry) -> Bool {
    error.library == ERR_LIB_PEM && error.reason == PEM_R_NO_START_LINE
      // Of private keys, for which it tries what else they could be.
      || error.library == ERR_LIB_OSSL_DECODER
  }
}
