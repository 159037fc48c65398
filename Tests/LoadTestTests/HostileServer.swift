import Foundation
import Glibc
import MeshModel
import Platform
import XDSServer

/// A server that says the same to everyone, whatever it is told.
final class HostileServer: Sendable {
  let address: XDSServer.SocketAddress
  private let listener: Int32

  /// A server that gives that answer at once, and then closes the connection or keeps it.
  init(answer: [UInt8], closes: Bool) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    listener = descriptor
    var storage = sockaddr_in()
    storage.sin_family = sa_family_t(AF_INET)
    storage.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
          ? getsockname(descriptor, address, &length) : -1
      }
    }
    guard code == 0 else { throw SystemError("listen") }
    address = XDSServer.SocketAddress(
      ip: IPAddress(v4: 0x7F00_0001), port: UInt16(bigEndian: storage.sin_port))
    Thread.detachNewThread {
      var open: [Int32] = []
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        _ = Glibc.send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
        if closes {
          // In order, so that what was said arrives before the end.
          shutdown(connection, Int32(SHUT_WR))
        }
        open.append(connection)
      }
      for connection in open { close(connection) }
      close(descriptor)
    }
  }

  /// Takes no more connections and ends those that there are.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// The process that the test runs in.
enum ProcessID {
  static var own: Int32 { getpid() }
}
