/// A server answers by itself.
public struct NonForwardingAction: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String { "envoy.config.route.v3.NonForwardingAction" }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
