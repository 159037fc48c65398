// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// A version of a build.
public struct BuildVersion: ProtoMessage {
  /// The version as MAJOR.MINOR.PATCH.
  public var version: SemanticVersion?
  /// What else is known about the build.
  public var metadata: ProtoStruct?

  /// A message with these fields.
  public init(
    version: SemanticVersion? = nil,
    metadata: ProtoStruct? = nil
  ) {
    self.version = version
    self.metadata = metadata
  }

  /// A message with nothing set.
  public init() { self.init(version: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.BuildVersion" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(metadata, field: 2)
    writer.message(version, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &version)
      case 2: try reader.message(into: &metadata)
      default: try reader.skip()
      }
    }
  }
}
