// Made by scripts/protos out of protos/envoy/config/core/v3/config_source.proto.

/// Where a resource comes from.
public struct ConfigSource: ProtoMessage {
  /// The alternatives of `config_source_specifier`.
  public enum ConfigSourceSpecifier: Equatable, Sendable {
    /// A file.
    case path(String)
    /// An xDS server.
    case apiConfigSource(ApiConfigSource)
    /// The aggregated stream.
    case ads(AggregatedConfigSource)
    /// The source that this very message came from.
    case selfSource(SelfConfigSource)
  }

  /// One of: `path`, `api_config_source`, `ads`, `self`.
  public var configSourceSpecifier: ConfigSourceSpecifier?
  /// How long to wait for the first answer.
  public var initialFetchTimeout: ProtoDuration?
  /// The version of the resource's messages.
  public var resourceApiVersion: ApiVersion

  /// A message with these fields.
  public init(
    configSourceSpecifier: ConfigSourceSpecifier? = nil,
    initialFetchTimeout: ProtoDuration? = nil,
    resourceApiVersion: ApiVersion = .auto
  ) {
    self.configSourceSpecifier = configSourceSpecifier
    self.initialFetchTimeout = initialFetchTimeout
    self.resourceApiVersion = resourceApiVersion
  }

  /// A message with nothing set.
  public init() { self.init(configSourceSpecifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.ConfigSource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.enumeration(resourceApiVersion, field: 6)
    if case .selfSource(let value)? = configSourceSpecifier { writer.message(value, field: 5) }
    writer.message(initialFetchTimeout, field: 4)
    switch configSourceSpecifier {
    case .ads(let value): writer.message(value, field: 3)
    case .apiConfigSource(let value): writer.message(value, field: 2)
    case .path(let value): writer.string(value, field: 1, always: true)
    default: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: configSourceSpecifier = .path(try reader.string())
      case 2:
        var value =
          if case .apiConfigSource(let old)? = configSourceSpecifier { old } else {
            ApiConfigSource()
          }
        try reader.message(into: &value)
        configSourceSpecifier = .apiConfigSource(value)
      case 3:
        var value =
          if case .ads(let old)? = configSourceSpecifier { old } else { AggregatedConfigSource() }
        try reader.message(into: &value)
        configSourceSpecifier = .ads(value)
      case 4: try reader.message(into: &initialFetchTimeout)
      case 5:
        var value =
          if case .selfSource(let old)? = configSourceSpecifier { old } else { SelfConfigSource() }
        try reader.message(into: &value)
        configSourceSpecifier = .selfSource(value)
      case 6: resourceApiVersion = try reader.enumeration()
      default: try reader.skip()
      }
    }
  }
}
