/// A value of a YAML document, with the line on which it stands.
///
/// Scalars are resolved as Kubernetes' own reader resolves them (YAML 1.1), aliases and merge keys
/// are expanded. The tree is never deeper than `YAMLLimits.depth`.
struct YAMLNode: Sendable {
  /// What the value is.
  enum Content: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or an exponent, or a whole one beyond 64 bits.
    case number(Double)
    case string(String)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  /// The value.
  var content: Content
  /// The line of its first character, counted from 1 in the file.
  var line: Int

  /// What a person would call it in a message: `the text "x"`, `a list`.
  var described: String {
    switch content {
    case .null: "null"
    case .bool(let value): "the truth value \(value)"
    case .integer(let value): "the number \(value)"
    case .number(let value): "the number \(value)"
    case .string(let value): "the text \(quoted(value))"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The value of a key of a mapping.
  func entry(_ key: String) -> YAMLEntry? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }
  }
}

/// One key of a mapping with its value.
struct YAMLEntry: Sendable {
  /// The key.
  var key: String
  /// The line of the key.
  var line: Int
  /// The value.
  var value: YAMLNode
}

/// How much one document may contain, so that no file can exhaust memory, stack or time.
enum YAMLLimits {
  /// Levels of nesting.
  ///
  /// Kubernetes' deepest built-in types have about twenty.
  static let depth = 100
  /// What is said of a document that is deeper.
  static let depthMessage = "Values are nested more than \(depth) levels deep."
  /// Values written in one document.
  static let nodes = 8_000_000
  /// Values that aliases and merge keys may add to them.
  static let aliasedNodes = 200_000
}

/// Why a document is not YAML.
struct YAMLError: Error, Hashable {
  /// The line, counted from 1 in the file.
  var line: Int
  /// A sentence.
  var message: String
}

/// A text for a message: in quotes, on one line, and never long.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars.prefix(80) {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\"", "\\":
      result += "\\"
      result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + (text.unicodeScalars.dropFirst(80).isEmpty ? "\"" : "…\"")
}
