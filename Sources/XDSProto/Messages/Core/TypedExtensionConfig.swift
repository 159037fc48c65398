// Made by scripts/protos out of protos/envoy/config/core/v3/extension.proto.

/// An extension and its configuration.
public struct TypedExtensionConfig: ProtoMessage {
  /// A name for logs and errors; the type of the configuration decides which extension it is.
  public var name: String
  /// The extension's configuration.
  public var typedConfig: AnyMessage?

  /// A message with these fields.
  public init(
    name: String = "",
    typedConfig: AnyMessage? = nil
  ) {
    self.name = name
    self.typedConfig = typedConfig
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.TypedExtensionConfig" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(typedConfig, field: 2)
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 2: try reader.message(into: &typedConfig)
      default: try reader.skip()
      }
    }
  }
}
