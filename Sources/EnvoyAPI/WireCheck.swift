internal import CEnvoyAPI

/// How deep messages may be nested.
let nestingMax = 100

/// Refuses what libprotobuf-c would take and what would then go wrong.
///
/// It unpacks nested messages by recursion without a limit, which a hostile message turns into a
/// stack overflow; and it hands out strings that are not UTF-8, or that end at a NUL in their
/// middle. What else is malformed it finds by itself.
func checkWire(
  _ bytes: [UInt8], as descriptor: MessageDescriptor
) throws(EnvoyAPIError) {
  var check = WireCheck(bytes: bytes, type: descriptor.name)
  try check.message(descriptor, end: bytes.count, depth: 0)
}

private struct WireCheck {
  let bytes: [UInt8]
  let type: String
  var offset = 0

  init(bytes: [UInt8], type: String) {
    self.bytes = bytes
    self.type = type
  }

  func malformed(_ reason: String) -> EnvoyAPIError {
    .malformed(type: type, reason: "\(reason) at byte \(offset)")
  }

  mutating func varint(end: Int) throws(EnvoyAPIError) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<10 {
      guard offset < end else { throw malformed("it ends in the middle of a number") }
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7f) << UInt64(7 * index)
      if byte < 0x80 { return value }
    }
    throw malformed("a number is longer than 10 bytes")
  }

  mutating func message(
    _ descriptor: MessageDescriptor, end: Int, depth: Int
  ) throws(EnvoyAPIError) {
    guard depth <= nestingMax else {
      throw malformed("messages are nested more than \(nestingMax) levels deep")
    }
    while offset < end {
      let key = try varint(end: end)
      guard key >> 3 >= 1, key >> 3 <= 536_870_911 else {
        throw malformed("a field has no valid number")
      }
      switch key & 7 {
      case 0: _ = try varint(end: end)
      case 1: try skip(8, end: end)
      case 5: try skip(4, end: end)
      case 2:
        let length = try varint(end: end)
        guard length <= UInt64(end - offset) else {
          throw malformed("a field is longer than the message it is in")
        }
        try content(
          of: descriptor.field(numbered: UInt32(key >> 3)), end: offset + Int(length), depth: depth)
      default: throw malformed("a field has a wire type that proto3 does not have")
      }
    }
  }

  private mutating func skip(_ byteCount: Int, end: Int) throws(EnvoyAPIError) {
    guard byteCount <= end - offset else { throw malformed("it ends in the middle of a field") }
    offset += byteCount
  }

  private mutating func content(
    of field: FieldDescriptor?, end: Int, depth: Int
  ) throws(EnvoyAPIError) {
    if let message = field?.message {
      try self.message(message, end: end, depth: depth + 1)
    } else if field?.type == PROTOBUF_C_TYPE_STRING {
      let text = bytes[offset..<end]
      guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else {
        throw malformed("a string is not UTF-8 or has a NUL in it")
      }
    }
    offset = end
  }
}
