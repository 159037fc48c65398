import CLinux
import Foundation
import Glibc
import Testing

/// `causeway serve` as a process of its own, on ports that the system chose.
final class RunningServer {
  private let process = Process()
  private let folder: TemporaryFolder

  /// Starts it, and returns when it says that it is ready.
  init(config: [String], arguments: [String] = [], environment: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    process.executableURL = try Program.url()
    process.arguments =
      ["serve", "--xds-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"] + arguments
      + (config.isEmpty ? [] : ["--config"] + config)
    // What another server keeps must not be served here.
    process.environment = Program.sanitizerOptions
      .merging(["CAUSEWAY_STATE_DIR": folder.path("state")]) { $1 }
      .merging(environment) { $1 }
    process.standardError = try folder.openFile("log")
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try wait(for: "it to be ready") { log.contains("Ready: ") }
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// What it has logged so far.
  var log: String { (try? folder.text("log")) ?? "" }

  /// The port after `text` in the line that says that it is ready.
  func port(after text: String) throws -> UInt16 {
    let rest = try #require(log.split(separator: text).dropFirst().first)
    return try #require(UInt16(rest.prefix { $0.isNumber }))
  }

  var xdsPort: UInt16 { get throws { try port(after: "xDS on 127.0.0.1:") } }
  var adminPort: UInt16 { get throws { try port(after: "admin API on http://127.0.0.1:") } }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end; returns its exit code.
  func exitCode() throws -> Int32 {
    try wait(for: "it to end") { !process.isRunning }
    return process.terminationStatus
  }

  /// Waits until a condition holds, for at most 20 seconds.
  func wait(for what: String, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while try !condition() {
      try #require(ContinuousClock.now < deadline, "waited in vain for \(what):\n\(log)")
      usleep(10_000)
    }
  }

  /// Status and body of an admin request.
  func get(_ path: String) throws -> (status: Int, body: String) {
    let connection = try Connection(port: adminPort)
    connection.send("GET \(path) HTTP/1.0\r\n\r\n")
    let answer = connection.receiveAll()
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
    let status = try #require(answer.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    return (status, parts.count > 1 ? String(parts[1]) : "")
  }
}

/// A TCP connection on loopback, with a limit of 10 seconds for each call.
final class Connection {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0, "connect: \(errno)")
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// All that comes until the other side closes.
  func receiveAll() -> String {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(descriptor, &bytes, bytes.count, 0), count > 0 {
      all += bytes[..<count]
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// Waits for the first bytes.
  func receiveSome() -> Int {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    return recv(descriptor, &bytes, bytes.count, 0)
  }
}
