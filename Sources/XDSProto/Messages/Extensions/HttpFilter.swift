// Made by scripts/protos out of protos/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto.

/// A filter of requests and responses.
public struct HttpFilter: ProtoMessage {
  /// The alternatives of `config_type`.
  public enum ConfigType: Equatable, Sendable {
    /// The filter's configuration.
    case typedConfig(AnyMessage)
  }

  /// The name by which routes configure the filter.
  public var name: String
  /// The filter's configuration.
  public var configType: ConfigType?
  /// Whether a client that does not know the filter skips it.
  public var isOptional: Bool
  /// Whether only routes switch the filter on.
  public var disabled: Bool

  /// A message with these fields.
  public init(
    name: String = "",
    configType: ConfigType? = nil,
    isOptional: Bool = false,
    disabled: Bool = false
  ) {
    self.name = name
    self.configType = configType
    self.isOptional = isOptional
    self.disabled = disabled
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(disabled, field: 7)
    writer.bool(isOptional, field: 6)
    if case .typedConfig(let value)? = configType { writer.message(value, field: 4) }
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 4:
        var value = if case .typedConfig(let old)? = configType { old } else { AnyMessage() }
        try reader.message(into: &value)
        configType = .typedConfig(value)
      case 6: isOptional = try reader.bool()
      case 7: disabled = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
