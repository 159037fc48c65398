public import MeshModel

/// Everything that the watched files say, at one moment.
public struct ManifestSnapshot: Sendable {
  /// The objects in force, ordered by file and line, each once.
  ///
  /// Among them are last good versions of documents that are broken now.
  public let objects: [LocatedObject]
  /// The files, ordered by path.
  public let files: [FileReport]
  /// All problems of all files, ordered by file and line.
  public let problems: [ManifestProblem]
  /// How changes are noticed.
  public let watching: WatchMode
  /// Counts the snapshots of a source; a new one has a greater number.
  public let generation: UInt64

  private let indexByReference: [ObjectReference: Int]

  init(
    objects: [LocatedObject], files: [FileReport], problems: [ManifestProblem],
    watching: WatchMode, generation: UInt64
  ) {
    self.objects = objects
    self.files = files
    self.problems = problems
    self.watching = watching
    self.generation = generation
    indexByReference = Dictionary(
      objects.enumerated().map { ($0.element.object.reference, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The object of that name; nil when there is none.
  ///
  /// - Complexity: O(1).
  public func object(_ reference: ObjectReference) -> LocatedObject? {
    indexByReference[reference].map { objects[$0] }
  }

  /// Where an object's field is written (`spec.ports[0].number`).
  ///
  /// When there is no such field, the place of the innermost one around it, in the end the object's
  /// first line; nil when there is no such object. Serves to show a person where a problem of the
  /// mesh comes from.
  ///
  /// - Complexity: O(size of the object's document), as that is read again.
  public func location(of object: ObjectReference, field: String = "") -> SourceLocation? {
    guard let index = indexByReference[object] else { return nil }
    return field.isEmpty ? objects[index].location : objects[index].location(of: field)
  }

  /// Whether both say the same, whenever they were made.
  func saysTheSame(as other: ManifestSnapshot) -> Bool {
    watching == other.watching && problems == other.problems && objects == other.objects
      && files.elementsEqual(other.files) { $0.saysTheSame(as: $1) }
  }
}

/// What is known of one file.
public struct FileReport: Sendable {
  /// An object of a file.
  public struct ObjectLine: Hashable, Sendable {
    /// The object.
    public var object: ObjectReference
    /// Its first line.
    public var line: Int
    /// Whether the file's current text no longer has it in a readable form, so that this is the
    /// last good version of it.
    public var isLastGoodVersion: Bool
  }

  /// The path, as it was given or found.
  public let path: String
  /// Its objects in force, ordered by line.
  public let objects: [ObjectLine]
  /// What is to be said about it, ordered by line.
  public let problems: [ManifestProblem]
  /// The objects that are not read, by kind.
  public let ignored: [Manifest.IgnoredKind]
  /// When it was last read successfully, in milliseconds since 1970; nil when it never was.
  public let lastReadMs: Int64?
  /// The size of what was read then.
  public let byteCount: Int
  /// Whether something in force stems from an earlier text of the file than the current one.
  public let isStale: Bool

  func saysTheSame(as other: FileReport) -> Bool {
    path == other.path && objects == other.objects && problems == other.problems
      && ignored == other.ignored && isStale == other.isStale
  }
}

/// How a source notices changes.
public enum WatchMode: Hashable, Sendable {
  /// Not at all: it has only been read.
  case none
  /// The kernel tells.
  case inotify
  /// By looking at all files in intervals, for the given reason (a sentence for people).
  case periodic(reason: String)
}

/// Why a source cannot be made.
public enum ManifestSourceError: Error, Hashable, Sendable {
  /// No path was given.
  case noPaths
  /// There is nothing at a path.
  case notFound(path: String)
  /// A path cannot be looked at.
  case unreadable(path: String, reason: String)
  /// A path is neither a file nor a folder.
  case notAFile(path: String)
  /// A path should be that of a folder.
  case notAFolder(path: String)
}

extension ManifestSourceError: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch self {
    case .noPaths: "No file or folder of manifests was given."
    case .notFound(let path): "\(path) does not exist. Give a file or a folder of manifests."
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .notAFile(let path): "\(path) is neither a file nor a folder."
    case .notAFolder(let path): "\(path) is not a folder."
    }
  }
}
