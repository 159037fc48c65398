internal import Platform
internal import Synchronization

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
/// left out until its content changes (`TypeStream+Answers.swift`).
///
/// The two variants of the protocol differ in what requests say (`TypeStream+Requests.swift`) and
/// in what a response must hold (`TypeStream+Payload.swift`).
struct TypeStream: ~Copyable, Sendable {
  /// How far the last response got.
  enum Delivery: Hashable, Sendable {
    /// None was sent.
    case idle
    /// The client has not answered it yet.
    case sent(Nonce)
    /// The client has accepted or refused it.
    case settled(Nonce)
  }

  /// What the client is to be brought up to.
  struct Goal {
    let table: ResourceTable
    /// The revision that it is of.
    let revision: UInt64
    /// Whether names that the client brought along and that are gone are not reported yet (delta).
    var holdsLeftovers = false
    /// Whether it is what the revision says, without anything that is gone and retained.
    var isComplete = true
  }

  // In the order in which they lie in memory: what a push or an ACK touches comes first.

  /// The type.
  let type: ResourceType
  /// How the client speaks.
  let variant: ProtocolVariant
  /// Whether the client is answered even if there is nothing to say.
  ///
  /// The first request for clusters or listeners is: silence costs Envoy 15 seconds each.
  var isAnswerDue = false
  /// Whether the client has asked for something, or needs something again, since the last one.
  var isAskedAnew = false
  /// Whether the client has refused a response without naming a resource of it, and has accepted
  /// none since.
  var hasRefusedUnnamed = false
  /// How many responses were sent.
  var responseCount: UInt32 = 0
  /// How far the last response got.
  var delivery = Delivery.idle
  /// The table that the client was brought up to.
  ///
  /// The client has what its subscription covers of it, except for `owed`.
  private(set) var known = ResourceTable()
  /// What the client wants; nil before its first request for the type.
  var subscription: Subscription?
  /// The last response; nil when it is answered.
  var lastResponse: ResponseContent?
  /// How far the client has come.
  var progress = TypeProgress()
  /// The version that was sent last.
  var sentVersion: ContentVersion?
  /// When that was.
  var sentAt: Moment?
  /// Since when the client owes an answer; nil when it has answered the last response.
  var unansweredSince: Moment?
  /// The version that was accepted last.
  var acceptedVersion: ContentVersion?
  /// When that was.
  var acceptedAt: Moment?
  /// Since when the client keeps something old because it has refused what is new; nil when it does
  /// not, or when that was waited for long enough.
  var refusedSince: Moment?
  /// The resources that the client has refused, by name.
  var refused: [String: RefusedResource] = [:]
  /// Delta: the versions that the client brought along, until they are compared with a table; none,
  /// until it is sent something.
  var versionsBrought: [String: String]?
  /// Delta: what the client brought along and did not exist any more; the client has it until it is
  /// told.
  var leftovers: [String: ContentVersion] = [:]
  /// Names that are answered whether or not they change: in SotW those of `known`; in delta any,
  /// with the resource or with word that there is none.
  var owed = NameSet()
  /// Delta: what the names weigh that the client brought along, as long as they are kept.
  var weightBrought = NameWeight()
  /// The responses before the last one that are not answered either, the oldest first.
  ///
  /// Not of SotW's full states: there, the last one repeats what the others said.
  var earlier: [EarlierResponse] = []
  /// SotW's full states: the table that the client had before the last response, until that is
  /// answered; nil when it was the first one.
  var tableBefore: ResourceTable?
  /// Delta: names that will be owed if the client brings them along when it asks for the type.
  var owedUnasked: [String] = []
  /// SotW: the version that the client brought along from an earlier stream.
  var versionBrought: ContentVersion?
  /// Delta: when a client said what it has from an earlier stream.
  var resumedAt: Moment?
  /// Has the value stay where it is: without something that cannot be moved, the compiler copies
  /// all of it, some 400 bytes, to call a method that changes nothing.
  private let anchor = Atomic<Bool>(false)

  /// A type that was not asked for.
  init(_ type: ResourceType, _ variant: ProtocolVariant) {
    self.type = type
    self.variant = variant
  }
}

extension TypeStream {
  /// Whether the client has not yet answered the last response.
  var isUnanswered: Bool { if case .sent = delivery { true } else { false } }

  /// SotW: whether the client may take from a response on its way what it does not want now, by
  /// asking for it again before it hears it; what that was must not be forgotten.
  var mayYetTakeResponse: Bool {
    variant == .stateOfTheWorld && type.isFullState && isUnanswered
  }

  /// When the wait for the answer ends, whether or not it comes; nil when nothing is waited for.
  func deadline(bound: Duration) -> Moment? {
    switch delivery {
    case .idle, .settled: nil
    case .sent: sentAt.map { $0 + bound }
    }
  }

  /// Whether the client has all of `known` that it wants, or is just being sent it, but for what it
  /// refuses of nothing: then what it lacks of another table depends on the two tables alone.
  var isPlain: Bool {
    owed.isEmpty && leftovers.isEmpty && refused.isEmpty && versionsBrought?.isEmpty != false
  }

