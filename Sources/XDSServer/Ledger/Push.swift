public import Platform

/// One revision: what caused it, and how far it has got.
public struct Push: Hashable, Sendable {
  /// What was sent of one type.
  public struct Traffic: Hashable, Sendable {
    /// Responses.
    public var responses: Int
    /// Resources in all of them.
    public var resources: Int
    /// Bytes of all of them.
    public var bytes: Int

    /// So much.
    public init(responses: Int, resources: Int, bytes: Int) {
      self.responses = responses
      self.resources = resources
      self.bytes = bytes
    }
  }

  /// The revision.
  public var revision: UInt64
  /// What changed.
  public var cause: String
  /// When the change was seen.
  public var seenAt: Moment
  /// The connected clients that it concerns, and those that have gone since.
  ///
  /// Among them are those that have connected and have not caught up yet, as they may still be at
  /// work with what they had before.
  public var proxies = 0
  /// Those that have accepted it.
  public var acknowledged = 0
  /// Those that have not answered yet.
  public var pending = 0
  /// Those that refuse something of it.
  public var rejected = 0
  /// Those that have gone before they answered.
  public var gone = 0
  /// What was sent because of it.
  public var types: [ResourceType: Traffic] = [:]
  /// The first of the resources that it changes.
  public var names: [String] = []
  /// From the change to the last acknowledgement so far; nil when there is none.
  public var lastAcknowledgedAfter: Duration?
  /// Whether every event loop has taken it up: before that nobody knows whom it concerns.
  public var isTakenUp = false

  /// A revision that was just made.
  public init(revision: UInt64, cause: String, seenAt: Moment) {
    self.revision = revision
    self.cause = cause
    self.seenAt = seenAt
  }

  /// Whether everybody has accepted it whom it concerns.
  public var isComplete: Bool { isTakenUp && pending == 0 && rejected == 0 }
}

/// What is known of a revision that somebody asks for.
public enum PushLookup: Hashable, Sendable {
  /// This.
  case found(Push)
  /// It is not made yet; the newest is `current`, 0 before the first one.
  case notMade(current: UInt64)
  /// It is too old; the oldest that is remembered is `oldest`.
  case forgotten(oldest: UInt64)
}
