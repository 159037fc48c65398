internal import CLinux
internal import Glibc
internal import Platform

/// What tells one state of a file from another, without reading it.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64
  var byteCount: Int64
  var modifiedNs: Int64
  var changedNs: Int64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    byteCount = Int64(status.st_size)
    modifiedNs = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changedNs = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }

  /// Which file it is, whatever its content.
  var node: FileNode { FileNode(device: device, inode: inode) }
}

/// A file or folder on disk, by whatever paths it is reached.
struct FileNode: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64
}

/// What is at a path.
enum PathStatus {
  case file(FileIdentity)
  case folder(FileNode)
  case other
  case failed(SystemError)

  /// Looks at what is at `path`, following links.
  init(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      self = .failed(SystemError("stat"))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(FileIdentity(status))
    case S_IFDIR: self = .folder(FileIdentity(status).node)
    default: self = .other
    }
  }
}

/// Why a file's content could not be had.
enum FileReadError: Error, Hashable {
  case system(SystemError)
  case notAFile
  case tooLarge(byteCountMax: Int)

  /// Whether there is no such file.
  var isGone: Bool {
    if case .system(let error) = self { error.number == ENOENT } else { false }
  }

  var reason: String {
    switch self {
    case .system(let error): error.text
    case .notAFile: "it is not a regular file"
    case .tooLarge(let max): "it is larger than \(max) bytes"
    }
  }
}

/// Reading from the file system.
enum FileAccess {
  /// The content of a file, and what it was when reading began.
  static func read(
    _ path: String, byteCountMax: Int
  ) throws(FileReadError) -> (bytes: [UInt8], identity: FileIdentity) {
    // O_NONBLOCK: opening a named pipe would otherwise wait for a writer.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .system(SystemError("open")) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .system(SystemError("fstat")) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    guard status.st_size <= byteCountMax else { throw .tooLarge(byteCountMax: byteCountMax) }
    // A file may grow while it is read; and files under /proc say that they are empty.
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while true {
      if count == bytes.count {
        guard count <= byteCountMax else { throw .tooLarge(byteCountMax: byteCountMax) }
        bytes.append(contentsOf: repeatElement(0, count: max(4096, count)))
      }
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return unsafe Glibc.read(file, rest.baseAddress, rest.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .system(SystemError("read")) }
      if got == 0 { break }
      count += got
    }
    guard count <= byteCountMax else { throw .tooLarge(byteCountMax: byteCountMax) }
    bytes.removeLast(bytes.count - count)
    return (bytes, FileIdentity(status))
  }

  /// Whether a path is that of a file without content, itself and not by a link.
  static func isEmpty(_ path: String) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
  }

  /// Where a path leads when all links are followed; nil when it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Where a link leads, which may be nowhere; nil for what is no link.
  static func linkTarget(of path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let target = String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard !target.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return target }
    return path[...slash] + target
  }

  /// The path from the root of the file system, links not followed.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : (resolved(".") ?? "") + "/" + path
  }

  /// Milliseconds since 1970.
  static var nowMs: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
