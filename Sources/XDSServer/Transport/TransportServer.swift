public import Logging

/// A gRPC server: one listening socket, and a number of threads that each run an event loop with a
/// service of its own.
public final class TransportServer<Service: GRPCService>: Sendable {
  /// Opens the socket and starts the threads.
  ///
  /// - Parameters:
  ///   - address: where to listen.
  ///   - loops: the number of threads; connections are spread evenly over them.
  ///   - configuration: limits and times.
  ///   - logger: gets one line per connection that ended badly.
  ///   - makeService: makes the service of a loop, on the loop's thread. The loop outlives the
  ///     service: keep it `unowned`.
  /// - Throws: `TransportError` when the address cannot be used.
  public init(
    listen address: SocketAddress, loops: Int,
    configuration: TransportConfiguration = TransportConfiguration(), logger: Logger,
    makeService: @escaping @Sendable (EventLoop<Service>) -> Service
  ) throws(TransportError) {}

  /// The address in use, with the port that the system has chosen if it was asked for 0.
  public var localAddress: SocketAddress { .anyLoopbackPort }

  /// One handle per loop.
  public var loops: [LoopHandle<Service>] { [] }

  /// Closes the listening socket, ends every call with `unavailable`, and returns when all
  /// connections have closed, at the latest after `grace`.
  public func shutdown(grace: Duration) async {}

  /// Closes everything at once and returns when the threads have ended.
  public func stop() {}
}

/// Why the server could not start.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence that says what happened, to which address, and what to do.
  public let description: String
  /// The system's error number.
  public let errorNumber: Int32
}
