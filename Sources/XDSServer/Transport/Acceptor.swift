internal import Logging
internal import Platform
internal import Synchronization

/// The part of a loop that accepts connections and spreads them over all loops.
///
/// Belongs to that loop.
final class Acceptor<Service: GRPCService> {
  /// How long nothing is accepted after the process has run out of descriptors.
  private static var pause: Duration { .milliseconds(200) }
  /// How many connections are accepted before others are served.
  private static var batchMax: Int { 64 }

  private var listener: ListeningSocket?
  private let mailboxes: [Mailbox<Service>]
  private let logger: Logger
  /// When accepting goes on, if it has been put off.
  private(set) var pausedUntil: ContinuousClock.Instant?
  /// Whether the last try found the process short of descriptors: that is logged when it begins.
  private var isExhausted = false

  init(listener: ListeningSocket, mailboxes: [Mailbox<Service>], logger: Logger) {
    self.listener = listener
    self.mailboxes = mailboxes
    self.logger = logger
  }

  /// Takes the connections that wait and hands each to the loop with the fewest.
  ///
  /// - Returns: how many times the system had no descriptor or memory for one.
  func accept(now: ContinuousClock.Instant, _ epoll: Epoll) -> Int {
    guard let listener else { return 0 }
    for _ in 0..<Self.batchMax {
      switch listener.accept() {
      case .accepted(let socket, let peer):
        isExhausted = false
        hand(socket, peer)
      case .skipped: continue
      case .wouldBlock: return 0
      case .exhausted(let number):
        if !isExhausted {
          logger.error(
            """
            No connection can be accepted: \(SystemError.text(number)). Clients wait and are \
            accepted later; raise the limit of open files (ulimit -n) if this lasts.
            """)
        }
        isExhausted = true
        pausedUntil = now + Self.pause
        epoll.remove(listener.descriptor)
        return 1
      }
    }
    return 0
  }

  private func hand(_ socket: Socket, _ peer: SocketAddress) {
    let target = mailboxes.min {
      $0.connectionCount.load(ordering: .relaxed) < $1.connectionCount.load(ordering: .relaxed)
    }
    guard let target else { return socket.close() }
    target.connectionCount.add(1, ordering: .relaxed)
    if !target.post(.adopt(socket, peer: peer)) { socket.close() }
  }

  /// Begins, or goes on after a pause.
  func resume(now: ContinuousClock.Instant, _ epoll: Epoll) {
    guard let until = pausedUntil, until <= now else { return }
    pausedUntil = nil
    start(epoll)
  }

  func start(_ epoll: Epoll) {
    guard let listener else { return }
    do {
      try epoll.addReadable(listener.descriptor, token: LoopToken.listener.bits)
    } catch {
      logger.error("No connection can be accepted: \(error.call) failed: \(error.text).")
      pausedUntil = .now + Self.pause
    }
  }

  /// Turns clients away from now on.
  func stop(_ epoll: Epoll) {
    guard let listener else { return }
    epoll.remove(listener.descriptor)
    listener.stopListening()
    pausedUntil = nil
    self.listener = nil
  }
}
