internal import Platform

// How far the client has come: docs/PUSHES.md.

extension DiscoveryStream {
  /// Which types change for this client between two snapshots.
  ///
  /// Among what it may have is what is on its way to it: should it have dropped that and ask for it
  /// again before it hears the response, it takes it from there.
  func types(changing old: Snapshot, to new: Snapshot) -> ResourceTypeSet {
    var changed: ResourceTypeSet = []
    for type in ResourceType.allCases
    where !new.hasSame(type, as: old)
      && types[type].isConcerned(
        by: new[type], comingFrom: old[type], sharing: updates)
    {
      changed.insert(ResourceTypeSet(type))
    }
    return changed
  }

  /// How far the client has come towards `snapshot`, with which it was last asked for a next step.
  mutating func progress(towards snapshot: Snapshot) -> StreamProgress {
    var progress = StreamProgress()
    for type in ResourceType.allCases {
      if types.isSettled(type) {
        progress.answered[type.rawValue] = types.revision
      } else if types[type].subscription != nil {
        progress.answered[type.rawValue] = types[type].progress.answered
        progress.refused[type.rawValue] = types[type].progress.refused
        if types[type].isAskedForMore { progress.isBehind = true }
      }
    }
    if mustAsk(becauseOf: .cluster, snapshot) { progress.isBehind = true }
    if mustAsk(becauseOf: .listener, snapshot) { progress.isBehind = true }
    return progress
  }

  /// Whether the client has accepted something of a type that it will ask for more because of.
  ///
  /// A listener is not at work before its routes are there, nor a cluster before its endpoints.
  private mutating func mustAsk(becauseOf type: ResourceType, _ snapshot: Snapshot) -> Bool {
    guard !types.isSettled(type), let table = types[type].progress.following,
      let following = Self.following(type)
    else { return false }
    // It asks for nothing because of what it refuses, and what that would have led to is not known.
    guard types[type].progress.refused == 0 else {
      types[type].progress.following = nil
      return false
    }
    let isAsked = types[following].subscription.map {
      $0.covers(allOf: table, stillIn: snapshot[following])
    }
    if isAsked ?? (table.count == 0) {
      types[type].progress.following = nil
      return false
    }
    return true
  }

  /// Notes that the client must ask for more because of what it has brought along, which it may not
  /// be told anything about.
  mutating func noteBrought(_ type: ResourceType, in snapshot: Snapshot) {
    guard types[type].versionsBrought?.isEmpty == false else { return }
    types[type].progress.following = following(type, in: snapshot)
  }

  /// What the client must ask for when it accepts a response of that type; nil where that is not
  /// known.
  func following(_ type: ResourceType, in snapshot: Snapshot) -> ResourceTable? {
    guard asksForAllItIsGiven, scope == .aggregated, let following = Self.following(type),
      types[type].subscription?.isWildcard == true
    else { return nil }
    return snapshot[following]
  }

  /// The type whose resources those of another one name.
  private static func following(_ type: ResourceType) -> ResourceType? {
    switch type {
    case .cluster: .endpoint
    case .listener: .route
    case .endpoint, .route: nil
    }
  }

  /// Whether what the client has accepted makes it ask for more, which it has not done yet.
  var mustAskForMore: Bool {
    mustAskForMore(becauseOf: .cluster) || mustAskForMore(becauseOf: .listener)
  }

  private func mustAskForMore(becauseOf type: ResourceType) -> Bool {
    !types.isSettled(type) && types[type].progress.following != nil
  }

  private var isAskedForAllTypes: Bool {
    ResourceType.allCases.allSatisfy {
      types.isAtRest($0) || types[$0].subscription != nil
    }
  }

  /// When the client can be taken to have asked for every type that it will ask for because of what
  /// it has from before; nil when that is now.
  ///
  /// A client that connects again asks for all types at once, but they come one after the other.
  func allAskedFor(asOf now: Moment) -> Moment? {
    guard scope == .aggregated, let askedAt, !isAskedForAllTypes else { return nil }
    let until = askedAt + answerBound
    return now < until ? until : nil
  }
}

extension TypeStream {
  /// Whether the change of the type from one table to another changes anything that the client may
  /// have.
  fileprivate func isConcerned(
    by new: ResourceTable, comingFrom old: ResourceTable, sharing updates: TableUpdates
  ) -> Bool {
    guard let update = update(from: old, to: new, updates) else { return false }
    if update.isSeen { return true }
    guard lastResponse != nil || !earlier.isEmpty else { return false }
    return new.difference(from: old).changes.contains { isOnItsWay($0.name) }
  }

  /// Whether the client has asked for something that it has not yet been sent, or has not accepted.
  fileprivate var isAskedForMore: Bool {
    progress.answered == 0 || !owed.isEmpty || isAnswerDue || versionsBrought != nil
  }
}

extension Subscription {
  /// Whether the client wants everything of a table that is still in another one.
  ///
  /// - Complexity: O(1) when it wants exactly the names of the table.
  func covers(allOf table: ResourceTable, stillIn current: ResourceTable) -> Bool {
    if isWildcard || names.sum == table.nameSum { return true }
    var rest = names.names[...]
    for resource in table.resources {
      while let name = rest.first, name < resource.name { rest.removeFirst() }
      if rest.first != resource.name, current[resource.name] != nil { return false }
    }
    return true
  }
}
