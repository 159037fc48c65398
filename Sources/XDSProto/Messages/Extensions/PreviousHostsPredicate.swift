// Made by scripts/protos out of protos/envoy/extensions/retry/host/previous_hosts/v3/previous_hosts.proto.

/// A retry does not go to an endpoint that was tried already.
public struct PreviousHostsPredicate: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {}

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
