/// Why a connection, or a call on it, has ended that should not have.
///
/// Counted by `kind`, so that thousands of the same are one line.
struct ConnectionFailure: Error, Hashable, Sendable {
  /// What happened, to follow a number: `connections were refused`.
  var kind: String
  /// What the server said about it, if it said anything.
  var detail: String?

  init(_ kind: String, _ detail: String? = nil) {
    self.kind = kind
    self.detail = detail
  }
}

extension ConnectionFailure {
  /// What the first bytes of a server are that do not begin an HTTP/2 connection.
  static func notHTTP2(_ bytes: some Collection<UInt8>, isTLS: Bool) -> ConnectionFailure {
    let text = String(decoding: bytes.prefix(40), as: UTF8.self)
    if text.hasPrefix("HTTP/1.") {
      let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
      return ConnectionFailure(
        "The server speaks HTTP/1, not HTTP/2: is it the port of an admin API?", line)
    }
    // An alert or a handshake record (RFC 8446 §5.1).
    if !isTLS, let first = bytes.first, first == 0x15 || first == 0x16,
      bytes.dropFirst().first == 0x03
    {
      return ConnectionFailure("The server speaks TLS: name its CA with --tls-ca FILE")
    }
    return ConnectionFailure("The server does not speak HTTP/2")
  }

  /// The name of a gRPC status code.
  static func statusName(_ code: String) -> String {
    let names = [
      "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
      "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
      "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]
    guard let index = Int(code), names.indices.contains(index) else { return "status \(code)" }
    return names[index]
  }
}
