// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// A fraction that the runtime may override.
public struct RuntimeFractionalPercent: ProtoMessage {
  /// The fraction where the runtime says nothing.
  public var defaultValue: FractionalPercent?
  /// The runtime's key.
  public var runtimeKey: String

  /// A message with these fields.
  public init(
    defaultValue: FractionalPercent? = nil,
    runtimeKey: String = ""
  ) {
    self.defaultValue = defaultValue
    self.runtimeKey = runtimeKey
  }

  /// A message with nothing set.
  public init() { self.init(defaultValue: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.RuntimeFractionalPercent" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(runtimeKey, field: 2)
    writer.message(defaultValue, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &defaultValue)
      case 2: runtimeKey = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
