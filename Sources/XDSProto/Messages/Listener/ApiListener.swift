// Made by scripts/protos out of protos/envoy/config/listener/v3/api_listener.proto.

/// A listener that is no socket: a client library, such as gRPC, uses it.
public struct ApiListener: ProtoMessage {
  /// The configuration, an HttpConnectionManager.
  public var apiListener: AnyMessage?

  /// A message with these fields.
  public init(
    apiListener: AnyMessage? = nil
  ) {
    self.apiListener = apiListener
  }

  /// A message with nothing set.
  public init() { self.init(apiListener: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.listener.v3.ApiListener" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(apiListener, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &apiListener)
      default: try reader.skip()
      }
    }
  }
}
