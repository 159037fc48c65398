/// A JSON document to be written, whose members keep the order in which they were put.
///
/// Written by hand because a stable order of keys is part of what people script against.
public indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A number as it is to be written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value in an object.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// A member.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object with a member for each entry, in order of the keys.
  public static func sorted(_ entries: [String: String]) -> JSONValue {
    .object(entries.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
  }

  /// The document as a text of its own: with a newline at its end.
  public func rendered() -> String { text + "\n" }

  /// The document, indented by two spaces.
  public var text: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text
  }

  /// The document on one line.
  public var line: String {
    var text = ""
    write(to: &text, indentation: nil)
    return text
  }

  /// Writes the document: indented from there, or on one line when `indentation` is nil.
  private func write(to text: inout String, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let digits): text += digits
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      Self.write(values, between: "[", and: "]", to: &text, indentation: indentation) {
        value, text in
        value.write(to: &text, indentation: indentation.map { $0 + 2 })
      }
    case .object(let members):
      Self.write(members, between: "{", and: "}", to: &text, indentation: indentation) {
        member, text in
        Self.write(member.name, to: &text)
        text += ": "
        member.value.write(to: &text, indentation: indentation.map { $0 + 2 })
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between open: String, and close: String, to text: inout String,
    indentation: Int?, writeElement: (Element, inout String) -> Void
  ) {
    let margin = indentation.map { "\n" + String(repeating: " ", count: $0) }
    text += open
    var separator = ""
    for element in elements {
      text += separator
      if let margin { text += margin + "  " }
      writeElement(element, &text)
      separator = margin == nil ? ", " : ","
    }
    if let margin, !elements.isEmpty { text += margin }
    text += close
  }

  /// Writes a string with the escapes that RFC 8259 §7 demands.
  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // RFC 8259 demands it of the first of these only; the others, too, are orders to a terminal.
      case "\0"..<" ", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

// Literals make a document look like what is written.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with its members in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
