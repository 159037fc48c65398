/// The listener filter that recovers the address a connection was meant for.
public struct OriginalDst: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String {
    "envoy.extensions.filters.listener.original_dst.v3.OriginalDst"
  }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
