// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// A range of IP addresses.
public struct CidrRange: ProtoMessage {
  /// The first address.
  public var addressPrefix: String
  /// The number of leading bits that count.
  public var prefixLen: UInt32?

  /// A message with these fields.
  public init(
    addressPrefix: String = "",
    prefixLen: UInt32? = nil
  ) {
    self.addressPrefix = addressPrefix
    self.prefixLen = prefixLen
  }

  /// A message with nothing set.
  public init() { self.init(addressPrefix: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.CidrRange" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(prefixLen, field: 2)
    writer.string(addressPrefix, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: addressPrefix = try reader.string()
      case 2: try reader.wrapped(into: &prefixLen)
      default: try reader.skip()
      }
    }
  }
}
