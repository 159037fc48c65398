internal import Platform

/// Notices when many connections have come or gone and it is quiet again: then the memory that they
/// needed for a moment is worth being given back to the system.
///
/// Without a clock: it is told the time.
struct StormWatch {
  /// Fewer are not worth it: giving memory back takes milliseconds.
  private static let connectionsMin = 256
  /// How long no connection must have come or gone.
  private static let quiet = Duration.seconds(2)

  /// How many have come or gone without such a pause.
  private var count = 0
  private var last: Moment?

  /// A connection has come or gone.
  mutating func connectionChanged(now: Moment) {
    count += 1
    last = now
  }

  /// Whether there was a storm whose end has not been told yet.
  var isPending: Bool { count >= Self.connectionsMin }

  /// Whether a storm is over, which is said once.
  mutating func isOver(now: Moment) -> Bool {
    guard let last, last + Self.quiet <= now else { return false }
    defer { (count, self.last) = (0, nil) }
    return isPending
  }
}
