internal import Platform

/// The books of all event loops together.
///
/// Each loop says once a round what has changed in its own (``LoopLedger``); everybody may read.
final class PushLedger: Sendable {
  /// What a loop has to say after a round.
  struct News: Sendable {
    /// The records that have changed.
    var records: [PushRecord]
    /// Clients that have not caught up since they connected.
    var unknownCount: Int
    /// What ``LoopLedger/refusedPasts`` says.
    var refusedPasts: [UInt64]
    /// Everything that was counted.
    var statistics: DiscoveryStatistics
  }

  private let ring = Lock(PushRing())

  /// Empty books.
  init() {}

  /// Opens a revision, which must be greater than all before.
  ///
  /// - Parameters:
  ///   - revision: the revision.
  ///   - cause: what changed.
  ///   - seenAt: when that was seen.
  ///   - loops: the loops that are about to be handed it.
  func begin(
    _ revision: UInt64, cause: String, seenAt: Moment, loops: Set<Int>
  ) {
    ring.withLock { $0.begin(revision, cause: cause, seenAt: seenAt, loops: loops) }
  }

  /// Takes over what a loop has to say.
  func publish(_ news: News, of loop: Int) {
    ring.withLock { $0.take(news, of: loop) }
  }

  /// The current revision, 0 before the first one.
  var current: UInt64 { ring.withLock { $0.current } }

  /// The newest revisions, the newest first.
  func newest(_ count: Int) -> [Push] { ring.withLock { $0.newest(count) } }

  /// One revision.
  func push(_ revision: UInt64) -> PushLookup { ring.withLock { $0.lookUp(revision) } }

  /// What all loops have counted.
  var statistics: DiscoveryStatistics { ring.withLock { $0.statistics } }
}
