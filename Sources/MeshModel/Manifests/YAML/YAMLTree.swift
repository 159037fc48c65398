/// A YAML or JSON document whose shape nobody has decided: what files other than manifests are.
package indirect enum YAMLTree: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([YAMLTree])
  /// The entries, in the order of the file.
  case map([Entry])

  /// A key and its value.
  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: YAMLTree
  }

  /// Why a text is no document; a sentence.
  package struct Problem: Error, Hashable, Sendable {
    package var line: Int
    package var sentence: String
  }

  /// Reads the first document of a text.
  package init(parsing bytes: [UInt8]) throws(Problem) {
    guard let chunk = YAMLSplitter.chunks(of: bytes).first else {
      self = .null
      return
    }
    let document = YAMLComposer.documents(in: chunk.bytes, firstLine: chunk.firstLine).first
    if let error = document?.error {
      throw Problem(line: error.line, sentence: error.message)
    }
    self = document?.root.map(YAMLTree.init) ?? .null
  }

  private init(_ node: YAMLNode) {
    switch node.content {
    case .null: self = .null
    case .bool(let truth): self = .bool(truth)
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .sequence(let nodes): self = .list(nodes.map(YAMLTree.init))
    case .mapping(let entries):
      self = .map(entries.map { Entry(key: $0.key, value: YAMLTree($0.value)) })
    }
  }
}
