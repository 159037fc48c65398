internal import CEnvoyAPI

/// What libprotobuf-c knows about a message type.
///
/// `@unchecked Sendable`: it points at constants that protoc-c made; nobody writes to them.
@safe struct MessageDescriptor: @unchecked Sendable {
  let raw: UnsafePointer<ProtobufCMessageDescriptor>

  init(_ raw: UnsafePointer<ProtobufCMessageDescriptor>) { unsafe self.raw = unsafe raw }

  /// The type of that full name; nil where `protos/` has none.
  init?(named name: String) {
    guard let known = Self.byName[name] else { return nil }
    self = known
  }

  /// Every message type by its full name.
  static let byName: [String: MessageDescriptor] = {
    var result: [String: MessageDescriptor] = [:]
    for index in 0..<causeway_message_descriptor_count {
      guard let descriptor = unsafe causeway_message_descriptor(index) else { continue }
      let known = unsafe MessageDescriptor(descriptor)
      result[known.name] = known
    }
    return result
  }()

  /// The full name.
  var name: String { unsafe String(cString: raw.pointee.name) }
  /// The name without its scope.
  var shortName: String { unsafe String(cString: raw.pointee.short_name) }

  /// The fields in the order of their numbers.
  var fields: [FieldDescriptor] {
    guard let first = unsafe raw.pointee.fields else { return [] }
    return unsafe (0..<Int(raw.pointee.n_fields)).map { unsafe FieldDescriptor(first + $0) }
  }

  /// The field of that number.
  ///
  /// - Complexity: O(number of ranges of numbers).
  func field(numbered number: UInt32) -> FieldDescriptor? {
    unsafe protobuf_c_message_descriptor_get_field(raw, number).map { unsafe FieldDescriptor($0) }
  }

  /// Whether this is the entry of a map: what protoc makes of `map<K, V> name`.
  var isMapEntry: Bool {
    shortName.hasSuffix("Entry") && fields.map(\.name) == ["key", "value"]
  }
}

/// What libprotobuf-c knows about a field.
@safe struct FieldDescriptor {
  let raw: UnsafePointer<ProtobufCFieldDescriptor>

  init(_ raw: UnsafePointer<ProtobufCFieldDescriptor>) { unsafe self.raw = unsafe raw }

  /// The name in the .proto file.
  var name: String { unsafe String(cString: raw.pointee.name) }
  /// The number on the wire.
  var number: UInt32 { unsafe raw.pointee.id }
  /// The type of a value.
  var type: ProtobufCType { unsafe raw.pointee.type }
  /// Whether there may be many values.
  var isRepeated: Bool { unsafe raw.pointee.label == PROTOBUF_C_LABEL_REPEATED }
  /// Whether being there and being the default are different.
  var hasPresence: Bool { unsafe isOneofMember || raw.pointee.label == PROTOBUF_C_LABEL_OPTIONAL }
  /// Whether the field is a member of a oneof.
  var isOneofMember: Bool {
    unsafe raw.pointee.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0
  }

  /// The type of a message; nil where the values are none.
  var message: MessageDescriptor? {
    guard type == PROTOBUF_C_TYPE_MESSAGE, let descriptor = unsafe raw.pointee.descriptor else {
      return nil
    }
    return unsafe MessageDescriptor(
      descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
  }

  /// The name of an enumeration's value; nil where the number has none.
  func enumName(of number: Int32) -> String? {
    guard type == PROTOBUF_C_TYPE_ENUM, let descriptor = unsafe raw.pointee.descriptor else {
      return nil
    }
    let enumeration = unsafe descriptor.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
    let value = unsafe protobuf_c_enum_descriptor_get_value(enumeration, number)
    return unsafe value.map { unsafe String(cString: $0.pointee.name) }
  }
}

extension FieldDescriptor {
  /// Whether the values are numbers of 64 bits.
  var is64Bit: Bool {
    switch type {
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64,
      PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64:
      true
    default: false
    }
  }

  /// What the value is where none is on the wire; nil for messages.
  var defaultValue: FieldValue? {
    switch type {
    case PROTOBUF_C_TYPE_STRING: .string("")
    case PROTOBUF_C_TYPE_BYTES: .bytes([])
    case PROTOBUF_C_TYPE_BOOL: .bool(false)
    case PROTOBUF_C_TYPE_ENUM: .enumeration(0)
    case PROTOBUF_C_TYPE_MESSAGE: nil
    default: .signed(0)
    }
  }
}
