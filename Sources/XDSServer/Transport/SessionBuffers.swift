internal import CNghttp2
internal import Platform

/// What a session found in the bytes that it received, in order.
enum SessionEvent {
  /// The header fields of a request are complete.
  case request(ServerStream)
  /// DATA: which bytes of the input.
  case data(ServerStream, Range<Int>)
  /// END_STREAM.
  case clientFinished(ServerStream)
  /// nghttp2 has let go of the stream.
  case closed(ServerStream, HTTP2ErrorCode)
  /// The first SETTINGS have come: the peer does speak HTTP/2.
  case settings
  /// The answer to our PING.
  case pingAcknowledged
}

/// What all sessions of a loop use in turn, so that none of them has it for itself.
///
/// Each call of a session leaves `events` to its caller; `output` is written before the next
/// session is asked. What changes with every event is not checked for overlapping access.
@safe final class SessionBuffers {
  /// The limits of every session.
  let configuration: TransportConfiguration
  /// The time, as of the loop's current round.
  @safe @exclusivity(unchecked) var now = Moment.now
  /// The bytes of messages that connections of the loop have begun and not finished.
  @safe @exclusivity(unchecked) var unfinishedBytes = 0
  /// What the session that received last has found.
  @safe @exclusivity(unchecked) var events: [SessionEvent] = []
  /// What the session that was asked last wants to send.
  @safe @exclusivity(unchecked) var output = OutputList(bytesKept: 1 << 20)
  /// What the loop has counted.
  @safe @exclusivity(unchecked) var counters = TransportCounters()
  /// Where sessions get memory from.
  let frameMemory = FrameMemory()
  /// Where streams get memory from for a message that comes in pieces.
  let messageMemory = MessageMemory()
  /// Where the input of the current call begins: DATA is told as a range of it.
  var inputStart: UnsafeRawPointer?

  /// Owned, freed by `deinit`; every session copies what is in there.
  let callbacks: OpaquePointer
  let options: OpaquePointer

  init(_ configuration: TransportConfiguration = TransportConfiguration()) {
    self.configuration = configuration
    var callbacks: OpaquePointer?
    var options: OpaquePointer?
    guard
      unsafe nghttp2_session_callbacks_new(&callbacks) == 0,
      unsafe nghttp2_option_new(&options) == 0,
      let callbacks = unsafe callbacks, let options = unsafe options
    else { fatalError("There is not enough memory to start an event loop.") }
    unsafe self.callbacks = callbacks
    unsafe self.options = options
    unsafe HTTP2Session.install(in: callbacks)
    unsafe Self.configure(options)
  }

  deinit {
    unsafe nghttp2_session_callbacks_del(callbacks)
    unsafe nghttp2_option_del(options)
  }

  /// Empties `events`, once they are dealt with.
  func forgetEvents() { events.empty(keepingCapacityUpTo: 1024) }

  /// What nghttp2 itself does against peers that make much work for little of their own.
  private static func configure(_ options: OpaquePointer) {
    // PING and SETTINGS whose answers the peer does not read.
    unsafe nghttp2_option_set_max_outbound_ack(options, 256)
    unsafe nghttp2_option_set_max_settings(options, 32)
    // `FrameBudget` counts these, and tells the peer the right error.
    unsafe nghttp2_option_set_max_continuations(options, 1 << 20)
    unsafe nghttp2_option_set_stream_reset_rate_limit(options, .max, 0)
    // Closed streams are of use for RFC 7540 priorities only.
    unsafe nghttp2_option_set_no_closed_streams(options, 1)
    // Our header fields are few and the same once per stream: a table of 4 KiB per connection would
    // not pay.
    unsafe nghttp2_option_set_max_deflate_dynamic_table_size(options, 0)
  }
}
