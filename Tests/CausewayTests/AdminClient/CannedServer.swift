import CLinux
import Foundation
import Glibc
import Testing

/// Listens on a free port of loopback, and gives every connection the same bytes.
final class CannedServer: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let hasThread: Bool

  /// A server that reads a request up to its empty line, writes `answer` and closes; without an
  /// answer it accepts and says nothing.
  init(_ answer: String?) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    hasThread = answer != nil
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) | listen(descriptor, 8) | getsockname(descriptor, $0, &size)
      }
    }
    try #require(code == 0, "listen: \(errno)")
    port = UInt16(bigEndian: address.sin_port)
    guard let answer else { return }
    Thread.detachNewThread {
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        var request: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while request.firstRange(of: Array("\r\n\r\n".utf8)) == nil,
          case let count = recv(connection, &bytes, bytes.count, 0), count > 0
        {
          request += bytes[..<count]
        }
        let reply = Array(answer.utf8)
        _ = Glibc.send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
        close(connection)
      }
      close(descriptor)
    }
  }

  // Ends the thread, which then closes the descriptor: as soon as it is closed, its number may be
  // that of another server.
  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    if !hasThread { close(descriptor) }
  }
}
