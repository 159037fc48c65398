public import Platform

/// A client that has not acknowledged a revision that concerns it.
public struct Laggard: Hashable, Sendable {
  /// The node's id.
  public var nodeID: String
  /// Where it connects from.
  public var peer: SocketAddress
  /// Whether it has not answered, or refuses.
  public var state: AcknowledgementState
  /// The types that are missing.
  public var types: [ResourceType]
  /// Since when; nil when that is since the change.
  public var since: Moment?
  /// Why, in sentences for people.
  public var reason: String
}

extension ServedStream {
  /// What keeps the client from having acknowledged a revision; nil when it has.
  func laggard(behind revision: UInt64) -> Laggard? {
    guard let node else { return nil }
    let state = account.state(at: revision)
    guard state != .synced else { return nil }
    let statuses = ResourceType.allCases.compactMap { type in
      machine.status(of: type, towards: snapshot).map { (type, $0) }
    }
    let missing = statuses.filter { $0.1.state == (state == .rejected ? .rejected : .pending) }
    let since = missing.compactMap { type, status in
      machine.types[type].isUnanswered ? status.sentAt : nil
    }
    return Laggard(
      nodeID: node.id, peer: peer, state: state, types: missing.map(\.0),
      since: since.min() ?? (account.past == .unknown ? connectedAt : nil),
      reason: state == .rejected
        ? Self.refusals(missing.map(\.1)) : delay(missing.map(\.0)))
  }

  private static func refusals(_ statuses: [TypeStatus]) -> String {
    let refusals = statuses.compactMap(\.refusal).map { refusal in
      let names = refusal.resources.joined(separator: ", ")
      return "It refuses \(names.isEmpty ? "what it was sent" : names): \(refusal.message)"
    }
    return refusals.joined(separator: " ").onOneLine
  }

  private func delay(_ missing: [ResourceType]) -> String {
    if snapshot == nil { return "It waits for its turn to be configured." }
    var sentences: [String] = []
    if isSending { sentences.append("It has not read all of what it was sent last.") }
    let unanswered = missing.filter { machine.types[$0].isUnanswered }
    if !unanswered.isEmpty {
      let names = unanswered.map(\.plural).joined(separator: " and ")
      sentences.append("It has not answered the \(names) that it was sent.")
    }
    if unanswered.contains(.cluster) {
      sentences.append("An Envoy answers for clusters when all of them are warm.")
    }
    if machine.mustAskForMore {
      sentences.append("It has not asked for the endpoints or routes of what it was sent.")
    }
    if sentences.isEmpty {
      sentences.append(
        account.past == .unknown
          ? "It has connected, and may not have asked for everything yet."
          : "Something waits until it has answered, or asked for, something else.")
    }
    return sentences.joined(separator: " ")
  }
}

extension ResourceType {
  /// What people call several of them.
  fileprivate var plural: String {
    switch self {
    case .cluster: "clusters"
    case .endpoint: "endpoints"
    case .listener: "listeners"
    case .route: "routes"
    }
  }
}
