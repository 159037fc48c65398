/// A value in a manifest, with the way that leads to it and the place where complaints go.
///
/// The readers of the kinds are written with it. Every accessor reports what is wrong with a value
/// and returns nil; `null` counts as absent, as in Kubernetes.
struct Field {
  /// The value.
  let node: YAMLNode
  /// Its path from the object's root.
  let path: FieldPath
  /// Where problems are collected.
  let findings: Findings
  /// The line to name in messages: that of the value, or of the key whose block stands below it.
  let line: Int

  /// The root of an object.
  init(root node: YAMLNode, findings: Findings) {
    self.init(node: node, path: .root, findings: findings, line: node.line)
  }

  private init(node: YAMLNode, path: FieldPath, findings: Findings, line: Int) {
    self.node = node
    self.path = path
    self.findings = findings
    self.line = line
  }
}

/// The path of a field, kept as links because it is only printed when something is wrong.
indirect enum FieldPath {
  case root
  case key(String, in: FieldPath)
  case index(Int, in: FieldPath)

  /// `spec.ports[0].name`; keys that are no plain words are put in brackets: `labels["a.b/c"]`.
  var text: String {
    switch self {
    case .root: return ""
    case .index(let index, let parent): return "\(parent.text)[\(index)]"
    case .key(let key, let parent):
      let isWord = key.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
      if !isWord || key.isEmpty { return "\(parent.text)[\(quoted(key))]" }
      if case .root = parent { return key }
      return "\(parent.text).\(key)"
    }
  }
}

/// The problems of one object, while it is being read.
final class Findings {
  /// One problem.
  struct Finding: Hashable {
    var severity: ManifestProblem.Severity
    var line: Int
    var field: String
    var message: String
  }

  /// What was found, in the order of reading.
  private(set) var all: [Finding] = []
  /// Whether the object cannot be taken.
  private(set) var hasErrors = false

  /// Adds one.
  func add(_ severity: ManifestProblem.Severity, line: Int, path: FieldPath, _ message: String) {
    // A file full of nonsense must not turn into gigabytes of complaints.
    guard all.count < 100 || (severity == .error && !hasErrors) else { return }
    if severity == .error { hasErrors = true }
    let finding = Finding(severity: severity, line: line, field: path.text, message: message)
    // Rules that look at a field again find again what is wrong with it.
    if !all.contains(finding) { all.append(finding) }
  }
}

extension Field {
  /// Says that the value cannot be taken.
  func error(_ message: String) {
    findings.add(.error, line: line, path: path, message)
  }

  /// Says that the value has no effect.
  func warning(_ message: String) {
    findings.add(.warning, line: line, path: path, message)
  }

  /// Whether the value is a mapping; reports it otherwise.
  func checkIsMapping() -> Bool {
    if case .mapping = node.content { return true }
    error("Expected a mapping, found \(node.described).")
    return false
  }

  /// The value of a key; nil when it is absent or null.
  func child(_ key: String) -> Field? {
    guard let entry = node.entry(key) else { return nil }
    if case .null = entry.value.content { return nil }
    let line =
      switch entry.value.content {
      case .mapping, .sequence: entry.line
      default: entry.value.line
      }
    return Field(node: entry.value, path: .key(key, in: path), findings: findings, line: line)
  }

  /// As `child`, and reports it when it is absent.
  func required(_ key: String) -> Field? {
    if let child = child(key) { return child }
    missing(key)
    return nil
  }

  /// Says that a key is missing.
  func missing(_ key: String, _ message: String = "This field is required.") {
    let line = node.entry(key)?.line ?? line
    findings.add(.error, line: line, path: .key(key, in: path), message)
  }

  /// A key's value, when it is a mapping.
  func mapping(_ key: String) -> Field? {
    guard let child = child(key), child.checkIsMapping() else { return nil }
    return child
  }

  /// The items of a list; empty when the key is absent.
  func items(_ key: String) -> [Field] {
    guard let child = child(key) else { return [] }
    guard case .sequence(let items) = child.node.content else {
      child.error("Expected a list, found \(child.node.described).")
      return []
    }
    return items.enumerated().map { index, item in
      Field(
        node: item, path: .index(index, in: child.path), findings: findings, line: item.line)
    }
  }

  /// The items of a list of mappings; others are reported.
  func mappings(_ key: String) -> [Field] {
    items(key).filter { $0.checkIsMapping() }
  }
}

// Scalars.
extension Field {
  /// The value as a text; a number is none, as in Kubernetes.
  var text: String? {
    switch node.content {
    case .string(let text): return text
    case .integer, .number, .bool:
      error("Expected text, found \(node.described). Put it in quotes.")
    case .null, .sequence, .mapping: error("Expected text, found \(node.described).")
    }
    return nil
  }

  /// The value as a whole number.
  var integer: Int64? {
    switch node.content {
    case .integer(let value): return value
    case .number(let value):
      if let whole = Int64(exactly: value) { return whole }
      error("Expected a whole number, found \(node.described).")
    case .string(let text) where Int64(text) != nil:
      error("Expected a number, found \(node.described). Write it without quotes.")
    default: error("Expected a number, found \(node.described).")
    }
    return nil
  }

  /// The value as a port.
  var port: UInt16? {
    guard let value = integer else { return nil }
    guard let port = UInt16(exactly: value), port > 0 else {
      error("\(value) is not a port. Ports are numbers from 1 to 65535.")
      return nil
    }
    return port
  }

  /// The value as an IP address.
  var address: IPAddress? {
    guard let text else { return nil }
    guard let address = IPAddress(text) else {
      error("\(quoted(text)) is not an IP address.")
      return nil
    }
    return address
  }

  /// The text of a key.
  func text(_ key: String) -> String? { child(key)?.text }

  /// The truth value of a key.
  func bool(_ key: String) -> Bool? {
    guard let child = child(key) else { return nil }
    if case .bool(let value) = child.node.content { return value }
    child.error("Expected true or false, found \(child.node.described).")
    return nil
  }

  /// The port of a key.
  func port(_ key: String) -> UInt16? { child(key)?.port }

  /// The texts of a list.
  func texts(_ key: String) -> [(text: String, field: Field)] {
    items(key).compactMap { item in item.text.map { ($0, item) } }
  }

  /// A mapping of texts, such as labels.
  func textMap(_ key: String) -> [String: String] {
    guard let child = mapping(key), case .mapping(let entries) = child.node.content else {
      return [:]
    }
    var result: [String: String] = [:]
    for entry in entries {
      // Kubernetes reads a key without a value as the empty text.
      if case .null = entry.value.content {
        result[entry.key] = ""
      } else if let text = child.child(entry.key)?.text {
        result[entry.key] = text
      }
    }
    return result
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice?
  where Choice.RawValue == String {
    guard let child = child(key), let text = child.text else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    child.error("\(quoted(text)) is not one of the allowed values: \(allowed).")
    return nil
  }
}
