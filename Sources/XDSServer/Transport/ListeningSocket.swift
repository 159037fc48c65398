internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform

/// A connection on its way from the listening socket to the loop that is to serve it.
struct AcceptedConnection: Sendable {
  let socket: Socket
  let peer: SocketAddress
  /// Whether the client is to speak TLS.
  let isTLS: Bool
}

/// A listening socket.
///
/// Made by the server, owned by the loop that accepts.
///
/// There is one for all loops rather than one per loop with SO_REUSEPORT: with the latter a second
/// server on the same port would not fail but take half of the clients, and connections, which live
/// long, would be spread by chance.
final class ListeningSocket: Sendable {
  /// What `accept` has done.
  enum Outcome {
    case accepted(AcceptedConnection)
    /// Nobody is waiting.
    case wouldBlock
    /// That one has gone again, or comes from nowhere: try the next.
    case skipped
    /// The process or the system has no descriptor or no memory left: trying again at once would
    /// spin.
    case exhausted(errno: Int32)
  }

  let descriptor: Int32
  /// The address in use, with the port that the system has chosen if it was asked for 0.
  let localAddress: SocketAddress
  /// Whether its clients are to speak TLS.
  let isTLS: Bool

  init(_ address: SocketAddress, isTLS: Bool) throws(TransportError) {
    self.isTLS = isTLS
    let family = address.ip.family == .v4 ? AF_INET : AF_INET6
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let socket = Glibc.socket(family, type, 0)
    guard socket >= 0 else { throw TransportError(SystemError("socket"), listeningOn: address) }
    do {
      localAddress = try Self.listen(socket, address)
    } catch {
      _ = Glibc.close(socket)
      throw TransportError(error, listeningOn: address)
    }
    descriptor = socket
  }

  deinit { _ = Glibc.close(descriptor) }

  private static func listen(
    _ socket: Int32, _ address: SocketAddress
  ) throws(SystemError) -> SocketAddress {
    // Without it a restarted server could not listen for as long as old connections are in
    // TIME_WAIT.
    try set(socket, SOL_SOCKET, SO_REUSEADDR, 1)
    if address.ip.family == .v6 { try set(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
    let isBound = unsafe address.withSystemAddress { unsafe bind(socket, $0, $1) }
    guard isBound == 0 else { throw SystemError("bind") }
    guard Glibc.listen(socket, 4096) == 0 else { throw SystemError("listen") }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isNamed = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(socket, $0, &length)
      }
    }
    guard isNamed == 0, let local = SocketAddress(storage) else {
      throw SystemError("getsockname")
    }
    return local
  }

  /// Turns clients away from now on, whoever still holds this object.
  ///
  /// On Linux that ends listening at once. The descriptor is closed with the object, which the
  /// accepting thread's closure holds for as long as the thread runs.
  func stopListening() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Takes the next connection.
  func accept() -> Outcome {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let accepted = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe causeway_accept4(
          descriptor, $0, &length, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
      }
    }
    guard accepted >= 0 else {
      switch errno {
      case EAGAIN: return .wouldBlock
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted(errno: errno)
      // The network's errors, which accept(2) says are to be treated like EAGAIN, and clients that
      // left.
      default: return .skipped
      }
    }
    let socket = Socket(descriptor: accepted)
    guard let peer = SocketAddress(storage) else {
      socket.close()
      return .skipped
    }
    // A response of two segments must not wait for the acknowledgement of the first. Fails if the
    // peer has left already, which is found out soon enough.
    try? Self.set(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    return .accepted(AcceptedConnection(socket: socket, peer: peer, isTLS: isTLS))
  }

  private static func set(
    _ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32
  ) throws(SystemError) {
    var value = value
    let code = unsafe setsockopt(
      socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    guard code == 0 else { throw SystemError("setsockopt") }
  }
}
