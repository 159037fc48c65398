public import Platform

/// A connected client, and how it stands: one open xDS stream.
public struct ProxyStatus: Sendable {
  /// Who it is.
  public var node: ProxyNode
  /// Where it connects from.
  public var peer: SocketAddress
  /// What its connection tells of it.
  public var identity: PeerIdentity
  /// Which service it has called: `ads`, or `cds`, `eds`, `lds`, `rds`.
  public var method: String
  /// Whether it speaks delta.
  public var isDelta: Bool
  /// When the stream began.
  public var connectedAt: Moment
  /// The revision that it is being brought up to; nil before its first snapshot.
  public var revision: UInt64?
  /// The revision up to which it has accepted everything; nil before it has caught up.
  public var acknowledgedRevision: UInt64?
  /// How it stands, in a word.
  public var state: AcknowledgementState
  /// How the types stand that it has asked for.
  public var types: [ResourceType: TypeStatus]

  /// How often the order of a change was given up because the client did not answer in time.
  ///
  /// Each time, requests may have failed that an answer would have saved.
  public var answersMissed: Int
}

extension ServedStream {
  /// How the client stands; nil before it has said who it is, and after the end.
  var status: ProxyStatus? {
    guard let node else { return nil }
    var types: [ResourceType: TypeStatus] = [:]
    for type in ResourceType.allCases { types[type] = machine.status(of: type, towards: snapshot) }
    return ProxyStatus(
      node: node, peer: peer, identity: identity, method: method.scope.shortName,
      isDelta: method.variant == .delta,
      connectedAt: connectedAt, revision: snapshot?.revision,
      acknowledgedRevision: account.acknowledged, state: state(of: types), types: types,
      answersMissed: machine.answersMissed)
  }

  private func state(of types: [ResourceType: TypeStatus]) -> AcknowledgementState {
    if types.values.contains(where: { $0.state == .rejected }) { return .rejected }
    let isSettled =
      account.past != .unknown && account.pending.isEmpty && !machine.mustAskForMore
      && types.values.allSatisfy { $0.state == .synced }
    return isSettled ? .synced : .pending
  }
}

extension DiscoveryStream.Scope {
  /// `ads`, or the short name of the one type.
  var shortName: String {
    switch self {
    case .aggregated: "ads"
    case .only(let type): type.shortName
    }
  }
}
