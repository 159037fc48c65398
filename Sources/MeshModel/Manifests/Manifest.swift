/// What one file of manifests says: its objects, and everything that is to be said about it.
public struct Manifest: Sendable {
  /// A document, or an item of a list, that could not be taken.
  public struct BrokenObject: Hashable, Sendable {
    /// The kind, if it could be read.
    public var kind: ObjectKind?
    /// The object, if kind, namespace and name could be read.
    public var object: ObjectReference?
    /// Where it is.
    public var location: SourceLocation
  }

  /// Objects of one kind that are not read.
  public struct IgnoredKind: Hashable, Sendable {
    /// Why.
    public enum Reason: String, Hashable, Sendable {
      /// The kind does not concern a mesh.
      case notPartOfMesh = "not part of a mesh"
      /// The kind concerns a mesh, but Causeway does not act on it yet.
      case notYetActedOn = "not yet acted on"
      /// Causeway does not know the kind.
      case unknown = "unknown kind"
    }

    /// `apiVersion`, as written.
    public var apiVersion: String
    /// `kind`, as written.
    public var kind: String
    /// Why.
    public var reason: Reason
    /// How many there are.
    public var count: Int
    /// Where the first one is.
    public var firstLocation: SourceLocation
  }

  /// The objects, in the order of the file.
  public internal(set) var objects: [LocatedObject] = []
  /// What could not be taken, in the order of the file.
  public internal(set) var broken: [BrokenObject] = []
  /// What is not read, ordered by the first of each kind.
  public internal(set) var ignored: [IgnoredKind] = []
  /// Errors, warnings and notes, ordered by line.
  public internal(set) var problems: [ManifestProblem] = []

  /// Reads a file's content.
  ///
  /// Never fails: a document that cannot be taken is among `broken` and explained among `problems`,
  /// and those around it are read all the same.
  public init(parsing bytes: [UInt8], file: String) {
    var reader = ManifestReader(file: file)
    for chunk in YAMLSplitter.chunks(of: bytes) { reader.read(chunk) }
    self = reader.result
    problems.sort()
  }

  /// Reads a text.
  public init(parsing text: String, file: String) {
    self.init(parsing: Array(text.utf8), file: file)
  }

  init() {}
}

/// An object, and where it was written.
public struct LocatedObject: Sendable {
  /// The object.
  public let object: MeshObject
  /// Its file and first line.
  public let location: SourceLocation
  /// Where to find its fields again.
  let source: ObjectSource?

  /// An object that was written at a place.
  public init(_ object: MeshObject, at location: SourceLocation) {
    self.init(object, at: location, source: nil)
  }

  init(_ object: MeshObject, at location: SourceLocation, source: ObjectSource?) {
    self.object = object
    self.location = location
    self.source = source
  }

  /// The place of one of its fields (`spec.ports[0].number`).
  ///
  /// When there is no such field, the place of the innermost one around it that there is; in the
  /// end the object's own. Reads the document again, which is why lines need not be kept for every
  /// field.
  ///
  /// - Complexity: O(size of the document)
  public func location(of field: String) -> SourceLocation {
    guard let line = source?.line(of: field) else { return location }
    return SourceLocation(file: location.file, line: line)
  }
}

extension LocatedObject: Hashable {
  /// Whether both are the same object at the same place.
  public static func == (left: Self, right: Self) -> Bool {
    left.location == right.location && left.object == right.object
  }

  /// Hashes the place, and the object's name only, which is cheap.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(location)
    hasher.combine(object.reference)
  }
}

/// The text that an object was read from.
struct ObjectSource: Sendable {
  /// The text of the document.
  var chunk: YAMLChunk
  /// Which document it is, should the chunk hold several.
  var document: Int
  /// The index of the item in each list around the object.
  var items: [Int]

  /// The line of a field, or of what there is of the way to it.
  func line(of field: String) -> Int? {
    let documents = YAMLComposer.documents(in: chunk.bytes, firstLine: chunk.firstLine)
    guard documents.indices.contains(document), var node = documents[document].root else {
      return nil
    }
    for index in items {
      guard case .sequence(let list)? = node.entry("items")?.value.content,
        list.indices.contains(index)
      else { return nil }
      node = list[index]
    }
    var line = node.line
    for step in FieldPath.steps(of: field) {
      switch (step, node.content) {
      case (.key(let key), .mapping):
        guard let entry = node.entry(key) else { return line }
        line = entry.line
        node = entry.value
      case (.index(let index), .sequence(let list)):
        guard list.indices.contains(index) else { return line }
        node = list[index]
        line = node.line
      default: return line
      }
    }
    return line
  }
}

extension FieldPath {
  /// A step of a path that is read from its text.
  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  /// The steps of a path's text; what is malformed ends it.
  static func steps(of text: String) -> [Step] {
    var steps: [Step] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "." {
        rest = rest.dropFirst()
      } else if rest.hasPrefix("[\"") {
        guard let end = rest.firstRange(of: "\"]") else { return steps }
        steps.append(.key(String(rest[..<end.lowerBound].dropFirst(2))))
        rest = rest[end.upperBound...]
      } else if first == "[" {
        guard let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end].dropFirst()) else {
          return steps
        }
        steps.append(.index(index))
        rest = rest[rest.index(after: end)...]
      } else {
        let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        steps.append(.key(String(rest[..<end])))
        rest = rest[end...]
      }
    }
    return steps
  }
}
