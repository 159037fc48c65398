internal import MeshModel

/// `HOST:PORT`, as in `127.0.0.1:15010`, `[::1]:15010` or `causeway.internal:15010`.
struct HostAndPort: Hashable, CustomStringConvertible {
  /// The host: a name or an address, IPv6 without its brackets.
  var host: String
  /// The port.
  var port: UInt16

  /// The host and port.
  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `text`; the error is a sentence about it.
  init(parsing text: String) throws(UsageError) {
    guard let colon = text.lastIndex(of: ":") else {
      throw UsageError("'\(text)' has no port: write HOST:PORT, for example 127.0.0.1:15010.")
    }
    let portText = text[text.index(after: colon)...]
    guard let port = UInt16(portText), portText.allSatisfy(\.isNumber) else {
      throw UsageError("'\(portText)' in '\(text)' is not a port: it must be from 0 to 65535.")
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      guard host.contains(":"), IPAddress(host) != nil else {
        throw UsageError("'[\(host)]' in '\(text)' is not an IPv6 address.")
      }
    } else if host.contains(":") {
      throw UsageError("'\(text)': write an IPv6 address between brackets, like [::1]:15010.")
    } else if IPAddress(host) == nil, !Self.isHostName(host) {
      throw UsageError("'\(host)' in '\(text)' is neither an address nor a host name.")
    }
    self.init(host: host, port: port)
  }

  /// `HOST:PORT`, IPv6 addresses between brackets.
  var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Whether the host is an address rather than a name.
  var isAddress: Bool { IPAddress(host) != nil }

  /// Whether it is a host name by RFC 1123 §2.1, underscores allowed.
  ///
  /// A last label of digits only would be a mistyped IPv4 address.
  private static func isHostName(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = labels.last, !last.allSatisfy(\.isNumber) else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
  }
}
