internal import Platform

/// The xDS protocol as one stream sees it, in either variant.
///
/// Takes requests and snapshots, and says what to send: without I/O, clock or callback. Owned by
/// whoever owns the stream. The rules are those of
/// https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol, and what Envoy and gRPC were
/// seen to need beyond them.
struct DiscoveryStream: ~Copyable {
  /// Which types may be asked for.
  enum Scope: Hashable, Sendable {
    /// All, on one stream (ADS).
    case aggregated
    /// One: the stream of a service such as `ClusterDiscoveryService`.
    case only(ResourceType)
  }

  /// What to do about a request.
  enum OnRequest: Hashable, Sendable {
    /// Look whether there is something to send now.
    case proceed
    /// The same, and the client has accepted a response of that type.
    case accepted(typeURL: String)
    /// The same, and the client has refused a response of a type.
    case refused(Refusal)
    /// Nothing: the request answers a response that is answered already.
    case ignore
    /// End the stream.
    case reject(StreamError)
  }

  /// What to do next.
  enum NextStep: Sendable {
    /// Send this, then ask again.
    case respond(PlannedResponse)
    /// Nothing before a request or another snapshot comes, or that moment.
    case rest(until: Moment?)
  }

  /// Which types may be asked for.
  let scope: Scope
  /// How the client speaks.
  let variant: ProtocolVariant
  /// What it shares with other streams.
  let updates: TableUpdates

  /// How often a wait for an answer was given up after `orderBound`.
  var answersMissed = 0
  /// The types that are not served and were asked for all the same.
  var unserved: [UnservedType] = []
  /// The wait of listeners and routes that are ready to be sent.
  var hold: Hold?
  /// The endpoints that there were when clusters were sent which the client has not accepted yet;
  /// nil when it has accepted all.
  var endpointsPromised: ResourceTable?
  /// The nonce of the last response.
  var nonce = Nonce()
  /// Whether the client asks for the endpoints of all clusters and the routes of all listeners that
  /// it is given, as an Envoy does.
  var asksForAllItIsGiven = false
  /// When a type was last asked for that had not been asked for before.
  private(set) var askedAt: Moment?
  /// The types.
  var types: TypeStreams
  /// How long a type's next response waits for the answer to its last one.
  ///
  /// Envoy holds back the ACK of clusters until all of them are warm, which a name that does not
  /// resolve can delay by many seconds; it does take another CDS response meanwhile.
  let answerBound: Duration
  /// How long what must come later waits for the answer to what must come first: routes for that
  /// of clusters, the removal of clusters for that of routes.
  let orderBound: Duration
  /// The node; nil before the first request.
  private(set) var nodeID: String?
  private var refusals: [ResourceType: Refusal] = [:]

  /// The default of `answerBound`.
  static let defaultAnswerBound = Duration.seconds(2)
  /// The default of `orderBound`: how long Envoy itself waits for a cluster to become warm.
  static let defaultOrderBound = Duration.seconds(15)

  /// A stream that was just opened.
  init(
    scope: Scope = .aggregated, variant: ProtocolVariant = .stateOfTheWorld,
    answerBound: Duration = defaultAnswerBound, orderBound: Duration = defaultOrderBound,
    sharing updates: TableUpdates = TableUpdates()
  ) {
    self.updates = updates
    self.scope = scope
    self.variant = variant
    self.answerBound = answerBound
    self.orderBound = orderBound
    types = TypeStreams(variant)
  }
}

// MARK: Requests

extension DiscoveryStream {
  /// Takes a request.
  mutating func requestReceived(
    _ request: StreamRequest, at now: Moment
  ) -> OnRequest {
    if let error = checkNode(request.nodeID) { return .reject(error) }
    // Before anything is made of so many.
    guard request.nameCount <= NameWeight.max.count else { return .reject(.tooManyNames) }
    let action: OnRequest
    switch (scope, ResourceType(typeURL: request.typeURL)) {
    case (.aggregated, let type?):
      action = received(request, for: type, at: now)
    case (.aggregated, nil):
      action =
        request.typeURL.isEmpty ? .reject(.typeMissing) : receivedUnserved(request, at: now)
    case (.only(let expected), let type):
      guard type == expected || request.typeURL.isEmpty else {
        return .reject(.typeMismatch(expected: expected, got: request.typeURL))
      }
      action = received(request, for: expected, at: now)
    }
    return weight.exceeds(.max) ? .reject(.tooManyNames) : action
  }

