internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform
internal import XDSServer

/// A non-blocking TCP socket that this side has opened.
///
/// Owned by one client; closed by `close`, exactly once.
struct ClientSocket {
  /// What a call has done.
  enum Outcome {
    /// So many bytes were moved.
    case bytes(Int)
    /// Nothing; epoll tells when it makes sense to try again.
    case wouldBlock
    /// Reading: the server sends no more.
    case end
    /// The connection is broken.
    case failed(errno: Int32)
  }

  let descriptor: Int32

  /// Begins to connect, from any address if `source` is nil; epoll tells by the first event that
  /// can be written how that has ended.
  init(to target: SocketAddress, from source: SocketAddress?) throws(SystemError) {
    let family = target.ip.family == .v4 ? AF_INET : AF_INET6
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    descriptor = socket(family, kind | Int32(SOCK_NONBLOCK.rawValue), Int32(IPPROTO_TCP))
    guard descriptor >= 0 else { throw SystemError("socket") }
    do throws(SystemError) {
      set(IPPROTO_TCP, TCP_NODELAY, 1)
      if let source {
        // The port is chosen by `connect`, so that it must differ for one target only.
        set(IPPROTO_IP, Self.bindAddressNoPort, 1)
        let code = unsafe source.systemBytes.withUnsafeBytes { bytes in
          // The bytes are those of a `sockaddr`, and nobody else looks at them.
          unsafe bind(
            descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
            socklen_t(bytes.count))
        }
        guard code == 0 else { throw SystemError("bind") }
      }
      let code = unsafe target.systemBytes.withUnsafeBytes { bytes in
        unsafe connect(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
          socklen_t(bytes.count))
      }
      if code != 0, errno != EINPROGRESS { throw SystemError("connect") }
    } catch {
      close()
      throw error
    }
  }

  /// `IP_BIND_ADDRESS_NO_PORT` of <linux/in.h>, which Glibc's module map leaves out.
  private static let bindAddressNoPort: Int32 = 24

  private func set(_ level: Int, _ option: Int32, _ value: Int32) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, Int32(level), option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// How connecting has ended; 0 for well.
  var connectError: Int32 {
    var number: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let code = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
    return code == 0 ? number : errno
  }

  /// Reads into `buffer`.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno: errno)
    }
  }

  /// Writes the first bytes of `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    while true {
      let count = unsafe Glibc.send(
        descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return .bytes(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno: errno)
    }
  }

  /// Closes the connection; at once and with what is under way lost, if it is to look like a broken
  /// one.
  func close(abruptly: Bool = false) {
    if abruptly {
      var value = linger(l_onoff: 1, l_linger: 0)
      _ = unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }
    _ = Glibc.close(descriptor)
  }
}
