// Made by scripts/protos out of protos/envoy/config/core/v3/config_source.proto.

/// The aggregated stream that the bootstrap names.
public struct AggregatedConfigSource: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.AggregatedConfigSource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
