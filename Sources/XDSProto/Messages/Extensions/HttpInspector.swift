/// The listener filter that recognises HTTP.
public struct HttpInspector: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String {
    "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector"
  }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
