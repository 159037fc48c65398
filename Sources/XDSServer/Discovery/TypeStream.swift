/// What one stream knows of one resource type: what the client wants, and what it has been sent.
///
/// ```
/// unasked ──first request──▶ idle ──response──▶ sent ──ACK or NACK──▶ settled
///                                                ▲                       │
///                                                └───────response────────┘
/// ```
///
/// What the client has is not kept name by name: it is the table that it was last brought up to,
/// which all streams share, minus the few names in `owed`. A refused resource counts as sent: it is
/// left out until its content changes. Only a CDS or LDS response that another resource makes
/// necessary repeats it, because what is left out of those is deleted by the client.
struct TypeStream: Sendable {
  /// How far the last response got.
  enum Delivery: Hashable, Sendable {
    /// None was sent.
    case idle
    /// The client has not answered it yet.
    case sent(nonce: UInt64, at: ContinuousClock.Instant)
    /// The client has accepted or refused it.
    case settled(nonce: UInt64)
  }

  /// The type.
  let type: ResourceType
  /// What the client wants; nil before its first request for the type.
  private(set) var subscription: Subscription?
  /// How far the last response got.
  private(set) var delivery = Delivery.idle
  /// The version that was sent last.
  private(set) var sentVersion: ContentVersion?
  /// The version that was accepted last.
  private(set) var acceptedVersion: ContentVersion?

  /// The table that the client was brought up to.
  ///
  /// The client has what its subscription covers of it, except for `owed`.
  private var known = ResourceTable()
  /// Names that the subscription covers of `known` and that are sent whether or not they change.
  private var owed: Set<String> = []
  /// The sum of what the subscription covers of `known`; nil when it must be worked out anew.
  private var knownSum: ContentSum?
  /// The version that the client brought along from an earlier stream.
  private var versionBrought: ContentVersion?

  /// A type that was not asked for.
  init(_ type: ResourceType) { self.type = type }
}

// MARK: Requests

extension TypeStream {
  /// What a request means.
  enum Meaning: Hashable, Sendable {
    /// It says what the client wants.
    case subscription
    /// It accepts the last response, and says what the client wants.
    case acceptance
    /// It refuses the last response, and says what the client wants.
    case refusal(Refusal)
    /// It answers a response that is not the last one.
    case stale
  }

  /// Takes a request for this type.
  mutating func requestReceived(
    _ request: StreamRequest, at now: ContinuousClock.Instant
  ) -> Meaning {
    guard subscription != nil else {
      subscription = Subscription(type: type, first: request.names)
      versionBrought = ContentVersion(request.versionInfo)
      return .subscription
    }
    switch delivery {
    case .idle:
      // Nothing was sent, so whatever the nonce is, it is not one of ours.
      updateSubscription(to: request.names)
      return .subscription
    case .sent(let nonce, _):
      let isAnswer = request.nonce == String(nonce, radix: 16)
      let meaning = isAnswer ? answerReceived(request.error, to: nonce, at: now) : .stale
      // Taken from a stale request too: a name that is dropped in one and asked for again in the
      // next must be sent again. Nothing is sent for it before the answer comes.
      updateSubscription(to: request.names)
      // Envoy and gRPC send a second, larger list with an empty nonce before they have seen the
      // first response.
      return request.nonce.isEmpty ? .subscription : meaning
    case .settled(let nonce):
      guard request.nonce.isEmpty || request.nonce == String(nonce, radix: 16) else {
        return .stale
      }
      updateSubscription(to: request.names)
      return .subscription
    }
  }

  private mutating func answerReceived(
    _ error: StreamRequest.ErrorDetail?, to nonce: UInt64, at now: ContinuousClock.Instant
  ) -> Meaning {
    delivery = .settled(nonce: nonce)
    let version = sentVersion ?? ContentSum().version
    guard let error else {
      acceptedVersion = version
      return .acceptance
    }
    return .refusal(
      Refusal(typeURL: type.typeURL, version: version, error: error, at: now, blaming: known))
  }

