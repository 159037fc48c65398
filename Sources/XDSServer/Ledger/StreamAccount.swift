/// Which revisions one client has acknowledged, and which it has not: docs/PUSHES.md has the rules.
///
/// Of a bounded size; owned by its stream.
struct StreamAccount: Sendable {
  /// What a client may still have from before it connected.
  enum Past: Hashable, Sendable {
    /// Anything: it has not caught up since it connected.
    case unknown
    /// It has caught up, but for something of that revision, or an older one, that it refuses.
    case refusing(upTo: UInt64)
    /// Nothing.
    case settled
  }

  /// The revisions that concern it and that it has not acknowledged.
  private(set) var pending = RevisionSet()
  /// The revisions that concern it and of which it refuses something.
  private(set) var rejected = RevisionSet()
  /// What it may have from an earlier connection.
  private(set) var past = Past.unknown
  /// The revision up to which it has accepted everything; nil before it has caught up.
  private(set) var acknowledged: UInt64?

  /// Notes that the stream is handed a revision that changes something of these types for it.
  mutating func delivered(
    _ revision: UInt64, changing types: ResourceTypeSet, _ ledger: inout LoopLedger
  ) {
    guard !types.isEmpty else { return }
    pending.insert(revision)
    ledger.changes(revision, types)
    // Before it has caught up, every revision concerns it, and none is counted.
    if past != .unknown { ledger.concerns(revision) }
  }

  /// Whether nothing but answers can change anything.
  var isSettled: Bool { past != .unknown }

  /// Whether the stream's progress can change anything.
  func isInterested(at revision: UInt64) -> Bool {
    acknowledged != revision || !pending.isEmpty || !rejected.isEmpty || past != .settled
  }

  /// Notes that the client has asked for a type for the first time, of which it may have anything.
  mutating func askedForMore(_ ledger: inout LoopLedger) {
    guard past != .unknown else { return }
    pending.forEach { ledger.uncount($0, wasRejected: false) }
    let refused = rejected
    refused.forEach { revision in
      ledger.uncount(revision, wasRejected: true)
      pending.insert(revision)
    }
    rejected = RevisionSet()
    change(past: .unknown, &ledger)
  }

  /// Draws the conclusions from how far the client has come.
  ///
  /// - Parameters:
  ///   - progress: how far.
  ///   - isComplete: whether it has asked for every type that it will ask for, as far as is known.
  ///   - ledger: what is counted.
  mutating func update(
    _ progress: StreamProgress, isComplete: Bool, _ ledger: inout LoopLedger
  ) {
    guard !progress.isBehind, progress.leastAnswered < .max else { return }
    if past == .unknown {
      // What it refuses may be of a revision that did not concern it yet, and all those up to the
      // level are taken together: the level must reach that far.
      guard isComplete, progress.leastAnswered >= progress.mostRefused else { return }
      catchUp(progress, &ledger)
    }
    if case .refusing = past, !progress.isRefusing { change(past: .settled, &ledger) }
    settlePending(progress, &ledger)
    settleRejected(progress, &ledger)
    if !progress.isRefusing, rejected.isEmpty {
      acknowledged = max(acknowledged ?? 0, progress.leastAnswered)
    }
  }

  /// Notes that the client has gone.
  func end(_ ledger: inout LoopLedger) {
    ledger.pastChanged(from: past, to: nil)
    guard past != .unknown else { return }
    pending.forEach { ledger.gone($0, wasRejected: false) }
    rejected.forEach { ledger.gone($0, wasRejected: true) }
  }

  /// The newest of the revisions that are to be counted for what is sent to the client now.
  var newestPending: UInt64? { past == .unknown ? nil : pending.greatest }

  /// How the client stands towards a revision.
  func state(at revision: UInt64) -> AcknowledgementState {
    if case .refusing(let limit) = past, revision <= limit { return .rejected }
    if rejected.contains(revision) { return .rejected }
    return past == .unknown || pending.contains(revision) ? .pending : .synced
  }

  private mutating func catchUp(_ progress: StreamProgress, _ ledger: inout LoopLedger) {
    let level = progress.leastAnswered
    change(past: progress.isRefusing ? .refusing(upTo: level) : .settled, &ledger)
    var next = pending.greatest
    while let revision = next {
      if revision <= level { pending.remove(revision) } else { ledger.concerns(revision) }
      next = pending.greatest(below: revision)
    }
  }

  private mutating func change(past new: Past, _ ledger: inout LoopLedger) {
    ledger.pastChanged(from: past, to: new)
    past = new
  }

  private mutating func settlePending(_ progress: StreamProgress, _ ledger: inout LoopLedger) {
    var next = pending.greatest
    while let revision = next {
      settle(revision, progress, &ledger)
      next = pending.greatest(below: revision)
    }
  }

  private mutating func settle(
    _ revision: UInt64, _ progress: StreamProgress, _ ledger: inout LoopLedger
  ) {
    let types = ledger.types(of: revision)
    guard progress.answers(revision, types) else { return }
    pending.remove(revision)
    if progress.refuses(revision, types) {
      rejected.insert(revision)
      ledger.rejected(revision)
    } else {
      ledger.acknowledged(revision, wasRejected: false)
    }
  }

  private mutating func settleRejected(_ progress: StreamProgress, _ ledger: inout LoopLedger) {
    var next = rejected.greatest
    while let revision = next {
      if !progress.refuses(revision, ledger.types(of: revision)) {
        rejected.remove(revision)
        ledger.acknowledged(revision, wasRejected: true)
      }
      next = rejected.greatest(below: revision)
    }
  }
}

/// How a client, or one type of its stream, stands.
public enum AcknowledgementState: String, CaseIterable, Hashable, Sendable {
  /// It has accepted everything.
  case synced
  /// It has not yet answered, or not yet been sent, something.
  case pending
  /// It refuses something that is still in force.
  case rejected
}
