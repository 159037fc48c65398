// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Where a node or an endpoint runs.
public struct Locality: ProtoMessage {
  /// The region.
  public var region: String
  /// The zone inside the region.
  public var zone: String
  /// The part of the zone, such as a rack.
  public var subZone: String

  /// A message with these fields.
  public init(
    region: String = "",
    zone: String = "",
    subZone: String = ""
  ) {
    self.region = region
    self.zone = zone
    self.subZone = subZone
  }

  /// A message with nothing set.
  public init() { self.init(region: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Locality" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(subZone, field: 3)
    writer.string(zone, field: 2)
    writer.string(region, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: region = try reader.string()
      case 2: zone = try reader.string()
      case 3: subZone = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