  private mutating func updateSubscription(to written: [String]) {
    guard let old = subscription else { preconditionFailure("\(type) was not asked for") }
    var new = old
    guard new.update(to: written) else { return }
    subscription = new
    knownSum = nil
    if new.isWildcard {
      guard !old.isWildcard else { return }
      for resource in known.resources where !old.covers(resource.name) {
        owed.insert(resource.name)
      }
    } else {
      owed = owed.filter(new.covers)
      for name in new.names.names where !old.covers(name) && known[name] != nil {
        owed.insert(name)
      }
    }
  }
}

// MARK: Responses

extension TypeStream {
  /// What the client lacks of `table`; nil when it lacks nothing.
  func payload(from table: ResourceTable) -> PlannedResponse.Payload? {
    guard let subscription else { return nil }
    // The first request for clusters or listeners is answered even with nothing: silence costs
    // Envoy 15 seconds each.
    let isFirstAnswer = delivery == .idle && type.isFullState
    if !isFirstAnswer, owed.isEmpty, table.hasSameContents(as: known) { return nil }
    // A name that was asked for and is gone before it was sent counts as a change: whether the
    // client has it from a response that crossed its request cannot be known.
    let changes = table.difference(from: known).changes.filter { subscription.covers($0.name) }
    if type.isFullState {
      guard isFirstAnswer || !changes.isEmpty || owed.contains(where: { table[$0] != nil }) else {
        return nil
      }
      return subscription.isWildcard
        ? .all(table) : Self.payload(of: subscription.select(from: table), from: table)
    }
    var resources = changes.compactMap(\.new)
    if !owed.isEmpty {
      let changed = Set(resources.map(\.name))
      resources += owed.subtracting(changed).compactMap { table[$0] }
      resources.sort { $0.name < $1.name }
    }
    return resources.isEmpty ? nil : Self.payload(of: resources, from: table)
  }

  private static func payload(
    of resources: [Resource], from table: ResourceTable
  ) -> PlannedResponse.Payload {
    resources.count == table.count ? .all(table) : .some(resources)
  }

  /// Whether the last response must be answered before the next may be sent.
  func isWaiting(at now: ContinuousClock.Instant, bound: Duration) -> Bool {
    deadline(bound: bound).map { now < $0 } ?? false
  }

  /// When the wait for the answer ends, whether or not it comes.
  func deadline(bound: Duration) -> ContinuousClock.Instant? {
    switch delivery {
    case .idle, .settled: nil
    case .sent(_, let at): at + bound
    }
  }

  /// Notes that the client has, or is just being sent, everything it wants of `table`.
  ///
  /// Without a response this lets go of the older table.
  mutating func advance(to table: ResourceTable) {
    // A client that has not asked has nothing: its first request is answered from scratch.
    guard let subscription else { return }
    owed.removeAll()
    if !subscription.isWildcard, var sum = knownSum {
      for change in table.difference(from: known).changes where subscription.covers(change.name) {
        if let old = change.old { sum.remove(old) }
        if let new = change.new { sum.insert(new.fingerprint) }
      }
      knownSum = sum
    }
    known = table
  }

  /// Notes that a response goes out that brings the client up to `table`, and says its version.
  mutating func send(
    upTo table: ResourceTable, nonce: UInt64, at now: ContinuousClock.Instant
  ) -> ContentVersion {
    advance(to: table)
    let sum = knownSum ?? subscription?.sum(in: table) ?? ContentSum()
    if subscription?.isWildcard == false { knownSum = sum }
    delivery = .sent(nonce: nonce, at: now)
    sentVersion = sum.version
    return sum.version
  }

  /// The names whose content the response that is about to bring the client up to `table` changes,
  /// as far as that is known: on a stream's first response all, unless the client brought along the
  /// version that it is sent.
  func namesChanged(by table: ResourceTable) -> [String] {
    guard let subscription else { return [] }
    switch delivery {
    case .idle:
      let resources = subscription.select(from: table)
      if versionBrought == ContentSum(resources).version { return [] }
      return resources.map(\.name)
    case .sent, .settled:
      return table.difference(from: known).changes.compactMap { change in
        change.new != nil && subscription.covers(change.name) ? change.name : nil
      }
    }
  }

  /// Has those of the names that the client wants sent again, changed or not.
  mutating func owe(_ names: [String]) {
    guard let subscription else { return }
    for name in names where subscription.covers(name) && known[name] != nil {
      owed.insert(name)
    }
  }
}
