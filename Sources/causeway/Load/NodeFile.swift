internal import LoadTest
internal import MeshModel
internal import XDSProto

/// A node as it stands in a bootstrap's `node`, in YAML or JSON.
enum NodeFile {
  /// The node of a file; what it leaves out is as in the standard one, except that metadata replace
  /// metadata.
  static func node(_ bytes: [UInt8], file: String) throws(CommandFailure) -> Node {
    let tree: YAMLTree
    do {
      tree = try YAMLTree(parsing: bytes)
    } catch {
      throw CommandFailure("--node \(file):\(error.line): \(error.sentence)")
    }
    guard case .map(let entries) = tree else {
      throw CommandFailure("--node \(file): It is no mapping: write id, cluster and metadata.")
    }
    // A whole bootstrap may be given as well.
    if let inner = entries.first(where: { $0.key == "node" }), case .map(let fields) = inner.value {
      return try node(fields, file)
    }
    return try node(entries, file)
  }

  private static func node(
    _ entries: [YAMLTree.Entry], _ file: String
  ) throws(CommandFailure) -> Node {
    var node = NodeTemplate.standard
    for entry in entries {
      switch (entry.key, entry.value) {
      case ("id", .string(let text)): node.id = text
      case ("cluster", .string(let text)): node.cluster = text
      case ("metadata", .map(let fields)): node.metadata = object(fields)
      case ("locality", .map(let fields)): node.locality = locality(fields)
      case ("user_agent_name", .string(let text)), ("userAgentName", .string(let text)):
        node.userAgentName = text
      default:
        throw CommandFailure(
          "--node \(file): '\(entry.key)' is not understood: there are id, cluster, metadata, "
            + "locality and user_agent_name.")
      }
    }
    return node
  }

  private static func locality(_ entries: [YAMLTree.Entry]) -> XDSProto.Locality {
    func text(_ keys: String...) -> String {
      for entry in entries where keys.contains(entry.key) {
        if case .string(let text) = entry.value { return text }
      }
      return ""
    }
    return XDSProto.Locality(
      region: text("region"), zone: text("zone"), subZone: text("sub_zone", "subZone"))
  }

  private static func object(_ entries: [YAMLTree.Entry]) -> ProtoStruct {
    ProtoStruct(
      fields: Dictionary(entries.map { ($0.key, value($0.value)) }, uniquingKeysWith: { $1 }))
  }

  private static func value(_ tree: YAMLTree) -> ProtoValue {
    switch tree {
    case .null: ProtoValue(kind: .nullValue)
    case .bool(let truth): .bool(truth)
    case .number(let number): .number(number)
    case .string(let text): .string(text)
    case .list(let values): .list(values.map(value))
    case .map(let entries): ProtoValue(kind: .structValue(object(entries)))
    }
  }
}
