internal import Platform

/// One call: what has arrived of it and what is to be sent.
///
/// Made by the session when the request's header fields begin, and held by it until the stream is
/// closed: nghttp2 keeps an unretained pointer to it as the source of the response's DATA.
final class ServerStream {
  /// What the source of DATA has last told nghttp2.
  enum Supply {
    /// It gives bytes when it is asked.
    case flowing
    /// It has none, and nghttp2 does not ask until told that there are some.
    case dry
    /// It has some, but the connection's output is full.
    case heldBack
  }

  /// How much of the response nghttp2 has been given.
  enum Response {
    case none
    case headers
    case trailers
  }

  /// The HTTP/2 stream identifier.
  let number: Int32
  /// The request's header fields; nil once the call has started.
  @safe @exclusivity(unchecked) var head: RequestHead? = RequestHead()
  @safe @exclusivity(unchecked) var decoder = MessageDecoder()
  /// The bytes in `decoder` that are counted against the limits.
  var chargedBytes = 0
  /// When the call ends by its `grpc-timeout`.
  @safe @exclusivity(unchecked) var deadline: Moment?
  /// Until when the message must be complete that is expected or has begun.
  @safe @exclusivity(unchecked) var messageDue: Moment?

  /// Whether the service knows the stream, and must hear when it ends.
  var isAccepted = false
  /// Whether END_STREAM has come.
  var isClientFinished = false
  /// Whether nghttp2 has let go of the stream.
  var isClosed = false

  var response = Response.none
  var supply = Supply.flowing
  /// The message on its way.
  @safe @exclusivity(unchecked) var outgoing: MessageCursor?
  /// Whether a message has been framed completely, and the service does not know yet.
  var isMessageFramed = false
  /// How the call ends, once that is decided: the trailers go out after the message on its way.
  @safe @exclusivity(unchecked) var ending: (status: GRPCStatus, reason: StreamEndReason)?

  init(number: Int32) { self.number = number }

  /// Whether a message was handed over whose last byte is not in the socket yet.
  var isSending: Bool { outgoing != nil || isMessageFramed }
}
