/// A socket, the gRPC connection that it carries, and what the socket did not take yet.
///
/// Belongs to one loop.
final class Connection {
  enum Phase: Hashable {
    case open
    /// Everything is said; the peer is given time to read it. Closing at once could make the system
    /// drop what the peer has not read.
    case lingering
    case closed
  }

  let socket: Socket
  let grpc: GRPCConnection
  var phase = Phase.open
  var timers: ConnectionTimers
  var backlog = OutputList()
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

  init(socket: Socket, grpc: GRPCConnection, timers: ConnectionTimers) {
    self.socket = socket
    self.grpc = grpc
    self.timers = timers
  }

  var id: ConnectionID { grpc.id }

  /// When it must be looked at, unless something happens before; nil for never.
  var deadline: ContinuousClock.Instant? {
    guard phase == .open, let callDeadline = grpc.deadline else { return timers.deadline }
    return timers.deadline.map { min($0, callDeadline) } ?? callDeadline
  }
}