  /// What the names weigh that the client has us remember.
  var weight: NameWeight {
    var weight = NameWeight()
    for type in ResourceType.allCases { weight = weight + types[type].weight }
    for type in unserved { weight = weight + type.weight }
    return weight
  }

  /// The node may be in the first request only, and be repeated in any.
  private mutating func checkNode(_ id: String?) -> StreamError? {
    switch (nodeID, id) {
    case (nil, nil), (nil, ""): return .nodeMissing
    case (nil, let id?): nodeID = id
    case (_?, nil), (_?, ""): break
    case (let first?, let second?):
      if first != second { return .nodeChanged(first: first, second: second) }
    }
    return nil
  }

  private mutating func received(
    _ request: StreamRequest, for type: ResourceType, at now: Moment
  ) -> OnRequest {
    if types[type].subscription == nil { askedAt = now }
    let meaning = types[type].requestReceived(request, at: now)
    switch meaning {
    case .refusal(let refusal): refusals[type] = refusal
    case .acceptance, .subscription, .stale: break
    }
    return Self.action(on: meaning, typeURL: type.typeURL)
  }

  private mutating func receivedUnserved(
    _ request: StreamRequest, at now: Moment
  ) -> OnRequest {
    if let index = unserved.firstIndex(where: { $0.typeURL == request.typeURL }) {
      if variant == .delta { unserved[index].namesReceived(request) }
      let meaning = unserved[index].requestReceived(request, at: now)
      return Self.action(on: meaning, typeURL: request.typeURL)
    }
    guard unserved.count < UnservedType.countMax else {
      return .reject(.tooManyTypes(max: UnservedType.countMax))
    }
    var type = UnservedType(typeURL: request.typeURL)
    if variant == .delta { type.namesReceived(request) }
    unserved.append(type)
    return .proceed
  }

  private static func action(on meaning: TypeStream.Meaning, typeURL: String) -> OnRequest {
    switch meaning {
    case .subscription: .proceed
    case .acceptance: .accepted(typeURL: typeURL)
    case .refusal(let refusal): .refused(refusal)
    case .stale: .ignore
    }
  }
}

// MARK: What a person wants to know

extension DiscoveryStream {
  /// How one type stands on the stream; nil when the client has not asked for it.
  func status(of type: ResourceType, towards snapshot: Snapshot?) -> TypeStatus? {
    types[type].status(
      towards: snapshot, answered: types.answered(type), refusals[type])
  }
}

extension TypeStream {
  fileprivate func status(
    towards snapshot: Snapshot?, answered: UInt64, _ refusal: Refusal?
  ) -> TypeStatus? {
    guard let subscription else { return nil }
    let nonce =
      switch delivery {
      case .idle: ""
      case .sent(let nonce), .settled(let nonce): nonce.text
      }
    let state = state(towards: snapshot, answered: answered)
    return TypeStatus(
      state: state, sent: sentVersion, sentAt: sentAt,
      accepted: acceptedVersion, acceptedAt: acceptedAt,
      nonce: nonce, responses: Int(responseCount),
      refusal: state == .rejected ? refusal : nil,
      resources: SentResources(table: known, subscription: subscription, unsent: owed.names))
  }
}

extension TypeStream {
  fileprivate func state(
    towards snapshot: Snapshot?, answered: UInt64
  ) -> AcknowledgementState {
    if progress.refused > 0 { return .rejected }
    guard !isUnanswered, owed.isEmpty, let snapshot, answered >= snapshot.revision else {
      return .pending
    }
    return .synced
  }
}
