internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform
internal import XDSServer

/// A TCP socket that never blocks; closed when it goes out of scope.
///
/// Owned by one thread, except that the listening one may be asked for its address by any.
struct TCPSocket: ~Copyable, Sendable {
  /// The file descriptor; owned, closed exactly once.
  let descriptor: Int32

  /// Takes over a descriptor that is a TCP socket.
  init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// A socket that listens on `address`.
  static func listening(on address: SocketAddress) throws(SystemError) -> TCPSocket {
    let family = address.ip.family == .v4 ? AF_INET : AF_INET6
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let raw = socket(family, kind | Int32(SOCK_NONBLOCK.rawValue), Int32(IPPROTO_TCP))
    guard raw >= 0 else { throw SystemError("socket") }
    let socket = TCPSocket(owning: raw)
    // Without it a restart within a minute of the last connection would find the port in use.
    try socket.set(SO_REUSEADDR, to: 1, level: SOL_SOCKET)
    let code = unsafe address.systemBytes.withUnsafeBytes { bytes in
      // The bytes are those of a `sockaddr`, and nobody else looks at them.
      unsafe bind(
        raw, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    guard code == 0 else { throw SystemError("bind") }
    guard listen(raw, 128) == 0 else { throw SystemError("listen") }
    return socket
  }

  /// The address to which the socket is bound.
  func localAddress() throws(SystemError) -> SocketAddress {
    var bytes = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_storage>.size)
    var length = socklen_t(bytes.count)
    let code = unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe getsockname(
        descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    guard code == 0, let address = SocketAddress(systemBytes: bytes) else {
      throw SystemError("getsockname")
    }
    return address
  }

  /// The next connection; nil when there is none at the moment.
  func accepted() throws(SystemError) -> TCPSocket? {
    let raw = accept(descriptor, nil, nil)
    guard raw >= 0 else {
      switch errno {
      case EAGAIN, EINTR, ECONNABORTED, EPROTO: return nil
      default: throw SystemError("accept")
      }
    }
    let socket = TCPSocket(owning: raw)
    guard fcntl(raw, F_SETFD, FD_CLOEXEC) == 0, fcntl(raw, F_SETFL, O_NONBLOCK) == 0 else {
      throw SystemError("fcntl")
    }
    return socket
  }

  /// Gives the descriptor away: whoever takes it over has to close it.
  consuming func relinquished() -> Int32 {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  /// What has arrived, at most 16 KiB; empty at the end of the stream, nil when there is nothing at
  /// the moment.
  func received() throws(SystemError) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16 * 1024)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    guard count >= 0 else {
      if errno == EAGAIN || errno == EINTR { return nil }
      throw SystemError("recv")
    }
    return Array(bytes[..<count])
  }

  /// Sends as much of `bytes` as fits at the moment; returns how many bytes that were.
  func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    }
    guard count >= 0 else {
      if errno == EAGAIN || errno == EINTR { return 0 }
      throw SystemError("send")
    }
    return count
  }

  /// Says that nothing more will be sent.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  private func set(_ option: Int32, to value: Int32, level: Int32) throws(SystemError) {
    var value = value
    let size = socklen_t(MemoryLayout<Int32>.size)
    let code = unsafe setsockopt(descriptor, level, option, &value, size)
    guard code == 0 else { throw SystemError("setsockopt") }
  }
}
