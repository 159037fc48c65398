internal import Platform

// ACK and NACK, and what a refused resource means for what is sent later.
//
// "After a NACK the client keeps what it had": Envoy and gRPC use the good resources of a refused
// response and keep the last good content of the bad ones. So a refused resource counts as sent,
// and is not sent again before its content changes. In the responses that hold what changes only it
// is simply left out. A full state of SotW has to say something, as what is left out of it is
// deleted by the client:
//
// - what the client had before, so that it accepts the rest;
// - nothing, if the client never had such a resource;
// - the refused resource again, if what the client has is not known: on the first response after a
//   reconnect, or when the name was just asked for again. A refusal that is repeated does less harm
//   than a cluster that is taken away.
//
// All this is of one stream. A client that comes back is sent everything that it does not have, and
// refuses it again.

extension TypeStream {
  /// A response that is not answered, and is not the last one.
  struct EarlierResponse: Sendable {
    let nonce: Nonce
    let content: ResponseContent
  }

  /// What the client made of a resource that it has refused.
  struct RefusedResource: Sendable {
    /// The content that it has refused.
    let version: ContentVersion
    /// What a full state says in its place.
    let standIn: StandIn
    /// Whether that was said in a response.
    var hasStoodIn = false

    /// Whether `resource` is what was last said of that name.
    func wasLastSaid(_ resource: Resource?) -> Bool {
      if hasStoodIn, let resource, case .resource(let said) = standIn {
        return said.version == resource.version
      }
      return false
    }
  }

  /// What a full state says instead of a refused resource.
  enum StandIn: Sendable {
    /// Nothing: the client has none.
    case nothing
    /// What the client has.
    case resource(Resource)
    /// The refused one: what the client has is not known.
    case itself
  }

  /// How many responses before the last one are remembered.
  ///
  /// One goes out every 2 s at most while none is answered, and Envoy holds answers back for 15 s.
  static let earlierMax = 8

  /// Takes what a request says of a response; nil when that was answered already, or never sent.
  mutating func answerReceived(
    _ request: StreamRequest, at now: Moment
  ) -> Meaning? {
    if case .sent(let nonce) = delivery, nonce.isWritten(request.nonce) {
      return lastAnswered(request.error, nonce, at: now)
    }
    guard let index = earlier.firstIndex(where: { $0.nonce.isWritten(request.nonce) })
    else { return nil }
    let response = earlier.remove(at: index).content
    guard let error = request.error else {
      if isUnanswered { acceptedVersion = response.version }
      acceptedAt = now
      noteAcceptance(of: response, isLast: false)
      return .acceptance
    }
    return .refusal(refuse(response.payload, response.version, error, at: now))
  }

  /// Takes the answer to the last response; `error` is nil when it was accepted.
  mutating func lastAnswered(
    _ error: StreamRequest.ErrorDetail?, _ nonce: Nonce, at now: Moment
  ) -> Meaning {
    let version = sentVersion ?? ContentSum().version
    let response = exchange(&lastResponse, with: nil)
    delivery = .settled(nonce)
    // Answers to lists come in order, if at all; each change is answered on its own.
    if variant == .stateOfTheWorld, !earlier.isEmpty { earlier.removeAll() }
    defer {
      tableBefore = nil
      unansweredSince = nil
    }
    guard let error else {
      acceptedVersion = version
      acceptedAt = now
      noteAcceptance(of: response, isLast: true)
      hasRefusedUnnamed = false
      forgetOutdatedRefusals()
      return .acceptance
    }
    let refusal = refuse(response?.payload ?? .nothing, version, error, at: now)
    // What is not blamed was taken.
    if !refusal.resources.isEmpty { forgetOutdatedRefusals() }
    return .refusal(refusal)
  }

  private mutating func refuse(
    _ payload: PlannedResponse.Payload, _ version: ContentVersion,
    _ error: StreamRequest.ErrorDetail, at now: Moment
  ) -> Refusal {
    let refusal = Refusal(
      typeURL: type.typeURL, version: version, error: error, at: now, blaming: payload.resources)
    refusedSince = refusedSince ?? unansweredSince ?? now
    if refusal.resources.isEmpty { hasRefusedUnnamed = true }
    for name in refusal.resources {
      // What was sent with other content since is answered with that.
      guard let resource = payload.resources.named(name),
        known[name]?.version == resource.version
      else { continue }
      refused[name] = RefusedResource(
        version: resource.version, standIn: standIn(for: resource))
    }
    noteRefusal(of: payload, blaming: refusal.resources)
    return refusal
  }

