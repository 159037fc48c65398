/// `google.protobuf.Duration`: a span of time.
public struct ProtoDuration: ProtoMessage, Hashable {
  /// Whole seconds.
  public var seconds: Int64
  /// What is left in nanoseconds, with the sign of the seconds.
  public var nanos: Int32

  /// A span of time.
  public init(seconds: Int64 = 0, nanos: Int32 = 0) {
    self.seconds = seconds
    self.nanos = nanos
  }

  /// No time.
  public init() { self.init(seconds: 0) }

  /// So many whole seconds.
  public static func seconds(_ seconds: Int64) -> Self { Self(seconds: seconds) }

  /// So many milliseconds.
  public static func milliseconds(_ milliseconds: Int64) -> Self {
    Self(seconds: milliseconds / 1000, nanos: Int32(milliseconds % 1000) * 1_000_000)
  }

  /// The full name of the type.
  public static var typeName: String { "google.protobuf.Duration" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.int32(nanos, field: 2)
    writer.int64(seconds, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: seconds = try reader.int64()
      case 2: nanos = try reader.int32()
      default: try reader.skip()
      }
    }
  }
}
