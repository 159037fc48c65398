// Google's well-known types have a JSON form of their own.
extension JSONPrinter {
  /// The JSON of a well-known type; nil where the message is of another type.
  static func wellKnown(_ message: MessageView, depth: Int) -> JSONValue? {
    switch message.descriptor.name {
    case "google.protobuf.Any": any(message, depth: depth)
    case "google.protobuf.Duration": duration(message)
    case "google.protobuf.Struct": field(1, of: message, depth: depth) ?? .object([])
    case "google.protobuf.ListValue": field(1, of: message, depth: depth) ?? .array([])
    case "google.protobuf.Value": value(message, depth: depth)
    case "google.protobuf.BoolValue": field(1, of: message, depth: depth) ?? .bool(false)
    case "google.protobuf.StringValue", "google.protobuf.BytesValue":
      field(1, of: message, depth: depth) ?? .string("")
    case "google.protobuf.Int64Value", "google.protobuf.UInt64Value":
      field(1, of: message, depth: depth) ?? .string("0")
    case "google.protobuf.DoubleValue", "google.protobuf.FloatValue",
      "google.protobuf.Int32Value", "google.protobuf.UInt32Value":
      field(1, of: message, depth: depth) ?? .number("0")
    default: nil
    }
  }

  /// The JSON of one field; nil where it is not set.
  private static func field(_ number: UInt32, of message: MessageView, depth: Int) -> JSONValue? {
    guard let name = message.descriptor.field(numbered: number)?.name else { return nil }
    let members = members(of: message, depth: depth)
    return members.first { $0.name == lowerCamelCase(name) }?.value
  }

  /// Exactly one kind is set; a value that has none is not JSON, and `null` comes nearest.
  private static func value(_ message: MessageView, depth: Int) -> JSONValue {
    guard let member = members(of: message, depth: depth).first, member.name != "nullValue" else {
      return .null
    }
    return member.value
  }

  /// Seconds with 0, 3, 6 or 9 digits after the point.
  private static func duration(_ message: MessageView) -> JSONValue {
    let seconds: Int64 =
      if case .signed(let value)? = message.value(numbered: 1) { value } else { 0 }
    let nanos: Int64 =
      if case .signed(let value)? = message.value(numbered: 2) { value } else { 0 }
    var text = seconds < 0 || nanos < 0 ? "-" : ""
    text += "\(seconds.magnitude)"
    if nanos != 0 {
      let digits = "\(nanos.magnitude)"
      var fraction = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
      while fraction.hasSuffix("000") { fraction.removeLast(3) }
      text += ".\(fraction)"
    }
    return .string(text + "s")
  }

  /// A message of a known type with its `@type`; of another type, its bytes.
  private static func any(_ message: MessageView, depth: Int) -> JSONValue {
    guard case .string(let typeURL)? = message.value(numbered: 1) else { return .object([]) }
    let type = JSONValue.Member("@type", JSONValue.string(typeURL))
    var bytes: [UInt8] = []
    if case .bytes(let value)? = message.value(numbered: 2) { bytes = value }
    let opaque = JSONValue.object([type, JSONValue.Member("value", .string(base64(bytes)))])

    let typeName = typeURL.split(separator: "/").last.map(String.init) ?? ""
    guard depth < nestingMax,
      let inner = try? EnvoyMessage(typeName: typeName, bytes: bytes)
    else { return opaque }
    return inner.withView { view in
      if let json = wellKnown(view, depth: depth + 1) {
        return .object([type, JSONValue.Member("value", json)])
      }
      return .object([type] + members(of: view, depth: depth + 1))
    }
  }
}
