// Made by scripts/protos out of protos/envoy/config/core/v3/protocol.proto.

/// What concerns HTTP/1.
public struct Http1ProtocolOptions: ProtoMessage {
  /// Whether the request line may hold a whole URL.
  public var allowAbsoluteUrl: Bool?
  /// Whether HTTP/1.0 is accepted.
  public var acceptHttp10: Bool
  /// The host where an HTTP/1.0 request names none.
  public var defaultHostForHttp10: String
  /// Whether trailers are passed on.
  public var enableTrailers: Bool

  /// A message with these fields.
  public init(
    allowAbsoluteUrl: Bool? = nil,
    acceptHttp10: Bool = false,
    defaultHostForHttp10: String = "",
    enableTrailers: Bool = false
  ) {
    self.allowAbsoluteUrl = allowAbsoluteUrl
    self.acceptHttp10 = acceptHttp10
    self.defaultHostForHttp10 = defaultHostForHttp10
    self.enableTrailers = enableTrailers
  }

  /// A message with nothing set.
  public init() { self.init(allowAbsoluteUrl: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Http1ProtocolOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(enableTrailers, field: 5)
    writer.string(defaultHostForHttp10, field: 3)
    writer.bool(acceptHttp10, field: 2)
    writer.wrapped(allowAbsoluteUrl, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &allowAbsoluteUrl)
      case 2: acceptHttp10 = try reader.bool()
      case 3: defaultHostForHttp10 = try reader.string()
      case 5: enableTrailers = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
