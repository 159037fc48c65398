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

  private var listeners: [ListeningSocket]
  private let mailboxes: [Mailbox<Service>]
  /// The connections that all loops together may have.
  private let connectionsMax: Int
  private let logger: Logger
  /// When accepting goes on, if it has been put off.
  private(set) var pausedUntil: Moment?
  /// Whether the last try found the process short of descriptors: that is logged when it begins.
  private var isExhausted = false
  /// Whether the last client was refused: that is logged when it begins.
  private var isFull = false

  init(
    listeners: [ListeningSocket], mailboxes: [Mailbox<Service>], connectionsMax: Int, logger: Logger
  ) {
    self.connectionsMax = connectionsMax
    self.listeners = listeners
    self.mailboxes = mailboxes
    self.logger = logger
  }

  /// Takes the connections that wait at one of the sockets and hands each to the loop with the
  /// fewest.
  ///
  /// Those that are too many are closed at once, so that their clients try another server or come
  /// back later; in the queue of the system they would wait for an answer that does not come.
  func accept(
    at index: Int, now: Moment, _ epoll: Epoll,
    _ counters: inout TransportCounters
  ) {
    // An event may have been fetched before the end, or before the pause.
    guard pausedUntil == nil, listeners.indices.contains(index) else { return }
    for _ in 0..<Self.batchMax {
      switch listeners[index].accept() {
      case .accepted(let connection):
        isExhausted = false
        if isRoom(for: connection.peer) {
          hand(connection)
        } else {
          counters.connectionsRefused += 1
          connection.socket.close()
        }
      case .skipped: continue
      case .wouldBlock: return
      case .exhausted(let number):
        if !isExhausted {
          logger.error(
            """
            No connection can be accepted: \(SystemError.text(number)). Clients wait and are \
            accepted later; raise the limit of open files (ulimit -n) if this lasts.
            """)
        }
        isExhausted = true
        pause(now: now, epoll)
        counters.acceptFailures += 1
        return
      }
    }
  }

  private func isRoom(for peer: SocketAddress) -> Bool {
    let count = mailboxes.reduce(0) { $0 + $1.connectionCount.load(ordering: .relaxed) }
    guard count >= connectionsMax else {
      isFull = false
      return true
    }
    if !isFull {
      logger.error(
        """
        A connection from \(peer) is refused, and so is every further one: \(count) are open, \
        which is as many as there may be. Run more servers, or raise the limit of open files \
        (ulimit -n) if that is below 50000.
        """)
    }
    isFull = true
    return false
  }

  private func hand(_ connection: AcceptedConnection) {
    let target = mailboxes.min {
      $0.connectionCount.load(ordering: .relaxed) < $1.connectionCount.load(ordering: .relaxed)
    }
    guard let target else { return connection.socket.close() }
    target.connectionCount.add(1, ordering: .relaxed)
    if !target.post(.adopt(connection)) { connection.socket.close() }
  }

  /// Begins, or goes on after a pause.
  func resume(now: Moment, _ epoll: Epoll) {
    guard let until = pausedUntil, until <= now else { return }
    pausedUntil = nil
    start(epoll)
  }

  func start(_ epoll: Epoll) {
    do {
      for (index, listener) in listeners.enumerated() {
        try epoll.addReadable(listener.descriptor, token: LoopToken.listener(index).bits)
      }
    } catch {
      logger.error("No connection can be accepted: \(error.call) failed: \(error.text).")
      pause(now: .now, epoll)
    }
  }

  private func pause(now: Moment, _ epoll: Epoll) {
    pausedUntil = now + Self.pause
    for listener in listeners { epoll.remove(listener.descriptor) }
  }

  /// Turns clients away from now on.
  func stop(_ epoll: Epoll) {
    for listener in listeners {
      epoll.remove(listener.descriptor)
      listener.stopListening()
    }
    pausedUntil = nil
    listeners = []
  }
}
