internal import EnvoyAPI
internal import MeshModel

extension JSONValue {
  /// The document as YAML, whose texts are quoted so that no reader takes them for something else.
  var yaml: YAMLText {
    switch self {
    case .null: .plain("null")
    case .bool(let truth): .plain(truth ? "true" : "false")
    case .integer(let number): .plain(String(number))
    case .number(let digits): .plain(digits)
    case .string(let text): .text(text)
    case .array(let elements): .list(elements.map(\.yaml))
    case .object(let members):
      // The keys of a map may be any text, and the names of fields are words.
      members.allSatisfy { Self.isField($0.name) }
        ? .map(members.map { ($0.name, $0.value.yaml) })
        : .entries(members.map { ($0.name, $0.value.yaml) })
    }
  }

  /// Whether the text is of the form of a protobuf field in JSON, and reads as no other scalar.
  private static func isField(_ name: String) -> Bool {
    guard name != "@type" else { return true }
    let bytes = name.utf8
    guard let first = bytes.first, (0x61...0x7A).contains(first) else { return false }
    let isWord = bytes.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return isWord && !scalarWords.contains(name.lowercased())
  }

  /// What some readers of YAML 1.1 take for a truth value or for nothing.
  private static let scalarWords: Set = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]
}
