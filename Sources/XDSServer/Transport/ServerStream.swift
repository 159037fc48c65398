internal import Platform

/// One call: what has arrived of it and what is to be sent.
///
/// Made by the session when the request's header fields begin, and held by it until the stream is
/// closed.
final class ServerStream {
  /// How much of the response nghttp2 has been given.
  enum Response {
    case none
    case headers
    case trailers
  }

  // In the order in which they lie in memory: what a push or an ACK touches comes first.

  /// The call that came after this one on the same connection: ``ServerStreams``.
  @safe @exclusivity(unchecked) var next: ServerStream?
  /// The HTTP/2 stream identifier.
  let number: Int32
  var response = Response.none
  /// Whether a message has been framed completely, and the service does not know yet.
  var isMessageFramed = false
  /// Whether the service knows the stream, and must hear when it ends.
  var isAccepted = false
  /// Whether END_STREAM has come.
  var isClientFinished = false
  /// Whether nghttp2 has let go of the stream.
  var isClosed = false
  /// Whether we have told nghttp2 to reset it: what the client sends does not matter any more.
  var isReset = false
  /// Whether the request says how long it is (`content-length`), which nghttp2 checks.
  var hasLength = false
  /// How the call ends, once that is decided: the trailers go out after the message on its way.
  @safe @exclusivity(unchecked) var ending: StreamEnding?
  /// What we may still send.
  @safe @exclusivity(unchecked) var sendWindow: SendWindow
  /// What the client may still send.
  @safe @exclusivity(unchecked) var receiveWindow = ReceiveWindow()
  @safe @exclusivity(unchecked) var decoder = MessageDecoder()
  /// Until when the message must be complete that is expected or has begun.
  @safe @exclusivity(unchecked) var messageDue: Moment?
  /// The message on its way.
  @safe @exclusivity(unchecked) var outgoing: MessageCursor?
  /// The bytes in `decoder` that are counted against the limits.
  var chargedBytes = 0
  /// When the call ends by its `grpc-timeout`.
  @safe @exclusivity(unchecked) var deadline: Moment?
  /// The request's header fields; nil once the call has started.
  @safe @exclusivity(unchecked) var head: RequestHead? = RequestHead()

  init(number: Int32, sendWindow: SendWindow) {
    self.number = number
    self.sendWindow = sendWindow
  }

  /// Whether a message was handed over whose last byte is not in the socket yet.
  var isSending: Bool { outgoing != nil || isMessageFramed }
}

/// How a call ends.
final class StreamEnding: Sendable {
  /// What the client is told.
  let status: GRPCStatus
  /// What the service is told.
  let reason: StreamEndReason

  init(_ status: GRPCStatus, _ reason: StreamEndReason) {
    self.status = status
    self.reason = reason
  }
}
