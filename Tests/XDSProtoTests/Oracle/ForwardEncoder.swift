/// Protobuf written the plain way, front to back: shares nothing with ``ProtoWriter``.
struct ForwardEncoder {
  var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func key(_ field: UInt32, _ wireType: UInt64) { varint(UInt64(field) << 3 | wireType) }

  mutating func varint(_ value: UInt64, field: UInt32) {
    key(field, 0)
    varint(value)
  }

  mutating func fixed64(_ value: UInt64, field: UInt32) {
    key(field, 1)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func fixed32(_ value: UInt32, field: UInt32) {
    key(field, 5)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func delimited(_ content: [UInt8], field: UInt32) {
    key(field, 2)
    varint(UInt64(content.count))
    bytes += content
  }
}

/// What a test wants to write: any field, whether or not a message has it.
enum TestField {
  case varint(UInt32, UInt64)
  case fixed64(UInt32, UInt64)
  case fixed32(UInt32, UInt32)
  case bytes(UInt32, [UInt8])
  case text(UInt32, String)
  case message(UInt32, [TestField])
  case group(UInt32, [TestField])
}

/// The bytes of fields in the order given.
func encode(_ fields: TestField...) -> [UInt8] { encode(fields) }

/// The bytes of fields in the order given.
func encode(_ fields: [TestField]) -> [UInt8] {
  var encoder = ForwardEncoder()
  for field in fields {
    switch field {
    case .varint(let number, let value): encoder.varint(value, field: number)
    case .fixed64(let number, let value): encoder.fixed64(value, field: number)
    case .fixed32(let number, let value): encoder.fixed32(value, field: number)
    case .bytes(let number, let value): encoder.delimited(value, field: number)
    case .text(let number, let value): encoder.delimited([UInt8](value.utf8), field: number)
    case .message(let number, let value): encoder.delimited(encode(value), field: number)
    case .group(let number, let value):
      encoder.key(number, 3)
      encoder.bytes += encode(value)
      encoder.key(number, 4)
    }
  }
  return encoder.bytes
}
