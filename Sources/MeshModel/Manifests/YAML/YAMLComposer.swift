/// One document, as far as it could be read.
struct YAMLDocument: Sendable {
  /// The value; nil when the document is empty, or broken before anything could be read.
  ///
  /// Of a broken document it is a mapping of those keys at the top whose values were complete.
  var root: YAMLNode?
  /// Why the document is not YAML.
  var error: YAMLError?
}

/// Makes values out of events, without recursion and within `YAMLLimits`.
struct YAMLComposer: ~Copyable {
  private var events: YAMLEvents
  /// The line of the file on which the text begins, counted from 1.
  private let firstLine: Int
  private var stack: [Frame] = []
  private var anchors: [String: Anchored] = [:]
  private var root: YAMLNode?
  private var nodeCount = 0
  private var aliasedNodeCount = 0

  /// A sequence or mapping that is being read.
  private struct Frame {
    var isMapping: Bool
    var line: Int
    var anchor: String?
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    /// Keys of a mapping that has become too large to be searched one by one.
    var keys: Set<String>?
    var pendingKey: (text: String, line: Int, isMerge: Bool)?
    var merges: [Anchored] = []
    /// Values in it, itself included, and levels below it.
    var nodeCount = 1
    var height = 0
  }

  /// A value together with its size, so that an alias to it can be accounted for.
  private struct Anchored {
    var node: YAMLNode
    var nodeCount: Int
    var height: Int
  }

  /// Composes `bytes`, the first line of which is line `firstLine` of its file.
  init(_ bytes: ArraySlice<UInt8>, firstLine: Int) {
    events = YAMLEvents(bytes)
    self.firstLine = firstLine
  }

  /// All documents of the text; after one that is broken nothing more can be read.
  static func documents(in bytes: ArraySlice<UInt8>, firstLine: Int) -> [YAMLDocument] {
    var composer = YAMLComposer(bytes, firstLine: firstLine)
    var documents: [YAMLDocument] = []
    do throws(YAMLError) {
      while let document = try composer.nextDocument() { documents.append(document) }
    } catch {
      documents.append(YAMLDocument(root: composer.completedPart, error: error))
    }
    return documents
  }

  /// Nil at the end of the text.
  private mutating func nextDocument() throws(YAMLError) -> YAMLDocument? {
    root = nil
    stack = []
    anchors = [:]
    nodeCount = 0
    aliasedNodeCount = 0
    while true {
      let event: YAMLEvent
      do throws(YAMLError) {
        event = try events.next()
      } catch {
        throw YAMLError(line: error.line + firstLine, message: error.message)
      }
      let line = event.line + firstLine
      switch event.kind {
      case .streamEnd: return nil
      case .documentStart: break
      case .documentEnd: return YAMLDocument(root: root)
      case .alias(let name): try alias(name, line: line)
      case .scalar(let scalar): try add(scalar, line: line)
      case .sequenceStart(let anchor): try open(false, anchor: anchor, line: line)
      case .mappingStart(let anchor): try open(true, anchor: anchor, line: line)
      case .collectionEnd: try close()
      }
    }
  }

  /// What had been read completely of the top-level mapping when an error came.
  private var completedPart: YAMLNode? {
    if let root { return root }
    guard let bottom = stack.first, bottom.isMapping else { return nil }
    return YAMLNode(content: .mapping(bottom.entries), line: bottom.line)
  }

  private mutating func open(_ isMapping: Bool, anchor: String?, line: Int) throws(YAMLError) {
    guard stack.count < YAMLLimits.depth else {
      throw YAMLError(line: line, message: YAMLLimits.depthMessage)
    }
    try expectValue(line: line)
    stack.append(Frame(isMapping: isMapping, line: line, anchor: anchor))
  }