  /// Whether there is nothing to be said to the client as long as the table stays the same.
  func isAtRest(with table: ResourceTable) -> Bool {
    known.isIdentical(to: table) && isPlain && versionsBrought == nil && !isAnswerDue
      && progress.refused == 0 && weightBrought.count == 0
  }
}

// MARK: Responses

extension TypeStream {
  /// Notes that the client has, or is just being sent, everything it wants of the goal.
  ///
  /// Without a response this lets go of the older table.
  mutating func advance(to goal: Goal) {
    // A client that has not asked has nothing: its first request is answered from scratch.
    guard subscription != nil else { return }
    let table = goal.table
    versionsBrought = nil
    if isPlain {
      if weightBrought.count > 0 { weightBrought = NameWeight() }
      known = table
      return
    }
    if !refused.isEmpty { forgetSettledRefusals(table) }
    // What is owed is told even while leftovers are held.
    leftovers =
      goal.holdsLeftovers
      ? leftovers.filter { table[$0.key] == nil && !owed.contains($0.key) } : [:]
    if leftovers.isEmpty { weightBrought = NameWeight() }
    owed.removeAll()
    known = table
  }

  /// Notes that the client lacks nothing of the goal.
  mutating func rest(at goal: Goal) {
    if !mayYetTakeResponse { advance(to: goal) }
    noteRest(at: goal)
  }

  /// Notes that a response goes out that brings the client up to the goal, and gives what it says.
  ///
  /// When the client accepts it, it must ask for what is in `following`.
  mutating func send(
    _ lack: Lack, upTo goal: Goal, _ nonce: Nonce, following: ResourceTable?, at now: Moment
  ) -> ResponseContent {
    noteUnanswered()
    noteResponse(upTo: goal, following: following)
    advance(to: goal)
    let content =
      lack.update?.content { makeContent(lack.payload, of: goal) }
      ?? makeContent(lack.payload, of: goal)
    noteStandIns(in: goal.table)
    if unansweredSince == nil { unansweredSince = now }
    delivery = .sent(nonce)
    lastResponse = content
    isAnswerDue = false
    isAskedAnew = false
    sentVersion = content.version
    sentAt = now
    responseCount += 1
    return content
  }

  private func makeContent(
    _ payload: PlannedResponse.Payload, of goal: Goal
  ) -> ResponseContent {
    let sum = subscription?.sum(in: goal.table) ?? ContentSum()
    return ResponseContent(
      variant, typeURL: type.typeURL, version: withStandIns(sum, of: goal.table).version, payload)
  }

  /// What brings clients to a table that want and have what this one does and are plain.
  func update(to table: ResourceTable, _ updates: TableUpdates) -> TableUpdate? {
    update(from: known, to: table, isAnswerDue: isAnswerDue, updates)
  }

  /// The same for clients that have another table.
  func update(
    from old: ResourceTable, to new: ResourceTable, isAnswerDue: Bool = false,
    _ updates: TableUpdates
  ) -> TableUpdate? {
    guard let subscription else { return nil }
    let identity = TableUpdate.Identity(
      type, variant, old: old, new: new, subscription, isAnswerDue: isAnswerDue)
    return updates.update(identity) {
      TableUpdate.Key(
        type: type, variant: variant, old: old, new: new, names: subscription.names,
        isWildcard: subscription.isWildcard, isAnswerDue: isAnswerDue)
    }
  }

  /// Has those of the names that the client wants sent again, changed or not.
  mutating func owe(_ names: [String]) {
    isAskedAnew = true
    guard let subscription else {
      // In SotW a first request is answered from scratch. In delta it may say that the client has
      // the resource already.
      guard variant == .delta else { return }
      owedUnasked = owedUnasked.isEmpty ? names : Array(Set(owedUnasked).union(names))
      return
    }
    for name in names
    where subscription.covers(name) && (known[name] != nil || leftovers[name] != nil) {
      owed.insert(name)
    }
  }

  /// Delta: compares what the client brought along with what there is.
  mutating func compareVersionsBrought(with table: ResourceTable) {
    guard let brought = versionsBrought, let subscription else { return }
    // It has nothing, and so lacks whatever there is. Of what there is not it must be told, and
    // until it is sent something that may yet be more.
    if brought.isEmpty {
      owed.keep { table[$0] == nil }
      guard !subscription.isOfAll(in: table) else { return }
      for name in subscription.names.names where table[name] == nil { owed.insert(name) }
      return
    }
    versionsBrought = nil
    known = table
    for resource in subscription.select(from: table)
    where brought[resource.name].flatMap(ContentVersion.init) != resource.version {
      owed.insert(resource.name)
    }
    for (name, version) in brought where subscription.covers(name) && table[name] == nil {
      // A version that is none of ours is different from every other.
      leftovers[name] = ContentVersion(version) ?? ContentVersion(bits: 0)
    }
    for name in subscription.names.names where table[name] == nil && brought[name] == nil {
      owed.insert(name)
    }
  }

  /// Delta: forgets names that the client does not want any more.
  mutating func forget(_ names: [String]) {
    for name in names {
      owed.remove(name)
      leftovers[name] = nil
      refused[name] = nil
    }
  }

  /// What the names weigh that the client has us remember.
  var weight: NameWeight {
    (subscription?.names.weight ?? NameWeight()) + owed.weight + weightBrought
  }
}
