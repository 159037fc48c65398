public import Platform

/// What an event loop serves.
///
/// One instance per loop, called on that loop's thread only; it need not be `Sendable`.
///
/// Every call goes `callStarted` → any number of `messageReceived` and `messageSent`, at most one
/// `clientFinished` → `streamEnded`, which comes exactly once for each call that was accepted and
/// never for one that was refused. From inside any of these methods the loop may be told to send,
/// to finish, to do anything: it never calls back before the method returns.
public protocol GRPCService: AnyObject, SendableMetatype {
  /// Decides about a new call.
  ///
  /// A path that the service does not know is refused with `unimplemented`.
  func callStarted(_ call: GRPCCall, on stream: StreamID) -> CallDecision

  /// Takes one message of the client.
  ///
  /// The bytes are valid during the call only.
  func messageReceived(_ message: RawSpan, on stream: StreamID)

  /// The client sends no more messages (END_STREAM).
  ///
  /// The call goes on until the service finishes it.
  func clientFinished(_ stream: StreamID)

  /// The message handed over last is in the socket to the last byte: the stream may send the next
  /// one.
  func messageSent(on stream: StreamID)

  /// The call is over and its identifier means nothing any more.
  func streamEnded(_ stream: StreamID, reason: StreamEndReason)

  /// The moment given to ``EventLoop/setDeadline(_:)`` has come.
  ///
  /// Called once per deadline set.
  func deadlineReached(now: Moment)

  /// All events that had come are dealt with, and much of what they have led to is sent: the moment
  /// to tell others what they have brought.
  func roundEnded()
}

extension GRPCService {
  /// Does nothing, for services that set no deadline.
  public func deadlineReached(now: Moment) {}

  /// Does nothing, for services that others need not hear of.
  public func roundEnded() {}
}

/// A call as the client made it.
public struct GRPCCall: Hashable, Sendable {
  /// A header field of the request.
  public struct Metadata: Hashable, Sendable {
    /// The name, in lower case.
    public var name: String
    /// The value; bytes that are not UTF-8 are replaced.
    public var value: String

    /// A field.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The `:path`: `/package.Service/Method`.
  public var path: String
  /// The `:authority` or `host`; empty if the client sent none.
  public var authority: String
  /// Where the connection comes from.
  public var peer: SocketAddress
  /// Who the client is, as far as its certificate says.
  public var identity: PeerIdentity
  /// All other header fields without those of HTTP/2 itself, in the order of arrival; at most 16
  /// KiB.
  public var metadata: [Metadata]

  /// A call.
  public init(
    path: String, authority: String = "", peer: SocketAddress,
    identity: PeerIdentity = .unknown, metadata: [Metadata] = []
  ) {
    self.path = path
    self.authority = authority
    self.peer = peer
    self.identity = identity
    self.metadata = metadata
  }

  /// The value of the first field of that name.
  public subscript(name: String) -> String? { metadata.first { $0.name == name }?.value }
}

/// What a service says to a new call.
public enum CallDecision: Hashable, Sendable {
  /// The service takes it.
  case accept
  /// The service does not take it: the client gets that status and the service hears no more of the
  /// call.
  case refuse(GRPCStatus)
}

/// Why a call is over.
public enum StreamEndReason: Hashable, Sendable {
  /// It was finished from our side, and the trailers have left.
  case finished
  /// The client reset the stream, with that HTTP/2 error code.
  case reset(HTTP2ErrorCode)
  /// The client broke a rule of gRPC or went over a limit, and has been told by that status.
  case refused(GRPCStatus)
  /// The connection ended.
  case connectionClosed
}
