// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// A number that the runtime may override.
public struct RuntimeDouble: ProtoMessage {
  /// The number where the runtime says nothing.
  public var defaultValue: Double
  /// The runtime's key.
  public var runtimeKey: String

  /// A message with these fields.
  public init(
    defaultValue: Double = 0,
    runtimeKey: String = ""
  ) {
    self.defaultValue = defaultValue
    self.runtimeKey = runtimeKey
  }

  /// A message with nothing set.
  public init() { self.init(defaultValue: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.RuntimeDouble" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(runtimeKey, field: 2)
    writer.double(defaultValue, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: defaultValue = try reader.double()
      case 2: runtimeKey = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
