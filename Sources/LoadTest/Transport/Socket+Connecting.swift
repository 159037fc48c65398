internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform
internal import XDSServer

// A socket that this side has opened.
extension Socket {
  /// Begins to connect, from any address if `source` is nil; epoll tells by the first event that
  /// can be written how that has ended.
  init(to target: SocketAddress, from source: SocketAddress?) throws(SystemError) {
    let family = target.ip.family == .v4 ? AF_INET : AF_INET6
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind | Int32(SOCK_NONBLOCK.rawValue), Int32(IPPROTO_TCP))
    self.init(descriptor: descriptor)
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

  /// Closes the connection with what is under way lost, so that it looks like a broken one.
  func closeAbruptly() {
    var value = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    close()
  }
}
