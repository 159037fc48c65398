// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/common.proto.

/// A condition on one of the names for which a certificate is.
public struct SubjectAltNameMatcher: ProtoMessage {
  /// The kind of name.
  public var sanType: SubjectAltNameMatcher.SanType
  /// What the name must be.
  public var matcher: StringMatcher?

  /// A message with these fields.
  public init(
    sanType: SubjectAltNameMatcher.SanType = .sanTypeUnspecified,
    matcher: StringMatcher? = nil
  ) {
    self.sanType = sanType
    self.matcher = matcher
  }

  /// A message with nothing set.
  public init() { self.init(sanType: .sanTypeUnspecified) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(matcher, field: 2)
    writer.enumeration(sanType, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: sanType = try reader.enumeration()
      case 2: try reader.message(into: &matcher)
      default: try reader.skip()
      }
    }
  }
}

extension SubjectAltNameMatcher {
  /// A kind of name.
  public struct SanType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `SAN_TYPE_UNSPECIFIED`.
    public static let sanTypeUnspecified = Self(rawValue: 0)
    /// `EMAIL`.
    public static let email = Self(rawValue: 1)
    /// `DNS`.
    public static let dns = Self(rawValue: 2)
    /// `URI`.
    public static let uri = Self(rawValue: 3)
    /// `IP_ADDRESS`.
    public static let ipAddress = Self(rawValue: 4)
    /// `OTHER_NAME`.
    public static let otherName = Self(rawValue: 5)
  }
}
