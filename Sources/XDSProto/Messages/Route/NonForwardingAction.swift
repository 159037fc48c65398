// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// A server answers by itself.
public struct NonForwardingAction: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.NonForwardingAction" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
