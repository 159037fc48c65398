// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// An answer that is made here.
public struct DirectResponseAction: ProtoMessage {
  /// The code.
  public var status: UInt32
  /// The body.
  public var body: DataSource?

  /// A message with these fields.
  public init(
    status: UInt32 = 0,
    body: DataSource? = nil
  ) {
    self.status = status
    self.body = body
  }

  /// A message with nothing set.
  public init() { self.init(status: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.DirectResponseAction" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(body, field: 2)
    writer.uint32(status, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: status = try reader.uint32()
      case 2: try reader.message(into: &body)
      default: try reader.skip()
      }
    }
  }
}
