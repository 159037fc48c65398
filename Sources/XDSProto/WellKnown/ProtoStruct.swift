/// `google.protobuf.Struct`: a JSON object.
public struct ProtoStruct: ProtoMessage {
  /// The object's members.
  public var fields: [String: ProtoValue]

  /// An object with those members.
  public init(fields: [String: ProtoValue]) { self.fields = fields }

  /// An empty object.
  public init() { self.init(fields: [:]) }

  /// The member of that name; nil where there is none.
  public subscript(name: String) -> ProtoValue? {
    get { fields[name] }
    set { fields[name] = newValue }
  }

  /// The full name of the type.
  public static var typeName: String { "google.protobuf.Struct" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.map(fields, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.mapEntry(&fields)
      default: try reader.skip()
      }
    }
  }
}

/// `google.protobuf.ListValue`: a JSON array.
public struct ProtoListValue: ProtoMessage {
  /// The array's elements.
  public var values: [ProtoValue]

  /// An array of those elements.
  public init(values: [ProtoValue]) { self.values = values }

  /// An empty array.
  public init() { self.init(values: []) }

  /// The full name of the type.
  public static var typeName: String { "google.protobuf.ListValue" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.messages(values, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: values.append(try reader.message())
      default: try reader.skip()
      }
    }
  }
}
