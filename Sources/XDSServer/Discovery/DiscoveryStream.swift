/// The state-of-the-world xDS protocol as one stream sees it.
///
/// Takes requests and snapshots, and says what to send: without I/O, clock or callback. Owned by
/// whoever owns the stream. The rules are those of
/// https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol, and what Envoy and gRPC were
/// seen to need beyond them.
struct DiscoveryStream: ~Copyable, Sendable {
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
    /// The same, and the client has accepted the last response of that type.
    case accepted(typeURL: String)
    /// The same, and the client has refused the last response of a type.
    case refused(Refusal)
    /// Nothing: the request answers a response that is not the last one.
    case ignore
    /// End the stream with `INVALID_ARGUMENT`.
    case reject(StreamError)
  }

  /// What to do next.
  enum NextStep: Sendable {
    /// Send this, then ask again.
    case respond(PlannedResponse)
    /// Nothing before a request or another snapshot comes, or that moment.
    case rest(until: ContinuousClock.Instant?)
  }

  /// Which types may be asked for.
  let scope: Scope
  /// How long a type's next response waits for the answer to its last one.
  ///
  /// Envoy holds back the ACK of clusters until all of them are warm, which a name that does not
  /// resolve can delay by many seconds; it does take another CDS response meanwhile.
  let answerBound: Duration

  /// The node; nil before the first request.
  private(set) var nodeID: String?
  private var types: InlineArray<4, TypeStream> = [
    TypeStream(.cluster), TypeStream(.endpoint), TypeStream(.listener), TypeStream(.route),
  ]
  private var unserved: [UnservedType] = []
  private var refusals: [ResourceType: Refusal] = [:]
  private var nonce: UInt64 = 0

  /// The default of `answerBound`.
  static let defaultAnswerBound = Duration.seconds(2)

  /// A stream that was just opened.
  init(scope: Scope = .aggregated, answerBound: Duration = defaultAnswerBound) {
    self.scope = scope
    self.answerBound = answerBound
  }
}

// MARK: Requests

extension DiscoveryStream {
  /// Takes a request.
  mutating func requestReceived(
    _ request: StreamRequest, at now: ContinuousClock.Instant
  ) -> OnRequest {
    if let error = checkNode(request.nodeID) { return .reject(error) }
    switch (scope, ResourceType(typeURL: request.typeURL)) {
    case (.aggregated, let type?):
      return received(request, for: type, at: now)
    case (.aggregated, nil):
      return request.typeURL.isEmpty ? .reject(.typeMissing) : receivedUnserved(request, at: now)
    case (.only(let expected), let type):
      guard type == expected || request.typeURL.isEmpty else {
        return .reject(.typeMismatch(expected: expected, got: request.typeURL))
      }
      return received(request, for: expected, at: now)
    }
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
    _ request: StreamRequest, for type: ResourceType, at now: ContinuousClock.Instant
  ) -> OnRequest {
    let meaning = types[type.rawValue].requestReceived(request, at: now)
    switch meaning {
    case .acceptance: refusals[type] = nil
    case .refusal(let refusal): refusals[type] = refusal
    case .subscription, .stale: break
    }
    return Self.action(on: meaning, typeURL: type.typeURL)
  }

  private mutating func receivedUnserved(
    _ request: StreamRequest, at now: ContinuousClock.Instant
  ) -> OnRequest {
    if let index = unserved.firstIndex(where: { $0.typeURL == request.typeURL }) {
      let meaning = unserved[index].requestReceived(request, at: now)
      return Self.action(on: meaning, typeURL: request.typeURL)
    }
    guard unserved.count < UnservedType.countMax else {
      return .reject(.tooManyTypes(max: UnservedType.countMax))
    }
    unserved.append(UnservedType(typeURL: request.typeURL))
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

// MARK: Responses

extension DiscoveryStream {
  /// The next response that brings the client up to `snapshot`.
  ///
  /// A change goes out in the order of ``ResourceType``: a type does not overtake another whose
  /// change must wait for an answer. Only endpoints never wait for clusters, because Envoy answers
  /// a response of clusters when they are warm, and endpoints are what warms them.
  mutating func nextStep(from snapshot: Snapshot, at now: ContinuousClock.Instant) -> NextStep {
    var wakeUp: ContinuousClock.Instant?
    for type in ResourceType.allCases {
      if wakeUp != nil, type != .endpoint { break }
      let table = snapshot[type]
      guard let payload = types[type.rawValue].payload(from: table) else {
        types[type.rawValue].advance(to: table)
        continue
      }
      if types[type.rawValue].isWaiting(at: now, bound: answerBound) {
        let deadline = types[type.rawValue].deadline(bound: answerBound)
        wakeUp = [wakeUp, deadline].compactMap { $0 }.min()
        continue
      }
      return .respond(respond(type, with: payload, from: table, at: now))
    }
    if let index = unserved.firstIndex(where: { $0.delivery == .due }) {
      nonce += 1
      unserved[index].send(nonce: nonce)
      return .respond(
        PlannedResponse(
          typeURL: unserved[index].typeURL, version: UnservedType.version,
          nonce: String(nonce, radix: 16), payload: .nothing))
    }
    return .rest(until: wakeUp)
  }

  private mutating func respond(
    _ type: ResourceType, with payload: PlannedResponse.Payload, from table: ResourceTable,
    at now: ContinuousClock.Instant
  ) -> PlannedResponse {
    if type == .cluster {
      // Envoy warms a cluster with new content before it uses it, and waits for its endpoints even
      // if they have not changed. It asks by repeating its last EDS request, which looks like one
      // more ACK; the answer is sent without waiting for that.
      let changed = types[type.rawValue].namesChanged(by: table)
      types[ResourceType.endpoint.rawValue].owe(changed)
    }
    nonce += 1
    let version = types[type.rawValue].send(upTo: table, nonce: nonce, at: now)
    return PlannedResponse(
      typeURL: type.typeURL, version: version, nonce: String(nonce, radix: 16), payload: payload)
  }
}

// MARK: What a person wants to know

extension DiscoveryStream {
  /// How one type stands on the stream; nil when the client has not asked for it.
  func status(of type: ResourceType) -> TypeStatus? {
    let stream = types[type.rawValue]
    guard let subscription = stream.subscription else { return nil }
    return TypeStatus(
      sent: stream.sentVersion, accepted: stream.acceptedVersion, refusal: refusals[type],
      isWildcard: subscription.isWildcard, names: subscription.names.names)
  }
}
