// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Who the server is.
public struct ControlPlane: ProtoMessage {
  /// The server's name.
  public var identifier: String

  /// A message with these fields.
  public init(
    identifier: String = ""
  ) {
    self.identifier = identifier
  }

  /// A message with nothing set.
  public init() { self.init(identifier: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.ControlPlane" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(identifier, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: identifier = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
