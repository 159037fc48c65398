// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Facts for filters and load balancers.
public struct Metadata: ProtoMessage {
  /// The facts, by the name of the filter that reads them.
  public var filterMetadata: [String: ProtoStruct]

  /// A message with these fields.
  public init(
    filterMetadata: [String: ProtoStruct] = [:]
  ) {
    self.filterMetadata = filterMetadata
  }

  /// A message with nothing set.
  public init() { self.init(filterMetadata: [:]) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Metadata" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.map(filterMetadata, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.mapEntry(&filterMetadata)
      default: try reader.skip()
      }
    }
  }
}
