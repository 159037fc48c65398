/// A retry does not go to an endpoint that was tried already.
public struct PreviousHostsPredicate: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String {
    "envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
  }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
