// Made by scripts/protos out of protos/envoy/extensions/filters/listener/http_inspector/v3/http_inspector.proto.

/// The listener filter that recognises HTTP.
public struct HttpInspector: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
