// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// How a request is named in traces.
public struct Decorator: ProtoMessage {
  /// The name.
  public var operation: String
  /// Whether the name is passed on.
  public var propagate: Bool?

  /// A message with these fields.
  public init(
    operation: String = "",
    propagate: Bool? = nil
  ) {
    self.operation = operation
    self.propagate = propagate
  }

  /// A message with nothing set.
  public init() { self.init(operation: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.Decorator" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(propagate, field: 2)
    writer.string(operation, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: operation = try reader.string()
      case 2: try reader.wrapped(into: &propagate)
      default: try reader.skip()
      }
    }
  }
}
