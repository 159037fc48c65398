// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// A redirect.
public struct RedirectAction: ProtoMessage {
  /// The alternatives of `path_rewrite_specifier`.
  public enum PathRewriteSpecifier: Equatable, Sendable {
    /// The path to go to.
    case pathRedirect(String)
    /// What replaces the matched prefix.
    case prefixRewrite(String)
  }

  /// The alternatives of `scheme_rewrite_specifier`.
  public enum SchemeRewriteSpecifier: Equatable, Sendable {
    /// Whether to go to HTTPS.
    case httpsRedirect(Bool)
    /// The scheme to go to.
    case schemeRedirect(String)
  }

  /// The host to go to.
  public var hostRedirect: String
  /// One of: `path_redirect`, `prefix_rewrite`.
  public var pathRewriteSpecifier: PathRewriteSpecifier?
  /// The code of the answer.
  public var responseCode: RedirectAction.RedirectResponseCode
  /// One of: `https_redirect`, `scheme_redirect`.
  public var schemeRewriteSpecifier: SchemeRewriteSpecifier?
  /// Whether the query is dropped.
  public var stripQuery: Bool
  /// The port to go to.
  public var portRedirect: UInt32

  /// A message with these fields.
  public init(
    hostRedirect: String = "",
    pathRewriteSpecifier: PathRewriteSpecifier? = nil,
    responseCode: RedirectAction.RedirectResponseCode = .movedPermanently,
    schemeRewriteSpecifier: SchemeRewriteSpecifier? = nil,
    stripQuery: Bool = false,
    portRedirect: UInt32 = 0
  ) {
    self.hostRedirect = hostRedirect
    self.pathRewriteSpecifier = pathRewriteSpecifier
    self.responseCode = responseCode
    self.schemeRewriteSpecifier = schemeRewriteSpecifier
    self.stripQuery = stripQuery
    self.portRedirect = portRedirect
  }

  /// A message with nothing set.
  public init() { self.init(hostRedirect: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.RedirectAction" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.uint32(portRedirect, field: 8)
    if case .schemeRedirect(let value)? = schemeRewriteSpecifier {
      writer.string(value, field: 7, always: true)
    }
    writer.bool(stripQuery, field: 6)
    if case .prefixRewrite(let value)? = pathRewriteSpecifier {
      writer.string(value, field: 5, always: true)
    }
    if case .httpsRedirect(let value)? = schemeRewriteSpecifier {
      writer.bool(value, field: 4, always: true)
    }
    writer.enumeration(responseCode, field: 3)
    if case .pathRedirect(let value)? = pathRewriteSpecifier {
      writer.string(value, field: 2, always: true)
    }
    writer.string(hostRedirect, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: hostRedirect = try reader.string()
      case 2: pathRewriteSpecifier = .pathRedirect(try reader.string())
      case 3: responseCode = try reader.enumeration()
      case 4: schemeRewriteSpecifier = .httpsRedirect(try reader.bool())
      case 5: pathRewriteSpecifier = .prefixRewrite(try reader.string())
      case 6: stripQuery = try reader.bool()
      case 7: schemeRewriteSpecifier = .schemeRedirect(try reader.string())
      case 8: portRedirect = try reader.uint32()
      default: try reader.skip()
      }
    }
  }
}

extension RedirectAction {
  /// The code of a redirect.
  public struct RedirectResponseCode: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `MOVED_PERMANENTLY`.
    public static let movedPermanently = Self(rawValue: 0)
    /// `FOUND`.
    public static let found = Self(rawValue: 1)
    /// `SEE_OTHER`.
    public static let seeOther = Self(rawValue: 2)
    /// `TEMPORARY_REDIRECT`.
    public static let temporaryRedirect = Self(rawValue: 3)
    /// `PERMANENT_REDIRECT`.
    public static let permanentRedirect = Self(rawValue: 4)
  }
}
