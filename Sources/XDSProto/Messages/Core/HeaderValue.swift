// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// A header.
public struct HeaderValue: ProtoMessage {
  /// The header's name.
  public var key: String
  /// The header's value, which may hold format specifiers.
  public var value: String

  /// A message with these fields.
  public init(
    key: String = "",
    value: String = ""
  ) {
    self.key = key
    self.value = value
  }

  /// A message with nothing set.
  public init() { self.init(key: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.HeaderValue" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(value, field: 2)
    writer.string(key, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: key = try reader.string()
      case 2: value = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
