/// What a client of HTTP/1 is told, so that a person with curl or a browser learns what this port
/// is.
enum HTTP1 {
  private static let methods = ["GET ", "POST", "HEAD", "PUT ", "OPTI", "DELE", "CONN", "PATC"]

  /// A complete response, if the bytes begin like a request of HTTP/1.
  ///
  /// - Parameters:
  ///   - bytes: the first bytes of the client.
  ///   - isTLSPort: whether the client should have used TLS, which the answer says.
  /// - Returns: the answer; nil if the client does not speak HTTP/1.
  static func answer(to bytes: RawSpan, isTLSPort: Bool) -> [UInt8]? {
    let start = unsafe bytes.extracting(first: 4).withUnsafeBytes { bytes in
      unsafe String(decoding: bytes, as: UTF8.self)
    }
    guard methods.contains(start) else { return nil }
    let tls = isTLSPort ? "over" : "without"
    let text = "This port speaks gRPC (HTTP/2 \(tls) TLS); it is for xDS clients such as Envoy.\n"
    return Array(
      """
      HTTP/1.1 400 Bad Request\r
      content-type: text/plain\r
      content-length: \(text.utf8.count)\r
      connection: close\r
      \r
      \(text)
      """.utf8)
  }
}
