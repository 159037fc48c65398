internal import CLinux
internal import Glibc
internal import Platform
internal import XDSServer

/// How other threads talk to a loop: a list of calls under a lock, and an eventfd that wakes it.
final class LoopMailbox: Sendable {
  let epoll: Epoll
  private let event: Int32
  private let calls = Lock<[@Sendable (LoadLoop) -> Void]>([])

  /// The token of events that are not a client's.
  static let token = UInt64.max

  init() throws(SystemError) {
    epoll = try Epoll()
    event = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard event >= 0 else { throw SystemError("eventfd") }
    try epoll.addReadable(event, token: Self.token)
  }

  deinit { _ = Glibc.close(event) }

  /// Has the loop call `body` on its thread.
  func post(_ body: @escaping @Sendable (LoadLoop) -> Void) {
    calls.withLock { $0.append(body) }
    _ = eventfd_write(event, 1)
  }

  /// Takes all calls, in order.
  func take() -> [@Sendable (LoadLoop) -> Void] {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(event, &count)
    return calls.withLock { calls in
      defer { calls = [] }
      return calls
    }
  }
}
