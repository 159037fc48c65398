public import XDSServer

/// A request to the admin API, taken apart.
public struct AdminRequest: Hashable, Sendable {
  /// A parameter of the query.
  public struct Parameter: Hashable, Sendable {
    /// The name, decoded.
    public var name: String
    /// The value, decoded; empty when there is none.
    public var value: String
  }

  /// The method, as sent: methods are case-sensitive (RFC 9110 §9.1).
  public var method: String
  /// The segments of the path, decoded; `/` has none.
  public var path: [String]
  /// The parameters of the query, in order.
  public var query: [Parameter]
  /// The `Host` header; nil when there is none.
  public var host: String?
  /// The `Origin` header: which web page makes the request, if one does.
  public var origin: String?
  /// The `Content-Type` header; nil when there is none.
  public var contentType: String?
  /// The body; empty when there is none.
  public var body: [UInt8] = []
  /// The address at which it was received; nil when it did not come over a connection.
  public var localAddress: SocketAddress?

  /// A request for a target in origin form (`/path?query`); nil when that is malformed.
  ///
  /// Percent-encoded bytes must be UTF-8; `.` and `..` mean nothing here and match no route.
  public init?(method: String, target: String, host: String? = nil) {
    guard target.hasPrefix("/") else { return nil }
    let parts = target.dropFirst().split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path: [String] = []
    for segment in parts[0].split(separator: "/", omittingEmptySubsequences: true) {
      guard let decoded = Self.decoded(segment, plusIsSpace: false) else { return nil }
      path.append(decoded)
    }
    var query: [Parameter] = []
    for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0], plusIsSpace: true),
        let value = Self.decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
      else { return nil }
      query.append(Parameter(name: name, value: value))
    }
    self.method = method
    self.path = path
    self.query = query
    self.host = host
  }

  /// The value of the first parameter of that name.
  public subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// `text` with its percent-encoding undone (RFC 3986 §2.1); nil where that is malformed.
  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexadecimal),
          let low = rest.popFirst().flatMap(hexadecimal)
        else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init)
  }
}
