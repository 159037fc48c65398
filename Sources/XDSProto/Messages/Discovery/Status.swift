// Made by scripts/protos out of protos/google/rpc/status.proto.

/// An error as gRPC describes it.
public struct Status: ProtoMessage {
  /// The code, one of `google.rpc.Code`.
  public var code: Int32
  /// What went wrong, in English, for developers.
  public var message: String
  /// More about the error.
  public var details: [AnyMessage]

  /// A message with these fields.
  public init(
    code: Int32 = 0,
    message: String = "",
    details: [AnyMessage] = []
  ) {
    self.code = code
    self.message = message
    self.details = details
  }

  /// A message with nothing set.
  public init() { self.init(code: 0) }

  /// The full name of the type.
  public static var typeName: String { "google.rpc.Status" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.messages(details, field: 3)
    writer.string(message, field: 2)
    writer.int32(code, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: code = try reader.int32()
      case 2: message = try reader.string()
      case 3: details.append(try reader.message())
      default: try reader.skip()
      }
    }
  }
}
