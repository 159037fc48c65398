// Made by scripts/protos out of protos/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto.

/// Where routes come from.
public struct Rds: ProtoMessage {
  /// The source.
  public var configSource: ConfigSource?
  /// The name to ask for.
  public var routeConfigName: String

  /// A message with these fields.
  public init(
    configSource: ConfigSource? = nil,
    routeConfigName: String = ""
  ) {
    self.configSource = configSource
    self.routeConfigName = routeConfigName
  }

  /// A message with nothing set.
  public init() { self.init(configSource: nil) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.network.http_connection_manager.v3.Rds"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(routeConfigName, field: 2)
    writer.message(configSource, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &configSource)
      case 2: routeConfigName = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
