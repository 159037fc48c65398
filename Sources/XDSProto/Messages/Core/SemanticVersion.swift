// Made by scripts/protos out of protos/envoy/type/v3/semantic_version.proto.

/// A version of three numbers.
public struct SemanticVersion: ProtoMessage {
  /// The first number.
  public var majorNumber: UInt32
  /// The second number.
  public var minorNumber: UInt32
  /// The third number.
  public var patch: UInt32

  /// A message with these fields.
  public init(
    majorNumber: UInt32 = 0,
    minorNumber: UInt32 = 0,
    patch: UInt32 = 0
  ) {
    self.majorNumber = majorNumber
    self.minorNumber = minorNumber
    self.patch = patch
  }

  /// A message with nothing set.
  public init() { self.init(majorNumber: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.v3.SemanticVersion" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.uint32(patch, field: 3)
    writer.uint32(minorNumber, field: 2)
    writer.uint32(majorNumber, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: majorNumber = try reader.uint32()
      case 2: minorNumber = try reader.uint32()
      case 3: patch = try reader.uint32()
      default: try reader.skip()
      }
    }
  }
}
