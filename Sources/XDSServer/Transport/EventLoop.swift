/// One thread's connections, and the service that they are served by.
///
/// Belongs to its thread: only ``LoopHandle`` may be used from others.
public final class EventLoop<Service: GRPCService> {
  init() {}

  /// What other threads need to talk to this loop.
  public var handle: LoopHandle<Service> { LoopHandle() }

  /// When the current round of events began.
  public private(set) var now = ContinuousClock.now

  /// Sends a message on a call that was accepted.
  ///
  /// A call that has ended or was finished swallows it: ``GRPCService/streamEnded(_:reason:)`` has
  /// told so or will.
  ///
  /// - Precondition: the stream has no message on its way, i.e. ``GRPCService/messageSent(on:)``
  ///   was called for the last one.
  public func send(_ message: OutgoingMessage, on stream: StreamID) {}

  /// Ends a call with trailers, after the message on its way if there is one.
  ///
  /// A call that has ended is left alone.
  public func finish(_ stream: StreamID, status: GRPCStatus) {}

  /// Asks for one call of ``GRPCService/deadlineReached(now:)`` at that moment or up to 100 ms
  /// later; nil takes it back.
  ///
  /// There is one deadline per loop: a service with many sets the earliest.
  public func setDeadline(_ deadline: ContinuousClock.Instant?) {}
}

/// A loop as seen by other threads.
public struct LoopHandle<Service: GRPCService>: Sendable {
  /// Has the loop call `command` on its thread, in the order of submission.
  ///
  /// After the loop has stopped, commands are dropped.
  public func submit(_ command: @escaping @Sendable (Service) -> Void) {}
}
