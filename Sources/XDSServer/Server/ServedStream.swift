internal import Platform

/// One open stream: the state machine, and what the loop must remember beside it.
///
/// Owned by its loop's ``DiscoveryService``, used on its thread, one call after the other: its
/// state is not checked for overlapping access, which would cost a good part of a push
/// (docs/ARCHITECTURE.md).
final class ServedStream {
  /// Who the client is.
  enum Phase {
    /// It has not said anything yet.
    case opened
    /// It has said who it is.
    case identified(ConnectedNode)
    /// The stream was finished from our side; what the client still says does not matter.
    case finished
  }

  // In the order in which they lie in memory: what a push or an ACK touches is together, before
  // what only the beginning of a call does.

  let id: StreamID
  /// Another stream of the same connection: ``StreamTable``.
  @safe @exclusivity(unchecked) var next: ServedStream?
  /// What it is to be brought up to; nil until its view has been made.
  @safe @exclusivity(unchecked) var snapshot: Snapshot?
  @safe @exclusivity(unchecked) var phase = Phase.opened
  /// Whether the last message has not left entirely: the next one must wait.
  var isSending = false
  /// Whether there will be nothing to say nor to note when that has left, as far as is known.
  var isAtRest = false
  /// Whether others wait until it is up to date.
  var isBeingAdmitted = false
  /// Whether the client has said who it is; stays true when the stream is finished.
  var isKnown = false
  /// Whether the log has been told that the client does not answer.
  var isReportedSlow = false
  /// How many of the answers that the machine has missed are counted.
  var answersMissedCounted = 0
  /// When the machine wants to be asked again.
  @safe @exclusivity(unchecked) var wakeUp: Moment?
  /// The revision because of which the message was sent that has not left yet.
  @safe @exclusivity(unchecked) var sendingRevision: UInt64?
  /// When a type was last asked for the first time, as far as the account knows.
  @safe @exclusivity(unchecked) var countedAskedAt: Moment?
  /// What the client has acknowledged.
  @safe @exclusivity(unchecked) var account = StreamAccount()
  @safe @exclusivity(unchecked) var machine: DiscoveryStream

  let peer: SocketAddress
  /// Who the client is, as far as its certificate says.
  let identity: PeerIdentity
  /// The method that the client has called.
  let method: DiscoveryMethod
  /// When the call began.
  let connectedAt: Moment

  init(
    id: StreamID, peer: SocketAddress, identity: PeerIdentity, method: DiscoveryMethod,
    answerBound: Duration, orderBound: Duration, sharing updates: TableUpdates = TableUpdates(),
    now: Moment
  ) {
    self.id = id
    self.peer = peer
    self.identity = identity
    self.method = method
    connectedAt = now
    machine = DiscoveryStream(
      scope: method.scope, variant: method.variant, answerBound: answerBound,
      orderBound: orderBound, sharing: updates)
  }

  /// Whether it is known who the client is, and the stream goes on.
  var isIdentified: Bool { if case .identified = phase { true } else { false } }

  /// The node; nil while it is not known, and after the end.
  var node: ProxyNode? {
    switch phase {
    case .opened, .finished: nil
    case .identified(let connected): connected.node
    }
  }
}
