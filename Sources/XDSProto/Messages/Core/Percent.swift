// Made by scripts/protos out of protos/envoy/type/v3/percent.proto.

/// A percentage.
public struct Percent: ProtoMessage {
  /// From 0 to 100.
  public var value: Double

  /// A message with these fields.
  public init(
    value: Double = 0
  ) {
    self.value = value
  }

  /// A message with nothing set.
  public init() { self.init(value: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.v3.Percent" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.double(value, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: value = try reader.double()
      default: try reader.skip()
      }
    }
  }
}
