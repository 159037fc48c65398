internal import Platform

// What requests mean, in both variants of the protocol.

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
    _ request: StreamRequest, at now: Moment
  ) -> Meaning {
    guard subscription != nil else {
      firstRequestReceived(request, at: now)
      return .subscription
    }
    return switch variant {
    case .stateOfTheWorld: listReceived(request, at: now)
    case .delta: changesReceived(request, at: now)
    }
  }

  private mutating func firstRequestReceived(
    _ request: StreamRequest, at now: Moment
  ) {
    let first = Subscription(type: type, first: request.names, request.list)
    subscription = first
    isAskedAnew = true
    // A client that says what it has needs no answer when it has everything.
    isAnswerDue = type.isFullState && request.versionsBrought.isEmpty
    guard variant == .delta else {
      // A version that is none of ours is different from every other.
      if !request.versionInfo.isEmpty {
        versionBrought = ContentVersion(request.versionInfo) ?? ContentVersion(bits: 0)
      }
      return
    }
    versionsBrought = request.versionsBrought
    for name in request.versionsBrought.keys { weightBrought.add(name) }
    if !request.versionsBrought.isEmpty { resumedAt = now }
    // A client that has nothing is sent all that it wants anyway.
    if !request.versionsBrought.isEmpty || first.isWildcard {
      for name in owedUnasked where first.covers(name) { owed.insert(name) }
    }
    owedUnasked = []
  }
}

// MARK: State of the world

extension TypeStream {
  private mutating func listReceived(
    _ request: StreamRequest, at now: Moment
  ) -> Meaning {
    switch delivery {
    case .idle:
      // Nothing was sent, so whatever the nonce is, it is not one of ours.
      updateSubscription(to: request)
      return .subscription
    case .sent:
      let meaning = answerReceived(request, at: now) ?? .stale
      // Taken from a stale request too: a name that is dropped in one and asked for again in the
      // next must be sent again. Nothing is sent for it before the answer comes.
      updateSubscription(to: request)
      // Envoy and gRPC send a second, larger list with an empty nonce before they have seen the
      // first response.
      return request.nonce.isEmpty ? .subscription : meaning
    case .settled(let nonce):
      guard request.nonce.isEmpty || nonce.isWritten(request.nonce) else {
        return .stale
      }
      updateSubscription(to: request)
      return .subscription
    }
  }

  private mutating func updateSubscription(to request: StreamRequest) {
    guard let old = subscription else { preconditionFailure("\(type) was not asked for") }
    var new = old
    let isOther = new.update(to: request.names, request.list)
    subscription = new
    guard isOther else { return }
    isAskedAnew = true
    if new.isWildcard {
      guard !old.isWildcard else { return }
      for resource in known.resources where !old.covers(resource.name) {
        owed.insert(resource.name)
      }
    } else {
      owed.keep(where: new.covers)
      forgetRefused { !new.covers($0) }
      for name in new.names.names where !old.covers(name) && known[name] != nil {
        owed.insert(name)
      }
    }
  }
}

// MARK: Delta

extension TypeStream {
  /// Names are taken from every request: unlike a list, a change is not repeated by the next one.
  private mutating func changesReceived(
    _ request: StreamRequest, at now: Moment
  ) -> Meaning {
    changeSubscription(adding: request.names, dropping: request.namesDropped)
    if let meaning = answerReceived(request, at: now) { return meaning }
    let saysNothing = request.names.isEmpty && request.namesDropped.isEmpty
    return saysNothing && !request.nonce.isEmpty ? .stale : .subscription
  }

  private mutating func changeSubscription(adding: [String], dropping: [String]) {
    guard let old = subscription else { preconditionFailure("\(type) was not asked for") }
    guard !adding.isEmpty || !dropping.isEmpty else { return }
    var new = old
    new.change(adding: adding, dropping: dropping)
    subscription = new
    isAskedAnew = true
    if new.isWildcard, !old.isWildcard {
      for resource in known.resources where !old.covers(resource.name) {
        owed.insert(resource.name)
      }
      // What it dropped and hears of only now it takes: it must be told should that be gone.
      for payload in payloadsOnTheirWay {
        for resource in payload.resources where !old.covers(resource.name) {
          owed.insert(resource.name)
        }
      }
    }
    if old.isWildcard, !new.isWildcard {
      owed.keep(where: new.covers)
      forgetRefused { !new.covers($0) }
      leftovers = leftovers.filter { new.covers($0.key) }
    }
    // Asked for again it is sent again, and what does not exist is said not to.
    for name in adding where name != "*" && new.covers(name) { owed.insert(name) }
    if new.isWildcard {
      // The client cannot know whether `*` covers what it dropped by name, and waits for word.
      for name in dropping where old.names.contains(name) { owed.insert(name) }
    } else {
      forget(dropping)
    }
  }
}
