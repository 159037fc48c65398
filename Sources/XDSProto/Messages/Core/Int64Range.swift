// Made by scripts/protos out of protos/envoy/type/v3/range.proto.

/// A range of whole numbers.
public struct Int64Range: ProtoMessage {
  /// The first number.
  public var start: Int64
  /// The number after the last.
  public var end: Int64

  /// A message with these fields.
  public init(
    start: Int64 = 0,
    end: Int64 = 0
  ) {
    self.start = start
    self.end = end
  }

  /// A message with nothing set.
  public init() { self.init(start: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.v3.Int64Range" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.int64(end, field: 2)
    writer.int64(start, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: start = try reader.int64()
      case 2: end = try reader.int64()
      default: try reader.skip()
      }
    }
  }
}
