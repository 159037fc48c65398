/// `google.protobuf.Any`: a message of any type, encoded.
public struct AnyMessage: ProtoMessage {
  /// The type, as `type.googleapis.com/` and its full name.
  public var typeURL: String
  /// The message's bytes.
  public var value: [UInt8]

  /// The message of those bytes.
  public init(typeURL: String, value: [UInt8]) {
    self.typeURL = typeURL
    self.value = value
  }

  /// No message.
  public init() { self.init(typeURL: "", value: []) }

  /// Encodes a message.
  public init<Message: ProtoMessage>(packing message: Message) {
    self.init(typeURL: Message.typeURL, value: message.encoded())
  }

  /// The full name of the type.
  public static var typeName: String { "google.protobuf.Any" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bytes(value, field: 2)
    writer.string(typeURL, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: typeURL = try reader.string()
      case 2: value = try reader.bytes()
      default: try reader.skip()
      }
    }
  }
}
