internal import Platform

/// The books of one event loop: what its clients have acknowledged of the newest 1,000 revisions.
///
/// Touched on the loop's thread only, so that neither a push nor an ACK takes a lock. What has
/// changed is handed to the server's ``PushLedger`` once a round.
struct LoopLedger {
  /// How many revisions are kept.
  static let capacity = 1000

  /// What was counted.
  var statistics: DiscoveryStatistics {
    get { counted }
    _modify {
      hasNews = true
      yield &counted
    }
  }
  private var counted = DiscoveryStatistics()
  /// The moment of the round of events.
  var now = Moment.now
  /// Clients that have not caught up since they connected.
  private(set) var unknownCount = 0
  /// For each client that has refused something of what it was first given, the revision up to
  /// which that may reach.
  private(set) var refusedPasts: [UInt64] = []
  /// Those of revision 0, which there is not, are free.
  private var records: [PushRecord]
  private var unpublished: [UInt64] = []
  private var hasNews = false

  /// Empty books.
  init() {
    records = Array(repeating: PushRecord(revision: 0, seenAt: now), count: Self.capacity)
  }

  /// Opens the record of a revision.
  mutating func begin(_ revision: UInt64, seenAt: Moment) {
    guard revision > 0, !isKept(revision) else { return }
    records[Self.place(of: revision)] = PushRecord(revision: revision, seenAt: seenAt)
    unpublished.append(revision)
  }

  /// The record of a revision; nil when it is not kept.
  func record(of revision: UInt64) -> PushRecord? {
    isKept(revision) ? records[Self.place(of: revision)] : nil
  }

  private func isKept(_ revision: UInt64) -> Bool {
    revision > 0 && records[Self.place(of: revision)].revision == revision
  }

  /// The types that a revision changes for any client; none when it is not kept.
  func types(of revision: UInt64) -> ResourceTypeSet {
    isKept(revision) ? records[Self.place(of: revision)].types : []
  }

  /// What has changed since the last call; nil when nothing has.
  mutating func news() -> PushLedger.News? {
    guard hasNews || !unpublished.isEmpty else { return nil }
    hasNews = false
    var changed: [PushRecord] = []
    for revision in unpublished {
      guard isKept(revision) else { continue }
      records[Self.place(of: revision)].isUnpublished = false
      changed.append(records[Self.place(of: revision)])
    }
    unpublished.removeAll(keepingCapacity: true)
    return PushLedger.News(
      records: changed, unknownCount: unknownCount, refusedPasts: refusedPasts,
      statistics: statistics)
  }

  private static func place(of revision: UInt64) -> Int { Int(revision % UInt64(capacity)) }

  private mutating func change(_ revision: UInt64, _ body: (inout PushRecord) -> Void) {
    guard isKept(revision) else { return }
    let place = Self.place(of: revision)
    if !records[place].isUnpublished {
      unpublished.append(revision)
      records[place].isUnpublished = true
    }
    body(&records[place])
  }
}

// MARK: What happens

extension LoopLedger {
  /// A client has connected.
  mutating func connected() { pastChanged(from: nil, to: .unknown) }

  /// It has become known, or unknown, what a client has from before; nil is no client.
  mutating func pastChanged(from old: StreamAccount.Past?, to new: StreamAccount.Past?) {
    guard old != new else { return }
    hasNews = true
    switch old {
    case .unknown: unknownCount -= 1
    case .refusing(let limit):
      if let index = refusedPasts.firstIndex(of: limit) { refusedPasts.remove(at: index) }
    case .settled, nil: break
    }
    switch new {
    case .unknown: unknownCount += 1
    case .refusing(let limit): refusedPasts.append(limit)
    case .settled, nil: break
    }
  }

  /// A revision changes something of these types.
  mutating func changes(_ revision: UInt64, _ types: ResourceTypeSet) {
    guard !self.types(of: revision).isSuperset(of: types) else { return }
    change(revision) { $0.types.formUnion(types) }
  }

  /// A revision changes something for one more client.
  mutating func concerns(_ revision: UInt64) { change(revision) { $0.concerned += 1 } }

  /// It is not known any more whether a revision concerns a client that it was counted for.
  mutating func uncount(_ revision: UInt64, wasRejected: Bool) {
    change(revision) { record in
      record.concerned -= 1
      if wasRejected { record.rejected -= 1 }
    }
  }

  /// A client has accepted what a revision changes for it.
  mutating func acknowledged(_ revision: UInt64, wasRejected: Bool) {
    let now = now
    change(revision) { record in
      record.acknowledged += 1
      if wasRejected { record.rejected -= 1 }
      record.lastAcknowledgedAt = now
    }
  }

  /// A client has refused something that a revision changes for it.
  mutating func rejected(_ revision: UInt64) { change(revision) { $0.rejected += 1 } }

  /// A client that a revision concerns has gone.
  mutating func gone(_ revision: UInt64, wasRejected: Bool) {
    change(revision) { record in
      record.gone += 1
      if wasRejected { record.rejected -= 1 }
    }
  }

  /// Takes note of the names that differ between two tables of a type.
  mutating func note(
    _ new: ResourceTable, after old: ResourceTable, of type: ResourceType, at revision: UInt64
  ) {
    let source = new.identity
    guard isKept(revision), needsNames(of: revision, type, from: source) else { return }
    let difference = new.difference(from: old)
    change(revision) { record in
      record.namedBy[type.rawValue] = source
      record.add(names: difference.changes.lazy.map(\.name))
    }
  }

  private func needsNames(
    of revision: UInt64, _ type: ResourceType, from source: ObjectIdentifier
  ) -> Bool {
    let place = Self.place(of: revision)
    return records[place].names.count < PushRecord.nameCountMax
      && records[place].namedBy[type.rawValue] != source
  }

  /// A response was handed to the transport because of that revision; nil for a response that has
  /// another reason.
  mutating func sent(
    _ response: PlannedResponse, of type: ResourceType, becauseOf revision: UInt64?,
    byteCount: Int
  ) {
    let count = response.content.resourceCount
    statistics[type].responses += 1
    statistics[type].resources += UInt64(count)
    statistics[type].bytes += UInt64(byteCount)
    if response.isRedundant { statistics[type].redundant += 1 }
    guard let revision else { return }
    change(revision) { record in
      record.traffic[type.rawValue].responses += 1
      record.traffic[type.rawValue].resources += count
      record.traffic[type.rawValue].bytes += byteCount
    }
  }

  /// The last byte of a response that was sent because of that revision is in the socket.
  mutating func left(becauseOf revision: UInt64) {
    guard isKept(revision) else { return }
    statistics.push.record(from: records[Self.place(of: revision)].seenAt, to: now)
  }
}
