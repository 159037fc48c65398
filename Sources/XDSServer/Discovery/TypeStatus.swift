/// How one resource type stands on one stream.
public struct TypeStatus: Hashable, Sendable {
  /// The version that was sent last; nil when none was.
  public var sent: ContentVersion?
  /// The version that the client accepted last (ACK); nil when it has accepted none.
  public var accepted: ContentVersion?
  /// What the client last refused (NACK); nil when it has accepted a response since.
  public var refusal: Refusal?
  /// Whether the client wants all resources of the type.
  public var isWildcard: Bool
  /// The names that it wants, ordered.
  public var names: [String]

  /// A status.
  public init(
    sent: ContentVersion?, accepted: ContentVersion?, refusal: Refusal?, isWildcard: Bool,
    names: [String]
  ) {
    self.sent = sent
    self.accepted = accepted
    self.refusal = refusal
    self.isWildcard = isWildcard
    self.names = names
  }
}
