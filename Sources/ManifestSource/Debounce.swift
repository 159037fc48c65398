/// Decides when a burst of changes is over.
///
/// Knows no clock: it is told the time.
struct Debounce<Instant: InstantProtocol> where Instant.Duration == Duration {
  /// How long nothing must have happened.
  var quiet: Duration
  /// How long a burst may be waited for altogether.
  var max: Duration

  private var first: Instant?
  private var last: Instant?
  private var unfinished: Set<String> = []

  /// A debounce with nothing pending.
  init(quiet: Duration, max: Duration) {
    self.quiet = quiet
    self.max = max
  }

  /// Something changed.
  mutating func changed(at now: Instant) {
    first = first ?? now
    last = now
  }

  /// A file was written to, and the writer has not closed it yet: what it holds may be half of it.
  mutating func writing(_ file: String) { unfinished.insert(file) }

  /// A file was closed by its writer, or is gone.
  mutating func finished(_ file: String) { unfinished.remove(file) }

  /// When to look at the files; nil when nothing changed.
  var deadline: Instant? {
    guard let first, let last else { return nil }
    let latest = first.advanced(by: max)
    return unfinished.isEmpty ? min(last.advanced(by: quiet), latest) : latest
  }

  /// Whether it is time; then the burst is over.
  mutating func takeIfDue(at now: Instant) -> Bool {
    guard let deadline, deadline <= now else { return false }
    first = nil
    last = nil
    unfinished = []
    return true
  }
}
