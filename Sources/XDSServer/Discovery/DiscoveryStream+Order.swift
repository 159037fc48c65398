internal import Platform

// What goes out when.
//
// "In general, to avoid traffic drop, sequencing of updates should follow a make before break
// model": clusters, then their endpoints, then the listeners and routes that use them, and old
// clusters go last
// (https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#eventual-consistency-considerations).
// Sending in that order is not enough: a route to a cluster that is not warm yet answers 503, and
// so does one whose cluster is gone before the client has taken the new routes. Hence:
//
// - Endpoints never wait for clusters, because Envoy accepts clusters when they are warm, and
//   endpoints are what warms them.
// - Listeners and routes wait until the client has answered the last clusters.
// - Clusters that are gone are retained, as the client has them, until the client has accepted
//   listeners and routes without them. A client that refuses one of those keeps using the old one,
//   so its clusters are retained, too: until that has changed and is accepted, or the bound has
//   passed.
// - Endpoints that are gone are retained until their clusters are gone and the client has accepted
//   that: it may just be asking for them, and a cluster without an answer stays cold, which holds
//   back everything else. That goes for endpoints that were never sent, too: those of the moment
//   when the clusters were sent. In delta their removal is then not told at all, as the client
//   does not want them any more.
//
// Every wait ends after `orderBound`, and is counted. Types that the client has not asked for are
// not waited for.

extension DiscoveryStream {
  /// A wait of listeners and routes that are ready to be sent.
  struct Hold {
    /// Since when.
    let since: Moment
    /// Whether it was given up.
    var isOver = false
  }

  /// Whether the client is ready for a removal.
  enum Release: Hashable {
    /// It is.
    case granted
    /// It is not yet, and by that moment will be taken to be. Without a moment, something else is
    /// about to be sent.
    case pending(until: Moment?)
    /// It has not answered for too long.
    case overdue
  }

  /// The next response that brings the client up to `snapshot`.
  mutating func nextStep(from snapshot: Snapshot, at now: Moment) -> NextStep {
    types.turn(to: snapshot)
    // Mostly, after an ACK.
    if isAtRest(with: snapshot) { return .rest(until: nil) }
    for type in ResourceType.allCases
    where !types.isAtRest(type) && types[type].versionsBrought != nil {
      noteBrought(type, in: snapshot)
      types[type].compareVersionsBrought(with: snapshot[type])
    }
    var wakeUp: Moment?
    func wake(at moment: Moment?) {
      guard let moment else { return }
      wakeUp = wakeUp.map { min($0, moment) } ?? moment
    }
    var isSomethingWaiting = false
    var isHolding = false
    for type in ResourceType.allCases where !isAtRest(type, with: snapshot) {
      let release = release(of: type, in: snapshot, at: now)
      if type == .endpoint, case .granted = release { endpointsPromised = nil }
      if case .pending(let until) = release { wake(at: until) }
      let goal = goal(of: type, in: snapshot, release)
      guard let lack = types[type].lack(of: goal, sharing: updates) else {
        types[type].rest(at: goal)
        continue
      }
      if let until = types[type].deadline(bound: answerBound), now < until {
        wake(at: until)
        isSomethingWaiting = true
        continue
      }
      if type == .listener || type == .route,
        isSomethingWaiting || types[.cluster].isUnanswered
      {
        isHolding = true
        if let until = held(at: now) {
          wake(at: until)
          isSomethingWaiting = true
          continue
        }
      }
      if case .overdue = release { giveUpWaiting() }
      var response = respond(type, with: lack, for: goal, from: snapshot, at: now)
      response.isLast = wakeUp == nil && !isSomethingWaiting && isAtRest(with: snapshot)
      return .respond(response)
    }
    if !isHolding { hold = nil }
    if let response = respondAboutUnserved() { return .respond(response) }
    return .rest(until: wakeUp)
  }

  /// Whether no type has anything to be said of, nor waits for anything but answers.
  private mutating func isAtRest(with snapshot: Snapshot) -> Bool {
    guard hold == nil, unserved.isEmpty else { return false }
    for type in ResourceType.allCases where !isAtRest(type, with: snapshot) { return false }
    return true
  }

  /// Whether a type's turn can be passed over: it has not been asked for, or there is nothing to
  /// say of it and nothing waits for that.
  private mutating func isAtRest(_ type: ResourceType, with snapshot: Snapshot) -> Bool {
    if type == .endpoint, endpointsPromised != nil { return false }
    if types.isAtRest(type) { return true }
    guard types[type].subscription != nil else { return true }
    return types.comesToRest(type, with: snapshot[type])
  }

  /// Counts a removal that goes out without the answer that it waited for.
  private mutating func giveUpWaiting() {
    answersMissed += 1
    // What is refused for good is waited for once.
    for type in [ResourceType.listener, .route] { types[type].refusedSince = nil }
  }

