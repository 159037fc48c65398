/// A YAML document to be written: the few shapes that a bootstrap and a manifest need.
///
/// What a person gave is always `.text`, which is always quoted: no value can be read as a number,
/// a boolean or a piece of YAML, whatever reads it.
package indirect enum YAMLText {
  /// A scalar of our own that reads the same with and without quotes; written as it is.
  case plain(String)
  /// A string from outside; written between double quotes.
  case text(String)
  /// A number.
  case number(Int)
  /// A sequence.
  case list([YAMLText])
  /// A mapping with keys of our own, in this order.
  case map([(key: String, value: YAMLText)])
  /// A mapping with keys from outside, in this order; they are quoted, as texts are.
  case entries([(key: String, value: YAMLText)])

  /// A mapping of texts from outside, in order of the keys.
  package static func strings(_ entries: [String: String]) -> YAMLText {
    .entries(entries.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
  }

  /// The document, with a newline at its end.
  package func rendered() -> String {
    var lines: [String] = []
    write(to: &lines, indentation: 0)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What stands behind a key or a dash on the same line; nil for what begins on the next line.
  private var inline: String? {
    switch self {
    case .plain(let word): word
    case .text(let string): Self.quoted(string)
    case .number(let number): "\(number)"
    case .list(let items): items.isEmpty ? "[]" : nil
    case .map(let entries), .entries(let entries): entries.isEmpty ? "{}" : nil
    }
  }

  private func write(to lines: inout [String], indentation: Int) {
    let margin = String(repeating: " ", count: indentation)
    switch self {
    case .plain, .text, .number:
      lines.append(margin + (inline ?? ""))
    case .list(let items):
      for item in items { item.writeItem(to: &lines, indentation: indentation) }
    case .map(let entries):
      for (key, value) in entries {
        value.write(under: Self.key(key), to: &lines, indentation: indentation)
      }
    case .entries(let entries):
      for (key, value) in entries {
        value.write(under: Self.quoted(key), to: &lines, indentation: indentation)
      }
    }
  }

  private func write(under key: String, to lines: inout [String], indentation: Int) {
    let margin = String(repeating: " ", count: indentation)
    if let inline {
      lines.append("\(margin)\(key): \(inline)")
      return
    }
    lines.append("\(margin)\(key):")
    // A dash may stand in the column of its key, as kubectl writes it.
    if case .list = self {
      write(to: &lines, indentation: indentation)
    } else {
      write(to: &lines, indentation: indentation + 2)
    }
  }

  private func writeItem(to lines: inout [String], indentation: Int) {
    let first = lines.count
    write(to: &lines, indentation: indentation + 2)
    let margin = String(repeating: " ", count: indentation)
    lines[first] = margin + "- " + lines[first].dropFirst(indentation + 2)
  }

  /// A key of our own: bare where it is a word, quoted where it has another character (`@type`).
  private static func key(_ key: String) -> String {
    key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ? key : quoted(key)
  }

  /// `string` between double quotes, with the escapes of YAML 1.2 §5.7.
  package static func quoted(_ string: String) -> String {
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
      case _ where scalar.value > 0xFFFF: quoted += "\\U" + hexadecimal(scalar.value, digits: 8)
      default: quoted += "\\u" + hexadecimal(scalar.value, digits: 4)
      }
    }
    return quoted + "\""
  }

  /// Whether every reader takes the character as it stands: no control character, no line or
  /// paragraph separator, no byte order mark.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
    default: true
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

// Literals make a document look like what is written. There is no string interpolation among them:
// what is not our own text has to say `.text`.
extension YAMLText: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .plain(value) }
  package init(arrayLiteral elements: YAMLText...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, YAMLText)...) {
    self = .map(elements.map { (key: $0.0, value: $0.1) })
  }
}
