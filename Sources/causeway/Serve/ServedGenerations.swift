internal import Dispatch
internal import Platform

/// Which generation of the sources is served, and in which revision: for those who wait for theirs.
final class ServedGenerations: Sendable {
  private struct State {
    var generation: UInt64 = 0
    var revision: UInt64 = 0
    var waiters: [(generation: UInt64, semaphore: DispatchSemaphore)] = []
  }

  private let state = Lock(State())

  /// A generation is served now, in that revision.
  func served(_ generation: UInt64, in revision: UInt64) {
    let due = state.withLock { state in
      state.generation = generation
      state.revision = revision
      let due = state.waiters.filter { $0.generation <= generation }.map(\.semaphore)
      state.waiters.removeAll { $0.generation <= generation }
      return due
    }
    for semaphore in due { semaphore.signal() }
  }

  /// Waits until a generation, or a later one, is served; returns the revision, or nil when that
  /// takes longer than `seconds`.
  ///
  /// Blocks the calling thread, which must not be one of Swift's concurrency.
  func revision(of generation: UInt64, waitingSeconds seconds: Int = 10) -> UInt64? {
    let semaphore = DispatchSemaphore(value: 0)
    let known = state.withLock { state -> UInt64? in
      if state.generation >= generation { return state.revision }
      state.waiters.append((generation, semaphore))
      return nil
    }
    if let known { return known }
    _ = semaphore.wait(timeout: .now() + .seconds(seconds))
    return state.withLock { $0.generation >= generation ? $0.revision : nil }
  }
}
