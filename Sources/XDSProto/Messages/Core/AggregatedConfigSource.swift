/// The aggregated stream that the bootstrap names.
public struct AggregatedConfigSource: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String { "envoy.config.core.v3.AggregatedConfigSource" }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
