/// A connected client, and how it stands.
public struct ProxyStatus: Hashable, Sendable {
  /// Who it is.
  public var node: ProxyNode
  /// Where it connects from.
  public var peer: SocketAddress
  /// The revision that it is being brought up to; nil before its first snapshot.
  public var revision: UInt64?
  /// How the types stand that it has asked for.
  public var types: [ResourceType: TypeStatus]

  /// How often the order of a change was given up because the client did not answer in time.
  ///
  /// Each time, requests may have failed that an answer would have saved.
  public var answersMissed: Int

  /// A client.
  public init(
    node: ProxyNode, peer: SocketAddress, revision: UInt64?, types: [ResourceType: TypeStatus],
    answersMissed: Int = 0
  ) {
    self.node = node
    self.peer = peer
    self.revision = revision
    self.types = types
    self.answersMissed = answersMissed
  }
}
