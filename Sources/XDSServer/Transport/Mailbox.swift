internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// What other threads want of a loop.
enum LoopCommand<Service: GRPCService>: Sendable {
  /// To call that with the service.
  case call(@Sendable (Service) -> Void)
  /// To serve a connection that another loop has accepted.
  case adopt(AcceptedConnection)
  /// To end all connections gracefully within that time.
  case shutDown(grace: Duration)
  /// To end at once.
  case stop
}

/// How commands reach a loop: a list under a lock, and an eventfd that wakes the loop.
///
/// Used by every thread.
final class Mailbox<Service: GRPCService>: Sendable {
  private struct State {
    var commands: [LoopCommand<Service>] = []
    /// Whether the loop has ended and takes nothing any more.
    var isClosed = false
  }

  let epoll: Epoll
  /// The connections that the loop has or is about to be given: new ones go where there are fewest.
  let connectionCount = Atomic<Int>(0)
  /// What the loop had counted at the end of its last round.
  let counters = Lock(TransportCounters())
  private let event: Int32
  private let state = Lock(State())

  init() throws(SystemError) {
    epoll = try Epoll()
    event = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard event >= 0 else { throw SystemError("eventfd") }
  }

  deinit { close(event) }

  /// Registers the eventfd with the loop's epoll.
  func register(token: UInt64) throws(SystemError) { try epoll.addReadable(event, token: token) }

  /// Leaves a command; false if the loop has ended.
  @discardableResult
  func post(_ command: LoopCommand<Service>) -> Bool {
    let (isTaken, isFirst) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.commands.append(command)
      return (true, state.commands.count == 1)
    }
    // The loop takes all commands whenever it wakes: one wake-up is enough for all that are there.
    if isFirst { _ = eventfd_write(event, 1) }
    return isTaken
  }

  /// Takes all commands, in order.
  ///
  /// Called by the loop.
  func takeCommands() -> [LoopCommand<Service>] {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(event, &count)
    return state.withLock { state in
      defer { state.commands = [] }
      return state.commands
    }
  }

  /// Takes the last commands and lets no more in.
  ///
  /// Called by the loop at its end.
  func close() -> [LoopCommand<Service>] {
    state.withLock { state in
      state.isClosed = true
      defer { state.commands = [] }
      return state.commands
    }
  }

  private func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}

/// A loop as seen by other threads.
public struct LoopHandle<Service: GRPCService>: Sendable {
  let mailbox: Mailbox<Service>

  /// Has the loop call `command` on its thread, in the order of submission.
  ///
  /// After the loop has stopped, commands are dropped.
  public func submit(_ command: @escaping @Sendable (Service) -> Void) {
    mailbox.post(.call(command))
  }
}
