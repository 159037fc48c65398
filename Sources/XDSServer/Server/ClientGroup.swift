/// Clients that are alike: what is counted of them.
public struct ClientGroup: Hashable, Sendable {
  /// What they are.
  public var kind: ProxyNode.Kind
  /// How they stand.
  public var state: AcknowledgementState

  /// The clients of that kind that stand so.
  public init(kind: ProxyNode.Kind, state: AcknowledgementState) {
    self.kind = kind
    self.state = state
  }
}
