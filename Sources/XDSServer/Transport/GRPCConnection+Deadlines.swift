internal import Platform

/// The calls that have had their time.
extension GRPCConnection {
  /// When the first call ends by its own `grpc-timeout`; nil when none has one.
  var callDeadline: Moment? {
    var first: Moment?
    for stream in session.streams where stream.ending == nil {
      first = Self.earlier(first, stream.deadline)
    }
    return first
  }

  /// When `serveDeadlines` has something to do, unless something happens before; nil for never.
  var deadline: Moment? {
    var first: Moment?
    for stream in session.streams where stream.ending == nil {
      first = Self.earlier(Self.earlier(first, stream.deadline), stream.messageDue)
    }
    return first
  }

  /// Ends the calls whose time is over.
  func serveDeadlines(now: Moment) {
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
    _ one: Moment?, _ other: Moment?
  ) -> Moment? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
