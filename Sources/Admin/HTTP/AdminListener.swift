internal import Glibc
internal import Logging
internal import Platform
internal import XDSServer

/// The thread that accepts connections, and starts one more for each.
final class AdminListener: Sendable {
  private let socket: TCPSocket
  private let stop: Pipe.End
  /// Held while any thread runs.
  private let alive: Pipe.End
  private let limits: AdminLimits
  private let logger: Logger
  private let answers: AnswerCount
  private let handler: AdminServer.Handler
  private let connectionCount = Lock(0)

  init(
    socket: consuming TCPSocket, stop: Pipe.End, alive: Pipe.End, limits: AdminLimits,
    logger: Logger, answers: AnswerCount, handler: @escaping AdminServer.Handler
  ) {
    self.socket = socket
    self.stop = stop
    self.alive = alive
    self.limits = limits
    self.logger = logger
    self.answers = answers
    self.handler = handler
  }

  /// Accepts until the server is stopped.
  func run() {
    while case .ready = wait(
      for: socket.descriptor, events: Int32(POLLIN), stop: stop, deadline: nil)
    {
      do throws(SystemError) {
        guard let connection = try socket.accepted() else { continue }
        start(connection)
      } catch {
        logger.error("A connection to the admin port could not be accepted: \(error.text).")
        // Out of descriptors or memory: the connection stays in the queue, and trying at once would
        // spin.
        let pause = ContinuousClock.now.advanced(by: .milliseconds(100))
        _ = wait(for: stop.descriptor, events: 0, stop: stop, deadline: pause)
      }
    }
  }

  private func start(_ connection: consuming TCPSocket) {
    let isFull = connectionCount.withLock { count in
      guard count < limits.connectionsMax else { return true }
      count += 1
      return false
    }
    guard !isFull else {
      let busy = AdminResponse.failure(
        .serviceUnavailable, "The admin API has too many connections: try again later.")
      answers.count(busy.status)
      // A new socket has room for one small answer.
      _ = try? connection.send(busy.encoded(isHead: false, keepAlive: false)[...])
      return
    }
    let descriptor = connection.relinquished()
    let isStarted = startDetachedThread { [self] in
      AdminConnection(
        socket: TCPSocket(owning: descriptor), stop: stop, limits: limits, answers: answers,
        handler: handler
      ).run()
      connectionCount.withLock { $0 -= 1 }
    }
    if !isStarted {
      _ = TCPSocket(owning: descriptor)
      connectionCount.withLock { $0 -= 1 }
    }
  }
}
