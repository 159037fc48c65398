// Made by scripts/protos out of protos/envoy/config/core/v3/config_source.proto.

/// The source that this very message came from.
public struct SelfConfigSource: ProtoMessage {
  /// The version of the protocol's own messages.
  public var transportApiVersion: ApiVersion

  /// A message with these fields.
  public init(
    transportApiVersion: ApiVersion = .auto
  ) {
    self.transportApiVersion = transportApiVersion
  }

  /// A message with nothing set.
  public init() { self.init(transportApiVersion: .auto) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.SelfConfigSource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.enumeration(transportApiVersion, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: transportApiVersion = try reader.enumeration()
      default: try reader.skip()
      }
    }
  }
}
