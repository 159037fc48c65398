public import Platform

/// How one resource type stands on one stream.
public struct TypeStatus: Sendable {
  /// How it stands, in a word.
  public var state: AcknowledgementState
  /// The version that was sent last; nil when none was.
  public var sent: ContentVersion?
  /// When that was.
  public var sentAt: Moment?
  /// The version that the client accepted last (ACK); nil when it has accepted none.
  public var accepted: ContentVersion?
  /// When that was.
  public var acceptedAt: Moment?
  /// The nonce of the last response; empty when there was none.
  public var nonce: String
  /// How many responses there were.
  public var responses: Int
  /// What the client refuses (NACK); nil when it has accepted everything that it had refused.
  public var refusal: Refusal?
  /// What the client wants, and what of it it has been sent.
  public var resources: SentResources

  /// Whether the client wants all resources of the type.
  public var isWildcard: Bool { resources.subscription.isWildcard }
  /// The names that it wants besides those that a wildcard brings, ordered.
  public var names: [String] { resources.subscription.names.names }
}
