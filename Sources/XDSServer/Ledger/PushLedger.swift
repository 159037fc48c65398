internal import Dispatch
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

  private struct State {
    var ring = PushRing()
    /// Who waits for a revision.
    var waiting: [(revision: UInt64, semaphore: DispatchSemaphore)] = []

    /// Wakes those whose revision is settled.
    mutating func wake() {
      guard !waiting.isEmpty else { return }
      waiting.removeAll { waiter in
        let isOpen = ring.lookUp(waiter.revision).isOpen
        if !isOpen { waiter.semaphore.signal() }
        return !isOpen
      }
    }
  }

  private let state = Lock(State())

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
    _ revision: UInt64, cause: String, seenAt: ContinuousClock.Instant, loops: Set<Int>
  ) {
    state.withLock { state in
      state.ring.begin(revision, cause: cause, seenAt: seenAt, loops: loops)
      state.wake()
    }
  }

  /// Takes over what a loop has to say.
  func publish(_ news: News, of loop: Int) {
    state.withLock { state in
      state.ring.take(news, of: loop)
      state.wake()
    }
  }

  /// The current revision, 0 before the first one.
  var current: UInt64 { state.withLock { $0.ring.current } }

  /// The newest revisions, the newest first.
  func newest(_ count: Int) -> [Push] { state.withLock { $0.ring.newest(count) } }

  /// One revision.
  func push(_ revision: UInt64) -> PushLookup { state.withLock { $0.ring.lookUp(revision) } }

  /// What all loops have counted.
  var statistics: DiscoveryStatistics { state.withLock { $0.ring.statistics } }

  /// Waits until everybody whom a revision concerns has accepted it, or that moment has come; says
  /// what is known of it then.
  ///
  /// Blocks the thread. Does not wait for a revision that is not made or is forgotten.
  func wait(for revision: UInt64, until deadline: ContinuousClock.Instant) -> PushLookup {
    let semaphore = DispatchSemaphore(value: 0)
    let seen = state.withLock { state in
      let seen = state.ring.lookUp(revision)
      if seen.isOpen { state.waiting.append((revision, semaphore)) }
      return seen
    }
    guard seen.isOpen else { return seen }
    let seconds = max(.zero, deadline - .now) / .seconds(1)
    _ = semaphore.wait(timeout: .now() + seconds)
    return state.withLock { state in
      state.waiting.removeAll { $0.semaphore === semaphore }
      return state.ring.lookUp(revision)
    }
  }
}
