internal import MeshModel

/// Where a server's admin API is: `http://HOST:PORT`.
struct AdminURL: Hashable, CustomStringConvertible {
  /// The one that `causeway serve` has when nothing is said.
  static let standard = AdminURL(host: HostAndPort(host: "127.0.0.1", port: 15014))

  /// The host and port.
  var host: HostAndPort

  /// The admin API at a host and port.
  init(host: HostAndPort) { self.host = host }

  /// Reads `http://HOST[:PORT]`, or `HOST:PORT` alone; the error is a sentence about it.
  init(parsing text: String) throws(UsageError) {
    var rest = Substring(text)
    let hasScheme = text.lowercased().hasPrefix("http://")
    if hasScheme {
      rest = rest.dropFirst("http://".count)
    } else if text.contains("://") {
      throw UsageError(
        "'\(text)': the admin API speaks plain HTTP; write http://HOST:PORT.")
    }
    if rest.hasSuffix("/") { rest.removeLast() }
    guard !rest.contains(where: { "/?#@".contains($0) }) else {
      throw UsageError("'\(text)' is more than an address: write http://HOST:PORT.")
    }
    // Without a port it is HTTP's own, as everywhere.
    let hasPort = rest.hasSuffix("]") ? false : rest.contains(":")
    host = try HostAndPort(parsing: hasPort || !hasScheme ? String(rest) : rest + ":80")
    guard host.port != 0 else {
      throw UsageError("'\(text)': port 0 is nowhere; name the real port.")
    }
  }

  /// `http://HOST:PORT`.
  var description: String { "http://\(host)" }
}
