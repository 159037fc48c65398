internal import Platform

/// A socket, the gRPC connection that it carries, and what the socket did not take yet.
///
/// Belongs to one loop; what changes with every event is not checked for overlapping access.
final class Connection {
  enum Phase: Hashable {
    case open
    /// Everything is said; the peer is given time to read it. Closing at once could make the system
    /// drop what the peer has not read.
    case lingering
    case closed
  }

  // In the order in which they lie in memory: what a push or an ACK touches comes first.

  let grpc: GRPCConnection
  /// What is between the two; nil on a connection without encryption.
  let tls: TLSSession?
  let socket: Socket
  @safe @exclusivity(unchecked) var phase = Phase.open
  /// Why the connection ends, if it is known before it has ended.
  var end: ConnectionEnd?
  /// Whether it is in the loop's list of those that may have something to send.
  var isDirty = false
  /// Whether it is in the loop's list of those that were not read to the end.
  var isUnread = false
  /// Whether the system has told that the peer sends no more: reading goes on until that is seen.
  var isHungUp = false
  /// Whether we have said that we send no more.
  var isWritingFinished = false
  /// How much of what waits for the socket the counters know of.
  var bytesHeld = 0
  @safe @exclusivity(unchecked) var timers: ConnectionTimers
  /// What is to be written as it is: with TLS it is encrypted already, and there may be more behind
  /// it, in the session's `waiting`.
  @safe @exclusivity(unchecked) var backlog = OutputList()

  init(socket: Socket, tls: TLSSession?, grpc: GRPCConnection, timers: ConnectionTimers) {
    self.socket = socket
    self.tls = tls
    self.grpc = grpc
    self.timers = timers
  }

  var id: ConnectionID { grpc.id }

  /// When it must be looked at, unless something happens before; nil for never.
  var deadline: Moment? {
    guard phase == .open, let callDeadline = grpc.deadline else { return timers.deadline }
    return timers.deadline.map { min($0, callDeadline) } ?? callDeadline
  }
}
