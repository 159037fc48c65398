/// Prints any message as proto3 JSON, by reflection: see "ProtoJSON Format" in the protobuf
/// documentation.
enum JSONPrinter {
  /// The JSON of a message that is in `depth` messages of type `google.protobuf.Any`.
  static func json(of message: MessageView, depth: Int = 0) -> JSONValue {
    wellKnown(message, depth: depth) ?? .object(members(of: message, depth: depth))
  }

  /// The fields that are set, under their names in lowerCamelCase.
  static func members(
    of message: MessageView, depth: Int
  ) -> [JSONValue.Member] {
    message.descriptor.fields.compactMap { field in
      let values = message.values(of: field)
      guard let value = values.last else { return nil }
      let name = lowerCamelCase(field.name)
      guard field.isRepeated else {
        return JSONValue.Member(name, json(of: value, field: field, depth: depth))
      }
      if field.message?.isMapEntry == true {
        return JSONValue.Member(name, map(values, depth: depth))
      }
      let elements = values.map { json(of: $0, field: field, depth: depth) }
      return JSONValue.Member(name, .array(elements))
    }
  }

  private static func json(of value: FieldValue, field: FieldDescriptor, depth: Int) -> JSONValue {
    switch value {
    // 64-bit numbers are strings: JavaScript would round them.
    case .signed(let number): field.is64Bit ? .string("\(number)") : .number("\(number)")
    case .unsigned(let number): field.is64Bit ? .string("\(number)") : .number("\(number)")
    case .double(let number): json(of: number, text: "\(number)")
    case .float(let number): json(of: Double(number), text: "\(number)")
    case .bool(let value): .bool(value)
    case .enumeration(let number):
      field.enumName(of: number).map { .string($0) } ?? .number("\(number)")
    case .string(let text): .string(text)
    case .bytes(let bytes): .string(base64(bytes))
    case .message(let message): json(of: message, depth: depth)
    }
  }

  static func json(of number: Double, text: String) -> JSONValue {
    if number.isNaN { return .string("NaN") }
    if number.isInfinite { return .string(number < 0 ? "-Infinity" : "Infinity") }
    return .number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  /// The entries of a map as an object.
  private static func map(_ entries: [FieldValue], depth: Int) -> JSONValue {
    .object(
      entries.compactMap { entry in
        guard case .message(let entry) = entry,
          let valueField = entry.descriptor.field(numbered: 2)
        else { return nil }
        let value = entry.values(of: valueField).last ?? valueField.defaultValue
        return JSONValue.Member(
          key(entry.value(numbered: 1)),
          value.map { json(of: $0, field: valueField, depth: depth) } ?? .object([]))
      })
  }

  private static func key(_ value: FieldValue?) -> String {
    switch value {
    case .string(let text): text
    case .signed(let number): "\(number)"
    case .unsigned(let number): "\(number)"
    case .bool(let value): "\(value)"
    default: ""
    }
  }

  /// `use_original_dst` becomes `useOriginalDst`.
  static func lowerCamelCase(_ name: String) -> String {
    var result = ""
    var isUpper = false
    for character in name {
      if character == "_" {
        isUpper = true
      } else {
        result += isUpper ? character.uppercased() : String(character)
        isUpper = false
      }
    }
    return result
  }

  /// Base64 with padding (RFC 4648 §4).
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for first in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[first..<min(first + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        let isPadding = index > group.count
        result.append(
          isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * index) & 0x3f])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
