internal import Platform

/// What one event loop knows of a revision.
struct PushRecord: Sendable {
  /// What has been sent of one type.
  struct Traffic: Hashable, Sendable {
    var responses = 0
    var resources = 0
    var bytes = 0
  }

  let revision: UInt64
  /// When the change was seen.
  let seenAt: Moment
  /// The types that it changes for any of the loop's clients.
  var types: ResourceTypeSet = []
  /// The clients that it concerns, and what has become of them; the rest has not answered.
  var concerned = 0
  var acknowledged = 0
  var rejected = 0
  var gone = 0
  /// When the last of them acknowledged it.
  var lastAcknowledgedAt: Moment?
  /// What has been sent because of it, by type.
  var traffic = InlineArray<4, Traffic>(repeating: Traffic())
  /// Some resources that it changes.
  var names: [String] = []
  /// The table with those names, so that one table is not looked through for every client.
  var namedBy = InlineArray<4, ObjectIdentifier?>(repeating: nil)
  /// Whether others have not been told what has changed in this record.
  var isUnpublished = true

  /// How many names are kept.
  static let nameCountMax = 10

  /// A revision that was just seen.
  init(revision: UInt64, seenAt: Moment) {
    self.revision = revision
    self.seenAt = seenAt
  }

  /// The clients that have not answered.
  var pending: Int { concerned - acknowledged - rejected - gone }

  /// Takes note of names, as far as there is room.
  mutating func add(names new: some Sequence<String>) {
    for name in new where !names.contains(name) {
      guard names.count < Self.nameCountMax else { return }
      names.append(name)
    }
  }

  /// Adds what another loop knows of the same revision.
  mutating func add(_ other: PushRecord) {
    types.formUnion(other.types)
    concerned += other.concerned
    acknowledged += other.acknowledged
    rejected += other.rejected
    gone += other.gone
    if let other = other.lastAcknowledgedAt {
      lastAcknowledgedAt = max(lastAcknowledgedAt ?? other, other)
    }
    for index in traffic.indices {
      traffic[index].responses += other.traffic[index].responses
      traffic[index].resources += other.traffic[index].resources
      traffic[index].bytes += other.traffic[index].bytes
    }
    add(names: other.names)
  }
}
