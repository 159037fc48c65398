internal import Platform

// The stream's part in the books: docs/PUSHES.md.

extension ServedStream {
  /// Takes a snapshot, and notes what it changes for the client.
  func take(_ new: Snapshot, _ ledger: inout LoopLedger) {
    guard let old = exchange(&snapshot, with: new) else { return }
    let types = machine.types(changing: old, to: new)
    guard !types.isEmpty else { return }
    account.delivered(new.revision, changing: types, &ledger)
    for type in ResourceType.allCases where types.contains(type) {
      ledger.note(new[type], after: old[type], of: type, at: new.revision)
    }
  }

  /// Whether nothing but answers can change what is noted of the client.
  ///
  /// A type that it has just asked for, of which it may have anything, is to be noted first.
  var isSettled: Bool { account.isSettled && machine.askedAt == countedAskedAt }

  /// Notes what the client has acknowledged; says when to look again if nothing happens before.
  func settle(
    at now: Moment, _ ledger: inout LoopLedger
  ) -> Moment? {
    if let askedAt = machine.askedAt, askedAt != countedAskedAt {
      countedAskedAt = askedAt
      account.askedForMore(&ledger)
    }
    guard let snapshot, account.isInterested(at: snapshot.revision) || machine.mustAskForMore
    else { return nil }
    let completeAt = machine.allAskedFor(asOf: now)
    account.update(
      machine.progress(towards: snapshot), isComplete: completeAt == nil, &ledger)
    return account.past == .unknown ? completeAt : nil
  }
}
