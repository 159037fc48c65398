/// The HTTP filter for requests from other origins; routes configure it.
public struct Cors: ProtoMessage {
  /// A message with nothing set.
  public init() {}

  public static var typeName: String { "envoy.extensions.filters.http.cors.v3.Cors" }

  public func write(to writer: inout ProtoWriter) {}

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while try reader.nextField() != nil { try reader.skip() }
  }
}
