// Made by scripts/protos out of protos/envoy/extensions/filters/listener/original_dst/v3/original_dst.proto.

/// The listener filter that recovers the address a connection was meant for.
public struct OriginalDst: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.listener.original_dst.v3.OriginalDst"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
