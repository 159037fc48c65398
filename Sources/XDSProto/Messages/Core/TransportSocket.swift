// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// How connections are secured.
public struct TransportSocket: ProtoMessage {
  /// The alternatives of `config_type`.
  public enum ConfigType: Equatable, Sendable {
    /// The implementation's configuration.
    case typedConfig(AnyMessage)
  }

  /// The name of the implementation; the type of its configuration decides.
  public var name: String
  /// The implementation's configuration.
  public var configType: ConfigType?

  /// A message with these fields.
  public init(
    name: String = "",
    configType: ConfigType? = nil
  ) {
    self.name = name
    self.configType = configType
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.TransportSocket" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .typedConfig(let value)? = configType { writer.message(value, field: 3) }
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 3:
        var value = if case .typedConfig(let old)? = configType { old } else { AnyMessage() }
        try reader.message(into: &value)
        configType = .typedConfig(value)
      default: try reader.skip()
      }
    }
  }
}
