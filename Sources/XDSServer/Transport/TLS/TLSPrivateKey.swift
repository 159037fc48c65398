internal import COpenSSL

/// The private key of a certificate.
@safe final class TLSPrivateKey {
  /// Owned; freed by `deinit`.
  let raw: OpaquePointer

  /// The first private key of a PEM file.
  init(pem: [UInt8]) throws(TLSMaterialError) {
    var read: OpaquePointer?
    var isEncrypted = false
    unsafe withUnsafeMutablePointer(to: &isEncrypted) { isEncrypted in
      unsafe PEM.read(pem) { bio in
        // Without a function of ours OpenSSL would ask for a passphrase on the terminal.
        unsafe read = PEM_read_bio_PrivateKey(
          bio, nil,
          { _, _, _, isEncrypted in
            unsafe isEncrypted?.assumingMemoryBound(to: Bool.self).pointee = true
            return -1
          }, isEncrypted)
      }
    }
    let error = OpenSSLErrors.take()
    guard let read = unsafe read else {
      throw TLSMaterialError(part: .key, sentence: Self.sentence(isEncrypted, error))
    }
    unsafe raw = read
  }

  deinit { unsafe EVP_PKEY_free(raw) }

  private static func sentence(_ isEncrypted: Bool, _ error: OpenSSLErrors.Entry?) -> String {
    if isEncrypted {
      return """
        The key in it is encrypted, and nobody is there to type its passphrase: store it without \
        one (openssl pkey -in FILE), readable by this user only.
        """
    }
    guard let error, !PEM.isEnd(error) else {
      return "There is no private key in PEM format (BEGIN PRIVATE KEY) in it."
    }
    return "The private key in it cannot be read: \(error.text)."
  }
}
