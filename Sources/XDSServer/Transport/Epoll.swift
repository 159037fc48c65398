internal import CLinux
internal import Glibc
package import Platform

/// An epoll instance.
///
/// Any thread may register; one waits.
package final class Epoll: Sendable {
  /// What happened to a registered descriptor.
  package struct Event {
    /// What the descriptor was registered with.
    package var token: UInt64
    /// `EPOLLIN` and so on.
    var mask: UInt32

    /// There are bytes to read, or an end to be seen by reading.
    package var isReadable: Bool { mask & EPOLLIN.rawValue != 0 || isHangUp }
    /// There is room for bytes.
    package var isWritable: Bool { mask & EPOLLOUT.rawValue != 0 }
    /// The peer sends no more, or the connection is broken.
    package var isHangUp: Bool {
      mask & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
    }
  }

  /// How many events one call of `wait` gives.
  package static let batchMax = 256

  private let descriptor: Int32

  package init() throws(SystemError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("epoll_create1") }
  }

  deinit { close(descriptor) }

  /// Registers a connection: every change is told once.
  func addConnection(_ socket: Socket, token: UInt64) throws(SystemError) {
    try addConnection(descriptor: socket.descriptor, token: token)
  }

  /// Registers the socket of a connection by its descriptor.
  package func addConnection(descriptor socket: Int32, token: UInt64) throws(SystemError) {
    try add(
      socket, token: token,
      EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue)
  }

  /// Registers something that is told of for as long as it can be read.
  package func addReadable(_ other: Int32, token: UInt64) throws(SystemError) {
    try add(other, token: token, EPOLLIN.rawValue)
  }

  func remove(_ other: Int32) {
    _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, other, nil)
  }

  private func add(_ other: Int32, token: UInt64, _ mask: UInt32) throws(SystemError) {
    var event = unsafe epoll_event(events: mask, data: epoll_data_t(u64: token))
    guard unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, other, &event) == 0 else {
      throw SystemError("epoll_ctl")
    }
  }

  /// Waits for events, at most for `timeout`; nil waits for ever.
  package func wait(timeout: Duration?, _ events: inout [Event]) {
    events.removeAll(keepingCapacity: true)
    let milliseconds = timeout.map(Self.milliseconds) ?? -1
    unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batchMax) { raw in
      let count = unsafe epoll_wait(
        descriptor, raw.baseAddress, Int32(Self.batchMax), milliseconds)
      precondition(count >= 0 || errno == EINTR, "epoll_wait failed: \(SystemError.text(errno))")
      for index in 0..<max(Int(count), 0) {
        events.append(
          Event(token: unsafe raw[index].data.u64, mask: unsafe raw[index].events))
      }
    }
  }

  /// Rounded up, so that a deadline has passed when the wait is over.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
