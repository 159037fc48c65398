internal import Glibc
internal import MeshModel
internal import Platform

/// Files and folders of manifests: read, and watched for changes.
///
/// Broken input never takes anything away: while a document is broken, its last good version stays
/// in force. A thread of its own waits for changes, and every change that matters gives a new
/// `ManifestSnapshot`.
public final class ManifestSource: Sendable {
  /// What can be set.
  public struct Options: Sendable {
    /// How long nothing must have changed before files are read again.
    public var debounce: Duration = .milliseconds(100)
    /// How long changes that keep coming are waited for at most.
    public var debounceMax: Duration = .seconds(1)
    /// Files that are larger are not read.
    public var fileByteCountMax = 64 << 20
    /// How often all files are looked at when the kernel cannot tell of changes.
    public var scanInterval: Duration = .seconds(2)
    /// How many folders are watched at most, for tests of the limit.
    var watchCountMax = Int.max

    /// The defaults.
    public init() {}
  }

  private let core: SourceCore

  /// A source of the given files and folders.
  ///
  /// Nothing is read yet.
  /// - Parameters:
  ///   - paths: files and folders, which must exist.
  ///   - stateFolder: one more folder, which may come into being only later. What is in it and in
  ///     one of the others, too, is found in it.
  ///   - options: what can be set.
  /// - Throws: `ManifestSourceError` when a path cannot be read.
  public init(
    paths: [String], stateFolder: String? = nil, options: Options = Options()
  ) throws(ManifestSourceError) {
    guard !paths.isEmpty else { throw .noPaths }
    var roots = paths.map { FolderScan.Root(path: Self.normalized($0)) }
    if let stateFolder {
      // First, as a file that is reached in two ways has the path by which it is found first.
      roots.insert(
        FolderScan.Root(path: Self.normalized(stateFolder), mayBeMissing: true), at: 0)
    }
    for root in roots { try Self.check(root) }
    core = SourceCore(roots: roots, options: options)
  }

  private static func check(_ root: FolderScan.Root) throws(ManifestSourceError) {
    switch PathStatus(root.path) {
    case .file where root.mayBeMissing: throw .notAFolder(path: root.path)
    case .file, .folder: return
    case .other: throw .notAFile(path: root.path)
    case .failed(let error) where error.number == ENOENT && root.mayBeMissing: return
    case .failed(let error) where error.number == ENOENT || error.number == ENOTDIR:
      throw .notFound(path: root.path)
    case .failed(let error): throw .unreadable(path: root.path, reason: error.text)
    }
  }

  deinit { core.stop() }

  /// Reads everything that has changed since the last time, at once, and says how things stand.
  public func readOnce() -> ManifestSnapshot { core.refresh() }

  /// How things stand by what was read last; nil before anything was read.
  public var newest: ManifestSnapshot? { core.newest }

  /// Reads one file at once, and says how things stand; no other file is looked at.
  ///
  /// For a file that was just put into one of the folders, or removed from it, as a whole. Its path
  /// must be that of the folder, as it was given, and the names below it.
  public func read(file path: String) -> ManifestSnapshot { core.read(file: path) }

  /// The snapshots from now on, beginning with the present one.
  ///
  /// Watching begins with the first call. A reader that is slow gets the newest one only. The
  /// stream ends with `stop()`.
  public func snapshots() -> AsyncStream<ManifestSnapshot> { core.snapshots() }

  /// Reads all files again, whether or not they seem to have changed.
  public func reload() { core.wake(.reload) }

  /// Ends watching, and all streams.
  public func stop() { core.stop() }

  /// Without slashes at the end, which would be doubled in the paths of a folder's files.
  package static func normalized(_ path: String) -> String {
    var path = path.isEmpty ? "." : path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
