internal import Glibc
internal import ManifestSource
public import MeshModel
internal import Platform

/// The folder in which everything is that must survive a restart: `workloads/NAMESPACE/NAME.yaml`,
/// one object in each file.
///
/// What a call has written is on the disk when it returns, whole, and whatever is interrupted
/// leaves the file as it was before. Not to be used by two threads at once.
public struct StateDirectory: Sendable {
  /// A step of writing.
  enum Step: Hashable, Sendable {
    case makeFolder, create, write, syncFile, rename, syncFolder, remove
  }

  /// The folder's path, without a slash at its end.
  public let path: String

  /// Says, before each step is taken, with which error number it is to fail, for tests; 0 lets it
  /// be taken.
  var fault: @Sendable (Step) -> Int32 = { _ in 0 }

  /// The folder at `path`, which is made when something is first written.
  public init(path: String) { self.path = ManifestSource.normalized(path) }

  /// The folder of the files of all workloads.
  private var workloads: String { path + "/workloads" }

  /// The path of an object's file.
  public func file(of object: ObjectReference) -> String {
    "\(workloads)/\(object.namespace)/\(object.name).yaml"
  }

  /// Writes an object's file, or replaces it.
  ///
  /// - Throws: `StorageError`; the file is then as it was, or not there if it was not. Only when
  ///   the disk fails in the last step, replacing a file, the new one may be there, or not after a
  ///   crash.
  public func write(_ text: String, to object: ObjectReference) throws(StorageError) {
    let folder = "\(workloads)/\(object.namespace)"
    try makeFolders(folder)
    let draft = "\(folder)/.\(object.name)\(Self.draftSuffix)"
    let file = file(of: object)
    let isNew = unsafe access(file, F_OK) != 0
    do throws(StorageError) {
      try writeDraft(Array(text.utf8), to: draft)
      try attempt(.rename, "rename", file) { unsafe rename(draft, file) }
    } catch {
      unsafe unlink(draft)
      throw error
    }
    do throws(StorageError) {
      try syncFolder(folder)
    } catch {
      if isNew { unsafe unlink(file) }
      throw error
    }
  }

  /// Removes an object's file; that there is none is no error.
  public func remove(_ object: ObjectReference) throws(StorageError) {
    let file = file(of: object)
    do throws(StorageError) {
      try attempt(.remove, "unlink", file) { unsafe unlink(file) }
    } catch {
      guard error.cause.number == ENOENT else { throw error }
    }
    try syncFolder("\(workloads)/\(object.namespace)")
  }

  /// Removes what an interrupted writer has left.
  public func removeDrafts() {
    for namespace in (try? Folder.names(in: workloads)) ?? [] {
      let folder = "\(workloads)/\(namespace)"
      let names = (try? Folder.names(in: folder)) ?? []
      for name in names where name.hasPrefix(".") && name.hasSuffix(Self.draftSuffix) {
        unsafe unlink("\(folder)/\(name)")
      }
    }
  }

  /// Together with a dot at the beginning: no reader of manifests looks at such a file.
  private static let draftSuffix = ".yaml.draft"
}

// MARK: Calls of the system

extension StateDirectory {
  /// Takes a step, whose call returns 0 or more when it is done.
  @discardableResult
  private func attempt(
    _ step: Step, _ call: String, _ path: String, _ body: () -> Int32
  ) throws(StorageError) -> Int32 {
    let fault = fault(step)
    guard fault == 0 else { throw StorageError(path: path, cause: SystemError(call, fault)) }
    while true {
      let result = body()
      if result >= 0 { return result }
      let cause = SystemError(call)
      if cause.number != EINTR { throw StorageError(path: path, cause: cause) }
    }
  }

  /// Makes the folders on the way to `folder` that are missing, each durably; for this user only.
  private func makeFolders(_ folder: String) throws(StorageError) {
    for made in [path, workloads, folder] {
      do throws(StorageError) {
        try attempt(.makeFolder, "mkdir", made) { unsafe mkdir(made, 0o700) }
      } catch {
        guard error.cause.number == EEXIST else { throw error }
        continue
      }
      try syncFolder(Self.parent(of: made))
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func writeDraft(_ bytes: [UInt8], to draft: String) throws(StorageError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = try attempt(.create, "open", draft) { unsafe open(draft, flags, 0o600) }
    do throws(StorageError) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = try attempt(.write, "write", draft) {
          unsafe rest.withUnsafeBytes { buffer in
            unsafe Int32(Glibc.write(descriptor, buffer.baseAddress, buffer.count))
          }
        }
        rest = rest.dropFirst(Int(count))
      }
      // The name must not come to the disk before what it stands for.
      try attempt(.syncFile, "fsync", draft) { fsync(descriptor) }
    } catch {
      close(descriptor)
      throw error
    }
    close(descriptor)
  }

  /// Makes the names in a folder durable (`fsync(2)`: syncing a file does not sync its name).
  private func syncFolder(_ folder: String) throws(StorageError) {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let descriptor = try attempt(.syncFolder, "open", folder) { unsafe open(folder, flags) }
    defer { close(descriptor) }
    try attempt(.syncFolder, "fsync", folder) { fsync(descriptor) }
  }
}
