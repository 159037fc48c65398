// What a response must hold.

extension TypeStream {
  /// What a client lacks.
  struct Lack {
    let payload: PlannedResponse.Payload
    /// What brings it to everybody who lacks the same; nil when that is worked out for this client.
    let update: TableUpdate?
  }

  /// What the client lacks of the goal; nil when it lacks nothing.
  func lack(of goal: Goal, sharing updates: TableUpdates) -> Lack? {
    if !isAnswerDue, owed.isEmpty, leftovers.isEmpty, goal.table.hasSameContents(as: known) {
      return nil
    }
    guard isPlain, let update = update(to: goal.table, updates) else {
      return whatIsLacking(of: goal).map { Lack(payload: $0, update: nil) }
    }
    return update.payload { whatIsLacking(of: goal) }.map { Lack(payload: $0, update: update) }
  }

  private func whatIsLacking(of goal: Goal) -> PlannedResponse.Payload? {
    guard let subscription else { return nil }
    let table = goal.table
    // A name that was asked for and is gone before it was sent counts as a change: whether the
    // client has it from a response that crossed its request cannot be known.
    let changes = table.difference(from: known).changes.filter { subscription.covers($0.name) }
    return switch variant {
    case .delta: delta(changes, goal)
    case .stateOfTheWorld:
      type.isFullState
        ? fullState(changes, table, subscription) : partialState(changes, table)
    }
  }

  private func fullState(
    _ changes: [TableDifference.Change], _ table: ResourceTable, _ subscription: Subscription
  ) -> PlannedResponse.Payload? {
    guard
      isAnswerDue || changes.contains(where: { !isUnheard($0) })
        || owed.names.contains(where: { table[$0] != nil })
    else { return nil }
    let table = withStandIns(table)
    return subscription.isWildcard
      ? .all(table) : Self.payload(of: subscription.select(from: table), from: table)
  }

  private func partialState(
    _ changes: [TableDifference.Change], _ table: ResourceTable
  ) -> PlannedResponse.Payload? {
    let (resources, _) = changesAndDebts(changes, table)
    return resources.isEmpty ? nil : Self.payload(of: resources, from: table)
  }

  private func delta(
    _ changes: [TableDifference.Change], _ goal: Goal
  ) -> PlannedResponse.Payload? {
    var (resources, removed) = changesAndDebts(changes, goal.table)
    if !leftovers.isEmpty {
      // What came back before the client was told that it is gone, it still has.
      resources.removeAll { leftovers[$0.name] == $0.version && !owed.contains($0.name) }
      if !goal.holdsLeftovers {
        let gone = leftovers.keys.filter { goal.table[$0] == nil }
        removed = Set(removed).union(gone).sorted()
      }
    }
    guard isAnswerDue || !resources.isEmpty || !removed.isEmpty else { return nil }
    return removed.isEmpty && resources.count == goal.table.count
      ? .all(goal.table) : .changes(resources, removed: removed)
  }

  /// The resources that changed or are owed, and the names of those that are gone, both ordered.
  private func changesAndDebts(
    _ changes: [TableDifference.Change], _ table: ResourceTable
  ) -> (resources: [Resource], gone: [String]) {
    var resources = changes.compactMap(\.new)
    var gone = changes.filter { $0.new == nil }.map(\.name)
    if owed.isEmpty { return (resources, gone) }
    for name in owed.names.subtracting(changes.map(\.name)) {
      if let resource = table[name] { resources.append(resource) } else { gone.append(name) }
    }
    resources.sort { $0.name < $1.name }
    gone.sort()
    return (resources, gone)
  }

  private static func payload(
    of resources: [Resource], from table: ResourceTable
  ) -> PlannedResponse.Payload {
    resources.count == table.count ? .all(table) : .some(resources)
  }

  /// Whether the client has something that is not in the table.
  func mustLose(for table: ResourceTable, sharing updates: TableUpdates) -> Bool {
    if !leftovers.isEmpty { return subscription != nil }
    return !table.hasSameContents(as: known)
      && update(to: table, updates)?.takesAwaySomethingSeen == true
  }

  /// Whether the client has, or may yet ask for, something that is not in the table.
  func mayLose(for table: ResourceTable, sharing updates: TableUpdates) -> Bool {
    if !leftovers.isEmpty { return true }
    return !table.hasSameContents(as: known)
      && update(to: table, updates)?.takesAwaySomething == true
  }

  /// The names whose content the response changes that is about to bring the client up to `table`,
  /// as far as that is known: on a stream's first response all, unless the client brought along the
  /// version that it is sent.
  func namesChanged(
    by payload: PlannedResponse.Payload, of table: ResourceTable
  ) -> [String] {
    guard let subscription else { return [] }
    switch (delivery, variant) {
    case (.idle, .stateOfTheWorld):
      let resources = subscription.select(from: table)
      if versionBrought == ContentSum(resources).version { return [] }
      return resources.map(\.name)
    case (.idle, .delta):
      return payload.resources.map(\.name)
    case (.sent, _), (.settled, _):
      return table.difference(from: known).changes.compactMap { change in
        // What the client brought along in that version, it is not sent; what has stood in for what
        // it has refused, it has.
        guard let new = change.new, leftovers[change.name] != new.version, !isUnheard(change)
        else { return nil }
        return subscription.covers(change.name) ? change.name : nil
      }
    }
  }
}
