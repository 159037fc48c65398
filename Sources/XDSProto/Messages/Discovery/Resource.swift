// Made by scripts/protos out of protos/envoy/service/discovery/v3/discovery.proto.

/// A resource with its name and version.
public struct Resource: ProtoMessage {
  /// The version.
  public var version: String
  /// The resource.
  public var resource: AnyMessage?
  /// The name.
  public var name: String
  /// Other names.
  public var aliases: [String]

  /// A message with these fields.
  public init(
    version: String = "",
    resource: AnyMessage? = nil,
    name: String = "",
    aliases: [String] = []
  ) {
    self.version = version
    self.resource = resource
    self.name = name
    self.aliases = aliases
  }

  /// A message with nothing set.
  public init() { self.init(version: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.service.discovery.v3.Resource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.strings(aliases, field: 4)
    writer.string(name, field: 3)
    writer.message(resource, field: 2)
    writer.string(version, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: version = try reader.string()
      case 2: try reader.message(into: &resource)
      case 3: name = try reader.string()
      case 4: aliases.append(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
