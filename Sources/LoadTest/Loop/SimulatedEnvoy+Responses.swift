internal import Platform
internal import XDSServer

/// What a simulated Envoy does about what it hears.
extension SimulatedEnvoy: ConnectionUser {
  func messageReceived(_ message: RawSpan, on call: Int) {
    failedAttempts = 0
    lastHeard = loop.now
    loop.counters.lastResponse = loop.now
    guard let response = ReceivedResponse(message, isDelta: loop.plan.isDelta) else {
      loop.counters.count(ConnectionFailure("The server sent a message that is no response"))
      return
    }
    // Envoy ignores types that it does not know, too.
    guard let type = response.type(message) else {
      loop.counters.responsesOfOtherTypes += 1
      return
    }
    loop.counters.responses[type.rawValue] += 1
    let index = type.rawValue
    message.extracting(response.nonce).copy(into: &types[index].nonce)
    let isAsked = types[index].isAsked
    types[index].isAsked = false
    let (transition, holdings) = transition(message, response, type)
    loop.counters.resources += transition.resourceCount
    loop.counters.repeatedResources += transition.repeatedCount
    // Who has refused what came last is told something else even by what it had before.
    let isNews =
      types[index].refused.map { $0 != response.contentHash }
      ?? (transition.isNews || transition.refusal != nil)
    if !isNews, !isAsked { loop.counters.superfluous += 1 }
    if isNews || transition.change != nil { loop.changeArrived(transition.change, at: self) }
    if let refusal = transition.refusal {
      loop.counters.count(ConnectionFailure("responses were refused", refusal))
      types[index].refused = response.contentHash
      return refuse(type, refusal)
    }
    if role == .refusing, isConfigured, transition.isNews {
      types[index].refused = response.contentHash
      return refuse(type, nil)
    }
    types[index].refused = nil
    message.extracting(response.version).copy(into: &types[index].version)
    types[index].holdings = holdings
    accepted(type, transition)
  }

  func pingAnswered() {
    guard isReturning else { return }
    isReturning = false
    loop.counters.returned += 1
    lastHeard = loop.now
  }

  private func transition(
    _ message: RawSpan, _ response: ReceivedResponse, _ type: ResourceType
  ) -> (Transition, Holdings) {
    let old = types[type.rawValue].holdings
    if let known = old.transition(response.contentHash), let holdings = known.holdings {
      return (known, holdings)
    }
    return Transition.make(
      message, response, from: old, type, isDelta: loop.templates.isDelta,
      change: loop.changes.newestMarked)
  }

  /// Does what follows from a response that is accepted: what it refers to is asked for before it
  /// is acknowledged.
  private func accepted(_ type: ResourceType, _ transition: Transition) {
    switch type {
    case .cluster: clustersAccepted(transition)
    case .endpoint:
      if isAnswered(.endpoint) { endpointsCame() }
      accept(.endpoint)
    case .listener:
      let routes = types[ResourceType.listener.rawValue].holdings.references
      if routes !== types[ResourceType.route.rawValue].names { wants(routes, of: .route) }
      accept(.listener)
      if stage == .listeners {
        stage = .routes
        waitOrGoOn(.route)
      }
    case .route:
      accept(.route)
      if stage == .routes, isAnswered(.route) { goOn() }
      return
    }
    if type == .endpoint, stage == .endpoints, isAnswered(.endpoint) { goOn() }
  }

  private func clustersAccepted(_ transition: Transition) {
    let (cluster, endpoint) = (ResourceType.cluster.rawValue, ResourceType.endpoint.rawValue)
    let names = types[cluster].holdings.references
    let isOther = names !== types[endpoint].names
    // A cluster that has changed warms again. In SotW its endpoints are asked for once more, in
    // delta they are expected without being asked for.
    if isOther || (transition.warms && !loop.templates.isDelta) { wants(names, of: .endpoint) }
    if transition.warms { types[endpoint].isAsked = true }
    guard stage != .clusters else {
      accept(.cluster)
      stage = .endpoints
      return waitOrGoOn(.endpoint)
    }
    // Accepted when the clusters are warm; of several in SotW only the last.
    guard transition.warms || !owedNonces.isEmpty else { return accept(.cluster) }
    if !loop.templates.isDelta { owedNonces = [] }
    owedNonces.append(types[cluster].nonce)
    wait()
  }

  /// The clusters are warm.
  private func endpointsCame() {
    guard !owedNonces.isEmpty else { return }
    let nonces = owedNonces
    owedNonces = []
    if isConfigured { waitsSince = nil }
    for nonce in nonces { accept(.cluster, nonce: nonce) }
  }

  /// Whether everything that was asked for by name has come.
  private func isAnswered(_ type: ResourceType) -> Bool {
    types[type.rawValue].holdings.covers(types[type.rawValue].names)
  }

  private func waitOrGoOn(_ type: ResourceType) {
    if isAnswered(type) { goOn() } else { wait() }
  }

  /// Goes on from what it has waited for.
  private func goOn() {
    waitsSince = nil
    switch stage {
    case .endpoints:
      stage = .listeners
      subscribe(.listener)
    case .routes:
      stage = .configured
      loop.becameConfigured(self)
    case .clusters, .listeners, .configured: break
    }
  }

  private func wait() {
    waitsSince = waitsSince ?? loop.now
    guard !hasFetchTimer else { return }
    hasFetchTimer = true
    loop.timers.add(.fetchTimeout(index), at: loop.now + loop.plan.fetchTimeout)
  }

  /// Goes on without what has not come, as Envoy does.
  func fetchTimedOut() {
    hasFetchTimer = false
    guard let waitsSince, phase == .open else { return }
    guard waitsSince + loop.plan.fetchTimeout <= loop.now else {
      hasFetchTimer = true
      return loop.timers.add(.fetchTimeout(index), at: waitsSince + loop.plan.fetchTimeout)
    }
    let type = stage == .routes ? ResourceType.route : .endpoint
    let state = types[type.rawValue]
    let first = state.holdings.missing(of: state.names).first
    let what = type == .route ? "routes" : "endpoints"
    loop.counters.count(
      ConnectionFailure(
        "The server did not send \(what) within \(Quantity.time(loop.plan.fetchTimeout))",
        first.map { "such as \($0)" } ?? "after their clusters had changed"))
    self.waitsSince = nil
    endpointsCame()
    goOn()
  }
}

extension RawSpan {
  /// Makes `bytes` a copy of the span, in the same memory if it is enough.
  fileprivate func copy(into bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    unsafe withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }
}