  private func standIn(for resource: Resource) -> StandIn {
    guard let tableBefore else { return versionBrought == nil ? .nothing : .itself }
    guard let before = tableBefore[resource.name] else { return .nothing }
    // Other content that was sent since is taken to have been accepted, heard of or not.
    if let earlier = refused[resource.name], earlier.version == before.version {
      return earlier.standIn
    }
    return before.version == resource.version ? .itself : .resource(before)
  }

  /// Notes, before another response goes out, what is to be known when the last one is answered.
  mutating func noteUnanswered() {
    if variant == .stateOfTheWorld, type.isFullState {
      if case .idle = delivery { return }
      tableBefore = known
    } else if case .sent(let nonce) = delivery, let lastResponse {
      if earlier.count == Self.earlierMax { earlier.removeFirst() }
      earlier.append(EarlierResponse(nonce: nonce, content: lastResponse))
    }
  }

  /// Whether the client keeps something old because it has refused what is new.
  var isRefusing: Bool {
    hasRefusedUnnamed || refused.contains { known[$0.key]?.version == $0.value.version }
  }

  /// Forgets the refusals of what was sent with other content since, and taken.
  private mutating func forgetOutdatedRefusals() {
    if refused.isEmpty, refusedSince == nil { return }
    let (known, refused) = (known, refused)
    forgetRefused { known[$0]?.version != refused[$0]?.version }
  }

  /// Forgets the refusals of what is gone from `table`, or is what stood in for it.
  mutating func forgetSettledRefusals(_ table: ResourceTable) {
    let refused = refused
    forgetRefused { name in
      guard let resource = table[name] else { return true }
      return refused[name]?.wasLastSaid(resource) == true
    }
  }

  /// Forgets some refusals.
  mutating func forgetRefused(where isOver: (String) -> Bool) {
    if !refused.isEmpty { refused = refused.filter { !isOver($0.key) } }
    if refusedSince != nil, !isRefusing { refusedSince = nil }
  }
}

// MARK: Full states

extension TypeStream {
  /// The table as a full state says it, with what stands in for refused resources.
  func withStandIns(_ table: ResourceTable) -> ResourceTable {
    let standIns = standIns(in: table)
    return standIns.isEmpty ? table : table.replacing(standIns)
  }

  /// The sum of a subscription in `table`, the same way.
  func withStandIns(_ sum: ContentSum, of table: ResourceTable) -> ContentSum {
    var sum = sum
    for (name, standIn) in standIns(in: table) {
      if let resource = table[name] { sum.remove(resource.fingerprint) }
      if let standIn { sum.insert(standIn.fingerprint) }
    }
    return sum
  }

  private func standIns(in table: ResourceTable) -> [String: Resource?] {
    guard !refused.isEmpty, variant == .stateOfTheWorld, type.isFullState else { return [:] }
    var standIns: [String: Resource?] = [:]
    for (name, refusal) in refused where table[name]?.version == refusal.version {
      switch refusal.standIn {
      case .nothing: standIns.updateValue(nil, forKey: name)
      case .resource(let resource): standIns.updateValue(resource, forKey: name)
      case .itself: break
      }
    }
    return standIns
  }

  /// Whether a change makes no difference to the client: it takes away what the client has refused
  /// and never had, or it brings back what stands in for that.
  func isUnheard(_ change: TableDifference.Change) -> Bool {
    guard let refusal = refused[change.name], known[change.name]?.version == refusal.version
    else { return false }
    if change.new == nil, case .nothing = refusal.standIn { return true }
    return refusal.wasLastSaid(change.new)
  }

  /// Notes what stands in for refused resources in a response of `table` that goes out.
  mutating func noteStandIns(in table: ResourceTable) {
    if refused.isEmpty { return }
    for name in standIns(in: table).keys { refused[name]?.hasStoodIn = true }
  }
}

// MARK: On its way

extension TypeStream {
  /// What the responses carry that are not answered.
  var payloadsOnTheirWay: [PlannedResponse.Payload] {
    earlier.map(\.content.payload) + (lastResponse.map { [$0.payload] } ?? [])
  }

  /// Whether a response that is not answered carries the resource of that name.
  func isOnItsWay(_ name: String) -> Bool {
    lastResponse?.payload.carries(name) == true
      || earlier.contains { $0.content.payload.carries(name) }
  }
}

extension PlannedResponse.Payload {
  /// Whether it has the resource of that name.
  fileprivate func carries(_ name: String) -> Bool {
    switch self {
    case .nothing: false
    case .all(let table): table[name] != nil
    case .some(let resources), .changes(let resources, _): resources.contains { $0.name == name }
    }
  }
}
