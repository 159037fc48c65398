internal import Platform

/// What a loop's thread last said about itself.
final class LoopStatus: Sendable {
  /// One saying.
  struct Report: Sendable {
    var counters = LoopCounters()
    /// The changes that are open.
    var changes: [Int: ChangeBook.Progress] = [:]
    /// The time that the thread has spent on a CPU, in nanoseconds.
    var cpu: Int64 = 0
  }

  private let last = Lock(Report())

  func publish(_ counters: LoopCounters, _ changes: [Int: ChangeBook.Progress], cpu: Int64) {
    last.withLock { $0 = Report(counters: counters, changes: changes, cpu: cpu) }
  }

  var report: Report { last.withLock { $0 } }
}
