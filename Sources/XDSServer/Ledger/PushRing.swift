internal import Platform

/// The newest 1,000 revisions, and what each event loop has said of them.
struct PushRing: Sendable {
  private struct Entry {
    let revision: UInt64
    let cause: String
    let seenAt: Moment
    /// The loops that have not taken it up.
    var awaited: Set<Int>
    var records: [Int: PushRecord] = [:]
    /// Whether its time to the last acknowledgement has been counted.
    var isCounted = false
  }

  /// The newest revision; 0 before the first one.
  private(set) var current: UInt64 = 0
  private var entries: [Entry?] = Array(repeating: nil, count: LoopLedger.capacity)
  /// What each loop said last, without its records.
  private var loops: [Int: PushLedger.News] = [:]
  private var convergence = DurationHistogram()

  /// No revisions.
  init() {}

  /// Opens a revision, which must be greater than all before.
  mutating func begin(
    _ revision: UInt64, cause: String, seenAt: Moment, loops: Set<Int>
  ) {
    current = revision
    entries[Self.place(of: revision)] = Entry(
      revision: revision, cause: cause, seenAt: seenAt, awaited: loops)
  }

  /// Takes over what a loop has to say.
  mutating func take(_ news: PushLedger.News, of loop: Int) {
    for record in news.records {
      let place = Self.place(of: record.revision)
      guard var entry = entries[place], entry.revision == record.revision else { continue }
      entries[place] = nil
      entry.records[loop] = record
      entry.awaited.remove(loop)
      count(&entry)
      entries[place] = entry
    }
    loops[loop] = PushLedger.News(
      records: [], unknownCount: news.unknownCount, refusedPasts: news.refusedPasts,
      statistics: news.statistics)
  }

  /// Counts how long a revision took, once it is accepted by all that it concerned.
  private mutating func count(_ entry: inout Entry) {
    guard !entry.isCounted, entry.awaited.isEmpty else { return }
    let all = Self.sum(of: entry)
    guard all.acknowledged > 0, all.pending == 0, all.rejected == 0,
      let last = all.lastAcknowledgedAt
    else { return }
    entry.isCounted = true
    convergence.record(last - entry.seenAt)
  }

  /// What was counted.
  var statistics: DiscoveryStatistics {
    var sum = DiscoveryStatistics()
    for news in loops.values { sum.add(news.statistics) }
    sum.convergence = convergence
    return sum
  }

  /// The newest revisions, the newest first.
  func newest(_ count: Int) -> [Push] {
    let oldest = current - min(current, UInt64(max(0, count)))
    return stride(from: current, to: oldest, by: -1).lazy.map(lookUp).compactMap { lookUp in
      if case .found(let push) = lookUp { push } else { nil }
    }
  }

  /// One revision.
  func lookUp(_ revision: UInt64) -> PushLookup {
    guard revision <= current, revision > 0 else { return .notMade(current: current) }
    guard let entry = entries[Self.place(of: revision)], entry.revision == revision else {
      return .forgotten(oldest: current - min(current - 1, UInt64(LoopLedger.capacity - 1)))
    }
    return .found(push(of: entry))
  }

  private func push(of entry: Entry) -> Push {
    var push = Push(revision: entry.revision, cause: entry.cause, seenAt: entry.seenAt)
    let all = Self.sum(of: entry)
    let unknown = loops.values.reduce(0) { $0 + $1.unknownCount }
    let refusing = loops.values.reduce(0) { sum, news in
      sum + news.refusedPasts.count { $0 >= entry.revision }
    }
    push.proxies = all.concerned + unknown + refusing
    push.acknowledged = all.acknowledged
    push.pending = all.pending + unknown
    push.rejected = all.rejected + refusing
    push.gone = all.gone
    for type in ResourceType.allCases {
      let traffic = all.traffic[type.rawValue]
      guard traffic.responses > 0 else { continue }
      push.types[type] = Push.Traffic(
        responses: traffic.responses, resources: traffic.resources, bytes: traffic.bytes)
    }
    push.names = all.names
    push.lastAcknowledgedAfter = all.lastAcknowledgedAt.map { $0 - entry.seenAt }
    push.isTakenUp = entry.awaited.isEmpty
    return push
  }

  private static func sum(of entry: Entry) -> PushRecord {
    var sum = PushRecord(revision: entry.revision, seenAt: entry.seenAt)
    for (_, record) in entry.records.sorted(by: { $0.key < $1.key }) { sum.add(record) }
    return sum
  }

  private static func place(of revision: UInt64) -> Int {
    Int(revision % UInt64(LoopLedger.capacity))
  }
}
