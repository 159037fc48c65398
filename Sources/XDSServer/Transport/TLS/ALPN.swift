internal import COpenSSL

/// The negotiation of HTTP/2 in the handshake (RFC 7301).
enum ALPN {
  /// "The string "h2" identifies the protocol where HTTP/2 uses Transport Layer Security"
  /// (RFC 9113 §3.1).
  static let http2 = Array("h2".utf8)

  /// Has every handshake fail whose client does not offer HTTP/2 (RFC 9113 §3.2).
  static func require(in context: OpaquePointer) {
    unsafe SSL_CTX_set_client_hello_cb(
      context,
      { ssl, alert, _ in
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        let type = UInt32(TLSEXT_TYPE_application_layer_protocol_negotiation)
        // OpenSSL calls the function below only for clients that offer anything.
        if unsafe SSL_client_hello_get0_ext(ssl, type, &bytes, &count) == 1 {
          return SSL_CLIENT_HELLO_SUCCESS
        }
        unsafe TLSSession.of(ssl)?.complain("the client does not offer a protocol (ALPN h2)")
        unsafe alert?.pointee = SSL_AD_NO_APPLICATION_PROTOCOL
        return SSL_CLIENT_HELLO_ERROR
      }, nil)
    unsafe SSL_CTX_set_alpn_select_cb(
      context,
      { ssl, chosen, chosenCount, offered, offeredCount, _ in
        let offer = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredCount))
        guard let index = unsafe ALPN.position(ofHTTP2In: offer) else {
          unsafe TLSSession.of(ssl)?.complain("the client does not offer HTTP/2 (ALPN h2)")
          return SSL_TLSEXT_ERR_ALERT_FATAL
        }
        // It may point into the offer.
        unsafe chosen?.pointee = offered?.advanced(by: index)
        unsafe chosenCount?.pointee = UInt8(ALPN.http2.count)
        return SSL_TLSEXT_ERR_OK
      }, nil)
  }

  /// Where in an offer, a list of names that each follow their length, `h2` begins.
  static func position(ofHTTP2In offer: some Collection<UInt8>) -> Int? {
    var rest = offer.dropFirst(0)
    var offset = 0
    while let length = rest.first.map(Int.init) {
      let name = rest.dropFirst().prefix(length)
      if length == http2.count, name.elementsEqual(http2) { return offset + 1 }
      rest = rest.dropFirst(1 + length)
      offset += 1 + length
    }
    return nil
  }
}
