// Made by scripts/protos out of protos/envoy/config/core/v3/protocol.proto.

/// What concerns every version of HTTP.
public struct HttpProtocolOptions: ProtoMessage {
  /// How long a connection may be idle.
  public var idleTimeout: ProtoDuration?
  /// The most headers that a message may have.
  public var maxHeadersCount: UInt32?
  /// How old a connection may become.
  public var maxConnectionDuration: ProtoDuration?
  /// How long a stream may last.
  public var maxStreamDuration: ProtoDuration?
  /// What to do with a header whose name has an underscore.
  public var headersWithUnderscoresAction: HttpProtocolOptions.HeadersWithUnderscoresAction
  /// How many requests a connection may carry.
  public var maxRequestsPerConnection: UInt32?

  /// A message with these fields.
  public init(
    idleTimeout: ProtoDuration? = nil,
    maxHeadersCount: UInt32? = nil,
    maxConnectionDuration: ProtoDuration? = nil,
    maxStreamDuration: ProtoDuration? = nil,
    headersWithUnderscoresAction: HttpProtocolOptions.HeadersWithUnderscoresAction = .allow,
    maxRequestsPerConnection: UInt32? = nil
  ) {
    self.idleTimeout = idleTimeout
    self.maxHeadersCount = maxHeadersCount
    self.maxConnectionDuration = maxConnectionDuration
    self.maxStreamDuration = maxStreamDuration
    self.headersWithUnderscoresAction = headersWithUnderscoresAction
    self.maxRequestsPerConnection = maxRequestsPerConnection
  }

  /// A message with nothing set.
  public init() { self.init(idleTimeout: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.HttpProtocolOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(maxRequestsPerConnection, field: 6)
    writer.enumeration(headersWithUnderscoresAction, field: 5)
    writer.message(maxStreamDuration, field: 4)
    writer.message(maxConnectionDuration, field: 3)
    writer.wrapped(maxHeadersCount, field: 2)
    writer.message(idleTimeout, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &idleTimeout)
      case 2: try reader.wrapped(into: &maxHeadersCount)
      case 3: try reader.message(into: &maxConnectionDuration)
      case 4: try reader.message(into: &maxStreamDuration)
      case 5: headersWithUnderscoresAction = try reader.enumeration()
      case 6: try reader.wrapped(into: &maxRequestsPerConnection)
      default: try reader.skip()
      }
    }
  }
}

extension HttpProtocolOptions {
  /// What to do with a header whose name has an underscore.
  public struct HeadersWithUnderscoresAction: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `ALLOW`.
    public static let allow = Self(rawValue: 0)
    /// `REJECT_REQUEST`.
    public static let rejectRequest = Self(rawValue: 1)
    /// `DROP_HEADER`.
    public static let dropHeader = Self(rawValue: 2)
  }
}
