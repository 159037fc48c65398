// Values that routing rules are made of.
extension Field {
  /// A whole number of a key that is not negative, and not more than `limit`.
  func count(_ key: String, atMost limit: UInt32 = .max) -> UInt32? {
    guard let child = child(key), let value = child.integer else { return nil }
    if let count = UInt32(exactly: value), count <= limit { return count }
    child.error("\(value) is out of range. Write a number from 0 to \(limit).")
    return nil
  }

  /// A number of a key, whole or not.
  func number(_ key: String) -> Double? {
    guard let child = child(key) else { return nil }
    switch child.node.content {
    case .integer(let value): return Double(value)
    case .number(let value) where value.isFinite: return value
    default:
      child.error("Expected a number, found \(child.node.described).")
      return nil
    }
  }

  /// A share of a key in percent.
  func percentage(_ key: String) -> Double? {
    guard let value = number(key) else { return nil }
    if (0...100).contains(value) { return value }
    child(key)?.error("\(value) is not a percentage. Write a number from 0 to 100.")
    return nil
  }

  /// The share of a key that is written as `{value: 12.5}`; 0 when the value is absent.
  func percentageValue(_ key: String) -> Double? {
    guard let child = mapping(key) else { return nil }
    child.check(FieldNames(acted: ["value"]))
    return child.percentage("value") ?? 0
  }

  /// A duration of a key, `least` at least.
  func duration(_ key: String, atLeast least: Duration = .zero) -> Duration? {
    guard let child = child(key), let text = child.text else { return nil }
    guard let duration = Duration(goText: text) else {
      child.error("\(quoted(text)) is not a duration. Write one like 1h, 1m, 2.5s or 100ms.")
      return nil
    }
    guard duration >= least else {
      child.error("\(quoted(text)) is too short. Write \(least.manifestText) or more.")
      return nil
    }
    return duration
  }

  /// A text of a key that says something; nil when it is absent or empty.
  func filledText(_ key: String) -> String? {
    guard let text = text(key), !text.isEmpty else { return nil }
    return text
  }

  /// The same of what becomes part of a request's or response's head, which has no line breaks
  /// in it.
  func headText(_ key: String) -> String? {
    guard let text = filledText(key) else { return nil }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      child(key)?.error("It cannot have line breaks, or other control characters. Remove them.")
    }
    return text
  }

  /// The texts of a list, without the empty ones.
  func filledTexts(_ key: String) -> [String] {
    texts(key).map(\.text).filter { !$0.isEmpty }
  }

  /// The port of a key that is written as `{number: 80}`.
  func portSelector(_ key: String) -> UInt16? {
    guard let child = mapping(key) else { return nil }
    child.check(FieldNames(acted: ["number"]))
    return child.required("number")?.port
  }

  /// `exportTo` of a rule in `namespace`, each namespace of which may be given once.
  func exportTo(namespace: String) -> ExportTo {
    let texts = texts("exportTo")
    let exportTo = ExportTo(texts, namespace: namespace)
    var seen: Set<String> = []
    for (text, item) in texts where !seen.insert(text == "." ? namespace : text).inserted {
      item.error("The namespace \(quoted(text)) is given twice. Remove one.")
    }
    return exportTo
  }
}

extension Duration {
  /// For messages: `5ms`, `1s`.
  fileprivate var manifestText: String {
    self < .seconds(1)
      ? "\(components.attoseconds / 1_000_000_000_000_000)ms"
      : "\(components.seconds)s"
  }
}

extension NameRules {
  /// As `wildcardHost`, or `*` alone.
  static func anyHost(_ text: String) -> String? { text == "*" ? text : wildcardHost(text) }
}

extension Field {
  /// The value as a host; `what` names it in a message.
  func host(_ rule: (String) -> String?, orLike example: String) -> String? {
    guard let text else { return nil }
    if let host = rule(text) { return host }
    error("\(quoted(text)) is not a host. Write \(example).")
    return nil
  }
}
