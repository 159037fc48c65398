/// `google.protobuf.Value`: a JSON value.
public struct ProtoValue: ProtoMessage {
  /// What kind of value, and the value.
  public enum Kind: Equatable, Sendable {
    /// `null`.
    case nullValue
    /// A number.
    case numberValue(Double)
    /// A string.
    case stringValue(String)
    /// `true` or `false`.
    case boolValue(Bool)
    /// An object.
    case structValue(ProtoStruct)
    /// An array.
    case listValue(ProtoListValue)
  }

  /// The value; nil is a value that says nothing, which JSON does not know.
  public var kind: Kind?

  /// A value of that kind.
  public init(kind: Kind?) { self.kind = kind }

  /// A value that says nothing.
  public init() { self.init(kind: nil) }

  /// `null`.
  public static var null: Self { Self(kind: .nullValue) }
  /// A string.
  public static func string(_ value: String) -> Self { Self(kind: .stringValue(value)) }
  /// A number.
  public static func number(_ value: Double) -> Self { Self(kind: .numberValue(value)) }
  /// `true` or `false`.
  public static func bool(_ value: Bool) -> Self { Self(kind: .boolValue(value)) }
  /// An object.
  public static func object(_ fields: [String: ProtoValue]) -> Self {
    Self(kind: .structValue(ProtoStruct(fields: fields)))
  }
  /// An array.
  public static func list(_ values: [ProtoValue]) -> Self {
    Self(kind: .listValue(ProtoListValue(values: values)))
  }

  /// The string; nil where the value is none.
  public var stringValue: String? { if case .stringValue(let value)? = kind { value } else { nil } }
  /// The number; nil where the value is none.
  public var numberValue: Double? { if case .numberValue(let value)? = kind { value } else { nil } }
  /// The Boolean; nil where the value is none.
  public var boolValue: Bool? { if case .boolValue(let value)? = kind { value } else { nil } }
  /// The object; nil where the value is none.
  public var structValue: ProtoStruct? {
    if case .structValue(let value)? = kind { value } else { nil }
  }
  /// The array; nil where the value is none.
  public var listValue: ProtoListValue? {
    if case .listValue(let value)? = kind { value } else { nil }
  }

  /// The full name of the type.
  public static var typeName: String { "google.protobuf.Value" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch kind {
    case .nullValue: writer.int32(0, field: 1, always: true)
    case .numberValue(let value): writer.double(value, field: 2, always: true)
    case .stringValue(let value): writer.string(value, field: 3, always: true)
    case .boolValue(let value): writer.bool(value, field: 4, always: true)
    case .structValue(let value): writer.message(value, field: 5)
    case .listValue(let value): writer.message(value, field: 6)
    case nil: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1:
        _ = try reader.int32()
        kind = .nullValue
      case 2: kind = .numberValue(try reader.double())
      case 3: kind = .stringValue(try reader.string())
      case 4: kind = .boolValue(try reader.bool())
      case 5:
        var value = structValue ?? ProtoStruct()
        try reader.message(into: &value)
        kind = .structValue(value)
      case 6:
        var value = listValue ?? ProtoListValue()
        try reader.message(into: &value)
        kind = .listValue(value)
      default: try reader.skip()
      }
    }
  }
}
