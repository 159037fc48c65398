// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// A Unix domain socket.
public struct Pipe: ProtoMessage {
  /// The path; `@` begins an abstract name.
  public var path: String
  /// The file mode.
  public var mode: UInt32

  /// A message with these fields.
  public init(
    path: String = "",
    mode: UInt32 = 0
  ) {
    self.path = path
    self.mode = mode
  }

  /// A message with nothing set.
  public init() { self.init(path: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Pipe" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.uint32(mode, field: 2)
    writer.string(path, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: path = try reader.string()
      case 2: mode = try reader.uint32()
      default: try reader.skip()
      }
    }
  }
}