  /// Until when listeners and routes are held; nil when they have waited long enough.
  private mutating func held(at now: Moment) -> Moment? {
    var current = hold ?? Hold(since: now)
    defer { hold = current }
    let until = current.since + orderBound
    if now < until { return until }
    if !current.isOver { answersMissed += 1 }
    current.isOver = true
    return nil
  }

  private func goal(
    of type: ResourceType, in snapshot: Snapshot, _ release: Release
  ) -> TypeStream.Goal {
    let table = snapshot[type]
    switch release {
    case .granted, .overdue: return TypeStream.Goal(table: table, revision: snapshot.revision)
    case .pending:
      var retaining = table.retaining(removedFrom: types[type].known)
      if type == .endpoint, let promised = endpointsPromised {
        retaining = retaining.retaining(removedFrom: promised)
      }
      return TypeStream.Goal(
        table: retaining, revision: snapshot.revision, holdsLeftovers: true,
        isComplete: !types[type].mustLose(for: table, sharing: updates))
    }
  }

  /// Whether the client may be told what of a type is gone.
  func release(
    of type: ResourceType, in snapshot: Snapshot, at now: Moment
  ) -> Release {
    switch type {
    case .cluster:
      guard types[type].mustLose(for: snapshot.clusters, sharing: updates)
      else { return .granted }
      return releaseByRoutes(in: snapshot, at: now)
    case .endpoint:
      // What was promised is kept even while nothing of it is gone yet.
      guard
        endpointsPromised != nil
          || types[type].mayLose(for: snapshot.endpoints, sharing: updates)
      else { return .granted }
      return releaseByClusters(in: snapshot, at: now)
    case .listener, .route: return .granted
    }
  }

  private func releaseByRoutes(
    in snapshot: Snapshot, at now: Moment
  ) -> Release {
    var isOverdue = false
    for type in [ResourceType.listener, .route] {
      if types[type].subscription == nil {
        // On a stream that goes on where another ended, all types are asked for at once: the
        // request for this one may be the next.
        let resumedAt = types[.cluster].resumedAt
        if scope == .aggregated, let resumedAt, now < resumedAt + answerBound {
          return .pending(until: resumedAt + answerBound)
        }
        continue
      }
      let goal = TypeStream.Goal(table: snapshot[type], revision: snapshot.revision)
      if types[type].lack(of: goal, sharing: updates) != nil { return .pending(until: nil) }
      let since = [types[type].unansweredSince, types[type].refusedSince]
      for since in since.compactMap({ $0 }) {
        if now < since + orderBound { return .pending(until: since + orderBound) }
        isOverdue = true
      }
    }
    return isOverdue ? .overdue : .granted
  }

  private func releaseByClusters(
    in snapshot: Snapshot, at now: Moment
  ) -> Release {
    if types[.cluster].mustLose(for: snapshot.clusters, sharing: updates) {
      return .pending(until: nil)
    }
    guard let since = types[.cluster].unansweredSince, now < since + orderBound else {
      return .granted
    }
    return .pending(until: since + orderBound)
  }
}

// MARK: Responses

extension DiscoveryStream {
  private mutating func respond(
    _ type: ResourceType, with lack: TypeStream.Lack, for goal: TypeStream.Goal,
    from snapshot: Snapshot, at now: Moment
  ) -> PlannedResponse {
    if type == .cluster {
      // Envoy warms a cluster with new content before it uses it, and waits for its endpoints even
      // if they have not changed. In SotW it asks by repeating its last EDS request, which looks
      // like one more ACK; in delta it does not ask. They are sent without waiting for that.
      let changed = types[type].namesChanged(by: lack.payload, of: goal.table)
      types[.endpoint].owe(changed)
      endpointsPromised =
        endpointsPromised.map { snapshot.endpoints.retaining(removedFrom: $0) }
        ?? snapshot.endpoints
    }
    nonce.advance()
    let last = types[type].sentVersion
    let isAskedAnew = types[type].isAskedAnew
    let content = types[type].send(
      lack, upTo: goal, nonce, following: following(type, in: snapshot), at: now)
    return PlannedResponse(
      content: content, number: nonce,
      isRedundant: !isAskedAnew && content.version == last && !content.payload.saysWhatIsGone)
  }

  private mutating func respondAboutUnserved() -> PlannedResponse? {
    guard let index = unserved.firstIndex(where: { $0.delivery == .due }) else { return nil }
    nonce.advance()
    let absent = unserved[index].send(nonce)
    let content = ResponseContent(
      variant, typeURL: unserved[index].typeURL, version: UnservedType.version,
      absent.isEmpty ? .nothing : .changes([], removed: absent))
    return PlannedResponse(content: content, number: nonce, isRedundant: false)
  }
}
