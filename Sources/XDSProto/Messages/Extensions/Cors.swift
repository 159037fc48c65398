// Made by scripts/protos out of protos/envoy/extensions/filters/http/cors/v3/cors.proto.

/// The HTTP filter for requests from other origins; routes configure it.
public struct Cors: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.cors.v3.Cors" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
