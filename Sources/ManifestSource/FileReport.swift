public import MeshModel

/// What is known of one file.
///
/// Snapshots share the reports of files that have not changed between them.
public final class FileReport: Sendable {
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
  let definitions: [Definition]
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

  init(
    path: String, definitions: [Definition], problems: [ManifestProblem],
    ignored: [Manifest.IgnoredKind], lastReadMs: Int64?, byteCount: Int, isStale: Bool
  ) {
    self.path = path
    self.definitions = definitions
    self.problems = problems
    self.ignored = ignored
    self.lastReadMs = lastReadMs
    self.byteCount = byteCount
    self.isStale = isStale
  }

  /// Its objects in force, ordered by line.
  ///
  /// - Complexity: O(objects).
  public var objects: [ObjectLine] {
    definitions.map {
      ObjectLine(
        object: $0.reference, line: $0.located.location.line, isLastGoodVersion: $0.isKept)
    }
  }

  /// Whether both say the same, whenever they were made.
  func saysTheSame(as other: FileReport) -> Bool {
    path == other.path && problems == other.problems && ignored == other.ignored
      && isStale == other.isStale
      && definitions.elementsEqual(other.definitions) {
        $0 === $1 || ($0.isKept == $1.isKept && $0.located == $1.located)
      }
  }
}
