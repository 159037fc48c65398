/// A JSON value on its way to text.
///
/// An object keeps the order of its members; numbers are kept as they will be written.
enum JSON {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A member of an object.
  struct Member {
    var name: String
    var value: JSON
  }

  /// The text, indented by two spaces for each level.
  var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += value
    case .string(let value): text += Self.quoted(value)
    case .array(let elements):
      let inner = indent + "  "
      text += "["
      for (index, element) in elements.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += inner
        element.write(to: &text, indent: inner)
      }
      text += elements.isEmpty ? "]" : "\n\(indent)]"
    case .object(let members):
      let inner = indent + "  "
      text += "{"
      for (index, member) in members.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += "\(inner)\(Self.quoted(member.name)): "
        member.value.write(to: &text, indent: inner)
      }
      text += members.isEmpty ? "}" : "\n\(indent)}"
    }
  }

  /// A string between quotation marks.
  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
