internal import Glibc
internal import Platform

/// What a look at all given paths found.
struct FolderScan {
  /// A file of manifests.
  struct File {
    var path: String
    var identity: FileIdentity
  }

  /// A path that should have been read and could not be.
  struct Failure: Hashable {
    var path: String
    var reason: String
    /// Whether there is nothing, rather than something that cannot be looked at.
    var isGone = false
    /// Whether it is a root that need not be there, and is not.
    var isAllowed = false

    /// Whether `path` is the one that failed, or in the folder that did.
    func concerns(_ path: String) -> Bool { path == self.path || path.hasPrefix(self.path + "/") }

    /// Why `path` cannot be read.
    func reason(for path: String) -> String {
      path == self.path ? reason : "its folder \(self.path) cannot be read: \(reason)"
    }
  }

  /// A path that was given.
  struct Root {
    var path: String
    /// Whether there may be nothing, as long as there never was anything.
    var mayBeMissing = false
  }

  /// What of a folder is to be watched.
  enum Interest {
    /// Whether the given name is replaced, as a part of the way to a path.
    case wayTo(String)
    /// The file with the given name.
    case file(String)
    /// All files and folders in it.
    case everything
  }

  /// Watches a folder.
  typealias Watch = (_ folder: String, _ interest: Interest) -> Void

  /// The files, each once, in the order of their paths.
  private(set) var files: [File] = []
  /// What could not be looked at.
  private(set) var failures: [Failure] = []

  private var visited: Set<FileNode> = []

  /// Looks at files and folders.
  ///
  /// `watch` is called with every folder before it is listed or a file in it is read, so that a
  /// change that comes afterwards is noticed.
  init(roots: [Root], watch: Watch) {
    for root in roots { look(at: root, watch) }
    files.sort { $0.path < $1.path }
  }

  private mutating func look(at root: Root, _ watch: Watch) {
    let path = root.path
    Self.watchAncestors(of: path, watch)
    Self.watchTargets(of: path, watch)
    switch PathStatus(path) {
    case .file(let identity): add(path, identity, watch)
    case .folder(let node): list(path, node, watch)
    case .other: fail(path, "it is neither a file nor a folder")
    case .failed(let error) where root.mayBeMissing && error.number == ENOENT:
      failures.append(Failure(path: path, reason: error.text, isAllowed: true))
    // Even if it is gone: somebody said that there are objects here, so what is missing is more
    // likely a volume than the wish for an empty mesh.
    case .failed(let error): fail(path, error.text)
    }
  }

  /// Any part of the way to a path may be replaced: a folder recreated, a link pointed elsewhere.
  private static func watchAncestors(of root: String, _ watch: Watch) {
    var folder = ""
    for name in FileAccess.absolute(root).split(separator: "/") where name != "." {
      watch(folder.isEmpty ? "/" : folder, .wayTo(String(name)))
      folder += "/" + name
    }
  }

  /// What a link leads to may be replaced on its own way, or come only later.
  private static func watchTargets(of path: String, _ watch: Watch) {
    var path = path
    // Links to links are few; more of them are a circle, which the system will not follow either.
    for _ in 0..<8 {
      guard let target = FileAccess.linkTarget(of: path) else { return }
      watchAncestors(of: target, watch)
      path = target
    }
  }

  private mutating func list(_ folder: String, _ node: FileNode, _ watch: Watch) {
    // A folder that links lead to again, maybe from inside itself, is listed once.
    guard visited.insert(node).inserted else { return }
    watch(folder, .everything)
    let names: [String]
    do throws(SystemError) {
      names = try Folder.names(in: folder)
    } catch {
      return fail(folder, error)
    }
    for name in names where !Self.isIgnored(name) {
      let path = folder + "/" + name
      Self.watchTargets(of: path, watch)
      switch PathStatus(path) {
      case .folder(let node): list(path, node, watch)
      case .file(let identity) where Self.isManifest(name): add(path, identity, watch)
      case .other where Self.isManifest(name): fail(path, "it is not a regular file")
      case .failed(let error) where Self.isManifest(name): fail(path, error)
      case .file, .other, .failed: break
      }
    }
  }

  private mutating func add(
    _ path: String, _ identity: FileIdentity, _ watch: Watch
  ) {
    guard visited.insert(identity.node).inserted else { return }
    // The file itself may live elsewhere, at the end of a link.
    if let real = FileAccess.resolved(path), let slash = real.lastIndex(of: "/") {
      let folder = slash == real.startIndex ? "/" : String(real[..<slash])
      watch(folder, .file(String(real[real.index(after: slash)...])))
    }
    files.append(File(path: path, identity: identity))
  }

  private mutating func fail(_ path: String, _ reason: String) {
    failures.append(Failure(path: path, reason: reason))
  }

  private mutating func fail(_ path: String, _ error: SystemError) {
    let isGone = error.number == ENOENT || error.number == ENOTDIR
    failures.append(Failure(path: path, reason: error.text, isGone: isGone))
  }

  /// Hidden files, and what editors leave beside the file that they save.
  ///
  /// A ConfigMap's volume has its files in hidden folders, to which visible links lead.
  static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("#") || name.hasSuffix("~")
  }

  /// Whether a name in a folder is that of a file of manifests.
  static func isManifest(_ name: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }
}
