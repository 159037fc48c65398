internal import CEnvoyAPI

/// A value of a field.
enum FieldValue {
  case signed(Int64)
  case unsigned(UInt64)
  case double(Double)
  case float(Float)
  case bool(Bool)
  case enumeration(Int32)
  case string(String)
  case bytes([UInt8])
  case message(MessageView)

  /// Whether proto3 leaves it out.
  var isDefault: Bool {
    switch self {
    case .signed(let value): value == 0
    case .unsigned(let value): value == 0
    case .double(let value): value.bitPattern == 0
    case .float(let value): value.bitPattern == 0
    case .bool(let value): !value
    case .enumeration(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .message: false
    }
  }
}

/// An unpacked message in C's memory, read by its descriptor.
///
/// Not an owner: it must not outlive the ``EnvoyMessage`` that it came from. The only place that
/// reads C's structs.
@safe struct MessageView {
  private let base: UnsafeRawPointer
  /// The type.
  let descriptor: MessageDescriptor

  init(_ message: UnsafePointer<ProtobufCMessage>) {
    unsafe base = UnsafeRawPointer(message)
    descriptor = unsafe MessageDescriptor(message.pointee.descriptor)
  }

  /// The values of a field: none where it is not set.
  func values(of field: FieldDescriptor) -> [FieldValue] {
    let place = unsafe base + Int(field.raw.pointee.offset)
    if field.isRepeated {
      let count = unsafe quantifier(of: field).load(as: Int.self)
      guard count > 0, let list = unsafe place.load(as: UnsafeRawPointer?.self) else { return [] }
      let stride = Self.stride(of: field.type)
      return (0..<count).compactMap { unsafe Self.load(field.type, at: list + $0 * stride) }
    }
    if field.isOneofMember, unsafe quantifier(of: field).load(as: UInt32.self) != field.number {
      return []
    }
    guard let value = unsafe Self.load(field.type, at: place) else { return [] }
    if field.hasPresence { return isSet(field) ? [value] : [] }
    return value.isDefault ? [] : [value]
  }

  /// The value of the field of that number; nil where it is not set.
  func value(numbered number: UInt32) -> FieldValue? {
    descriptor.field(numbered: number).flatMap { values(of: $0).last }
  }

  private func quantifier(of field: FieldDescriptor) -> UnsafeRawPointer {
    unsafe base + Int(field.raw.pointee.quantifier_offset)
  }

  /// Whether a field with presence is set; of pointers `load` has said it already.
  private func isSet(_ field: FieldDescriptor) -> Bool {
    switch field.type {
    case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_MESSAGE: true
    default: unsafe field.isOneofMember || quantifier(of: field).load(as: Int32.self) != 0
    }
  }

  /// The value at a place; nil where a pointer is null.
  private static func load(_ type: ProtobufCType, at place: UnsafeRawPointer) -> FieldValue? {
    switch type {
    case PROTOBUF_C_TYPE_INT32, PROTOBUF_C_TYPE_SINT32, PROTOBUF_C_TYPE_SFIXED32:
      return unsafe .signed(Int64(place.load(as: Int32.self)))
    case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64:
      return unsafe .signed(place.load(as: Int64.self))
    case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32:
      return unsafe .unsigned(UInt64(place.load(as: UInt32.self)))
    case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64:
      return unsafe .unsigned(place.load(as: UInt64.self))
    case PROTOBUF_C_TYPE_FLOAT: return unsafe .float(place.load(as: Float.self))
    case PROTOBUF_C_TYPE_DOUBLE: return unsafe .double(place.load(as: Double.self))
    case PROTOBUF_C_TYPE_BOOL: return unsafe .bool(place.load(as: Int32.self) != 0)
    case PROTOBUF_C_TYPE_ENUM: return unsafe .enumeration(place.load(as: Int32.self))
    case PROTOBUF_C_TYPE_STRING:
      let text = unsafe place.load(as: UnsafePointer<CChar>?.self)
      return unsafe text.map { unsafe .string(String(cString: $0)) }
    case PROTOBUF_C_TYPE_BYTES:
      let bytes = unsafe place.load(as: ProtobufCBinaryData.self)
      return unsafe .bytes([UInt8](UnsafeBufferPointer(start: bytes.data, count: bytes.len)))
    case PROTOBUF_C_TYPE_MESSAGE:
      let message = unsafe place.load(as: UnsafePointer<ProtobufCMessage>?.self)
      return unsafe message.map { unsafe .message(MessageView($0)) }
    default: preconditionFailure("libprotobuf-c has no type \(type.rawValue)")
    }
  }

  /// How far apart the elements of a repeated field are.
  private static func stride(of type: ProtobufCType) -> Int {
    switch type {
    case PROTOBUF_C_TYPE_INT32, PROTOBUF_C_TYPE_SINT32, PROTOBUF_C_TYPE_SFIXED32,
      PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_FLOAT,
      PROTOBUF_C_TYPE_BOOL, PROTOBUF_C_TYPE_ENUM:
      4
    case PROTOBUF_C_TYPE_BYTES: unsafe MemoryLayout<ProtobufCBinaryData>.stride
    default: 8
    }
  }
}
