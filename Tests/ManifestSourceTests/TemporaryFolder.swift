import CLinux
import Glibc

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/causeway-manifests-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(what: "mkdtemp", code: errno) }
    // Links on the way there (as on some systems) must not change the names under test.
    let real = realpath(made, nil)
    defer { free(real) }
    path = real.map { String(cString: $0) } ?? String(cString: made)
  }

  deinit { Self.removeAll(path) }

  struct Failure: Error {
    var what: String
    var code: Int32
  }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Replaces the content in place, as `>` of a shell does.
  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = open(self(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure(what: "open \(name)", code: errno) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(what: "write \(name)", code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes a new file and renames it over the old one, as many editors do.
  func replace(_ name: String, _ text: String) throws {
    let slash = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    let temporary = name[..<slash] + "." + name[slash...] + ".new"
    try write(String(temporary), text)
    try rename(String(temporary), name)
  }

  func rename(_ from: String, _ to: String) throws {
    try check(Glibc.rename(self(from), self(to)), "rename \(from)")
  }

  func makeFolder(_ name: String) throws { try check(mkdir(self(name), 0o755), "mkdir \(name)") }

  func link(_ name: String, to target: String) throws {
    try check(symlink(target, self(name)), "symlink \(name)")
  }

  func makePipe(_ name: String) throws { try check(mkfifo(self(name), 0o600), "mkfifo \(name)") }

  func remove(_ name: String) { Self.removeAll(self(name)) }

  private func check(_ code: Int32, _ what: String) throws {
    if code != 0 { throw Failure(what: what, code: errno) }
  }

  private static func removeAll(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      chmod(path, 0o700)
      if let stream = opendir(path) {
        while let entry = readdir(stream) {
          let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          }
          if name != ".", name != ".." { removeAll(path + "/" + name) }
        }
        closedir(stream)
      }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// The text of a Service, and of broken ones.
enum Sample {
  static func service(_ name: String, port: Int = 80) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name)}
    spec:
      ports: [{port: \(port)}]

    """
  }

  /// The port is impossible; the object can still be recognised.
  static func brokenService(_ name: String) -> String { service(name, port: 70_000) }

  /// Not even YAML.
  static let nonsense = "kind: Service\n  - ]: {\n"
}
