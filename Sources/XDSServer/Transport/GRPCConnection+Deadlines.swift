/// The calls that have had their time.
extension GRPCConnection {
  /// When the first call ends by its own `grpc-timeout`; nil when none has one.
  var callDeadline: ContinuousClock.Instant? {
    session.streams.reduce(nil) { $1.ending == nil ? Self.earlier($0, $1.deadline) : $0 }
  }

  /// When `serveDeadlines` has something to do, unless something happens before; nil for never.
  var deadline: ContinuousClock.Instant? {
    session.streams.reduce(nil) { first, stream in
      guard stream.ending == nil else { return first }
      return Self.earlier(Self.earlier(first, stream.deadline), stream.messageDue)
    }
  }

  /// Ends the calls whose time is over.
  func serveDeadlines(now: ContinuousClock.Instant) {
    for stream in session.streams where stream.ending == nil {
      if let deadline = stream.deadline, deadline <= now {
        timeOut(stream, "The time that the call's grpc-timeout gives is over.")
      } else if let due = stream.messageDue, due <= now {
        let sentence =
          stream.chargedBytes == 0
          ? "No request has come within \(configuration.firstMessageTimeout) of the call's start."
          : "A request has begun, and not ended within \(configuration.messageTimeout)."
        timeOut(stream, sentence)
      }
    }
  }

  private func timeOut(_ stream: ServerStream, _ sentence: String) {
    session.buffers.counters.streamsTimedOut += 1
    end(stream, GRPCStatus(.deadlineExceeded, sentence))
  }

  private static func earlier(
    _ one: ContinuousClock.Instant?, _ other: ContinuousClock.Instant?
  ) -> ContinuousClock.Instant? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
