import Foundation
import Testing

/// The built program, run as people run it.
struct Program {
  /// What a run left behind.
  struct Result {
    var exitCode: Int32
    var output: String
    var errors: String
  }

  /// Where SwiftPM puts all products: beside the tests, which this process runs or has loaded.
  static func url() throws -> URL {
    let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder = URL(filePath: try #require(tests)).deletingLastPathComponent()
    return folder.appending(path: "causeway")
  }

  /// What a sanitizer is told that the program may be built with: all of this process's environment
  /// that reaches the program.
  static let sanitizerOptions = ProcessInfo.processInfo.environment.filter { name, _ in
    ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"].contains(name)
  }

  /// Runs it to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = try url()
    process.arguments = arguments
    process.environment = sanitizerOptions.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a pipe that is not read while the program writes would stop it.
    let folder = try TemporaryFolder()
    let (output, errors) = (try folder.openFile("output"), try folder.openFile("errors"))
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Result(
      exitCode: process.terminationStatus, output: try folder.text("output"),
      errors: try folder.text("errors"))
  }
}

/// A folder that is removed when the last reference to it goes.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory
    .appending(path: "causeway-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file; returns its path.
  @discardableResult
  func write(_ text: String, _ name: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  /// Removes a file.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// What a file holds.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// An empty file, to be written to.
  func openFile(_ name: String) throws -> FileHandle {
    try write("", name)
    return try #require(FileHandle(forWritingAtPath: path(name)))
  }
}
