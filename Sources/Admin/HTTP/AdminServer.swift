internal import CLinux
internal import Glibc
public import Logging
internal import Platform
public import XDSServer

/// The HTTP/1.1 server of the admin API: one thread that accepts, and one for each connection.
///
/// It shares no thread with the xDS side, and every connection is bounded in time and in bytes:
/// whoever misuses it harms nobody else.
public final class AdminServer: Sendable {
  /// Answers one request; called on the connection's thread, and on several at once.
  public typealias Handler = @Sendable (AdminRequest) -> AdminResponse

  /// The address in use, with the port that the system has chosen if it was asked for 0.
  public let localAddress: SocketAddress

  /// Closed to stop all threads; nil afterwards.
  private let stopper: Lock<Pipe.End?>
  /// Hangs up when the last thread has ended.
  private let ended: Pipe.End

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - address: where to listen.
  ///   - limits: how much and how long a client may.
  ///   - logger: hears of trouble with the listening socket.
  ///   - answers: counts the answers.
  ///   - handler: answers the requests.
  /// - Throws: `TransportError` when the address cannot be used.
  public init(
    listen address: SocketAddress, limits: AdminLimits = AdminLimits(), logger: Logger,
    answers: AnswerCount = AnswerCount(), handler: @escaping Handler
  ) throws(TransportError) {
    do throws(SystemError) {
      let socket = try TCPSocket.listening(on: address)
      localAddress = try socket.localAddress()
      let stop = try Pipe()
      let alive = try Pipe()
      stopper = Lock(stop.writing)
      ended = alive.reading
      let listener = AdminListener(
        socket: socket, stop: stop.reading, alive: alive.writing, limits: limits,
        logger: logger, answers: answers, handler: handler)
      guard startDetachedThread({ listener.run() }) else { throw SystemError("pthread_create") }
    } catch {
      throw TransportError(error, listeningOn: address)
    }
  }

  deinit { stop() }

  /// Closes the listening socket and every connection, and returns when all threads have ended:
  /// answers that are being written are finished, for at most a second.
  public func stop() {
    stopper.withLock { $0 = nil }
    // The pipe hangs up when its last writer, the last thread, is gone.
    _ = wait(
      for: ended.descriptor, events: 0, stop: ended, deadline: .now.advanced(by: .seconds(1)))
  }
}

/// How much, and for how long, a client of the admin API may.
public struct AdminLimits: Sendable {
  /// Connections at one time; more are told that the server is busy.
  public var connectionsMax = 64
  /// How long a connection may say nothing between two requests.
  public var idle = Duration.seconds(30)
  /// How long the bytes of one request may take from the first to the last.
  public var request = Duration.seconds(10)
  /// How long the client may take to read an answer.
  public var response = Duration.seconds(30)

  /// The limits of the product.
  public init() {}
}