  private mutating func close() throws(YAMLError) {
    guard var frame = stack.popLast() else { preconditionFailure("libyaml closed nothing") }
    try merge(into: &frame)
    let content: YAMLNode.Content =
      frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items)
    try attach(
      Anchored(
        node: YAMLNode(content: content, line: frame.line), nodeCount: frame.nodeCount,
        height: frame.height),
      anchor: frame.anchor)
  }

  private mutating func add(_ scalar: YAMLScalar, line: Int) throws(YAMLError) {
    if let top = stack.indices.last, stack[top].isMapping, stack[top].pendingKey == nil {
      return try key(scalar, line: line)
    }
    try attach(
      Anchored(node: YAMLNode(content: scalar.resolved, line: line), nodeCount: 1, height: 0),
      anchor: scalar.anchor)
  }

  private mutating func key(_ scalar: YAMLScalar, line: Int) throws(YAMLError) {
    let top = stack.count - 1
    let isMerge = scalar.isPlain && scalar.text == "<<"
    if !isMerge { try checkIsNew(scalar.text, line: line) }
    stack[top].pendingKey = (scalar.text, line, isMerge)
    if let anchor = scalar.anchor {
      let node = YAMLNode(content: scalar.resolved, line: line)
      anchors[anchor] = Anchored(node: node, nodeCount: 1, height: 0)
    }
  }

  private mutating func checkIsNew(_ key: String, line: Int) throws(YAMLError) {
    let top = stack.count - 1
    let isKnown: Bool
    if stack[top].entries.count < 16 {
      isKnown = stack[top].entries.contains { $0.key == key }
    } else {
      var keys = stack[top].keys.take() ?? Set(stack[top].entries.map(\.key))
      isKnown = !keys.insert(key).inserted
      stack[top].keys = keys
    }
    guard isKnown else { return }
    let first = stack[top].entries.first { $0.key == key }?.line ?? line
    throw YAMLError(
      line: line,
      message: "The key \(quoted(key)) is given twice in one mapping, first on line \(first).")
  }

  /// A mapping whose next part is a key can only take a scalar.
  private func expectValue(line: Int) throws(YAMLError) {
    guard let top = stack.last, top.isMapping, top.pendingKey == nil else { return }
    throw YAMLError(line: line, message: "A key of a mapping must be a plain text.")
  }

  private mutating func alias(_ name: String, line: Int) throws(YAMLError) {
    guard var anchored = anchors[name] else {
      throw YAMLError(
        line: line,
        message: "The alias *\(name) stands for nothing: no complete value above has that anchor.")
    }
    if let top = stack.indices.last, stack[top].isMapping, stack[top].pendingKey == nil {
      guard case .string(let text) = anchored.node.content else {
        throw YAMLError(line: line, message: "A key of a mapping must be a plain text.")
      }
      return try key(YAMLScalar(text: text, isPlain: false), line: line)
    }
    guard stack.count + anchored.height <= YAMLLimits.depth else {
      throw YAMLError(line: line, message: YAMLLimits.depthMessage)
    }
    try count(aliased: anchored.nodeCount, line: line)
    // The value belongs to where the alias stands: that is the line a person has to look at.
    anchored.node.line = line
    try attach(anchored, anchor: nil)
  }

  private mutating func count(aliased count: Int, line: Int) throws(YAMLError) {
    aliasedNodeCount += count
    guard aliasedNodeCount <= YAMLLimits.aliasedNodes else {
      throw YAMLError(
        line: line,
        message: "Aliases add more than \(YAMLLimits.aliasedNodes) values to this document.")
    }
  }

  /// Puts a complete value where the document has it.
  private mutating func attach(_ value: Anchored, anchor: String?) throws(YAMLError) {
    nodeCount += 1
    guard nodeCount <= YAMLLimits.nodes else {
      throw YAMLError(
        line: value.node.line,
        message: "The document has more than \(YAMLLimits.nodes) values.")
    }
    if let anchor { anchors[anchor] = value }
    guard let top = stack.indices.last else {
      root = value.node
      return
    }
    stack[top].nodeCount += value.nodeCount
    stack[top].height = max(stack[top].height, value.height + 1)
    guard stack[top].isMapping else {
      stack[top].items.append(value.node)
      return
    }
    guard let key = stack[top].pendingKey.take() else {
      preconditionFailure("a value came where a key was due")
    }
    if key.isMerge {
      stack[top].merges.append(value)
    } else {
      stack[top].entries.append(YAMLEntry(key: key.text, line: key.line, value: value.node))
    }
  }

  /// `<<: *defaults`: adds the keys that the mapping does not have itself; of several, the first
  /// wins.
  private mutating func merge(into frame: inout Frame) throws(YAMLError) {
    guard !frame.merges.isEmpty else { return }
    var keys = Set(frame.entries.map(\.key))
    for merge in frame.merges {
      let sources: [YAMLNode]
      if case .sequence(let items) = merge.node.content {
        sources = items
      } else {
        sources = [merge.node]
      }
      for source in sources {
        guard case .mapping(let entries) = source.content else {
          throw YAMLError(
            line: merge.node.line,
            message: "The value of << must be a mapping or a list of mappings.")
        }
        for entry in entries where keys.insert(entry.key).inserted { frame.entries.append(entry) }
      }
    }
  }
}
