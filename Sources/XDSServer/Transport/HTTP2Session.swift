internal import CNghttp2

/// Why a connection cannot go on as an HTTP/2 connection.
enum HTTP2Error: Error, Hashable {
  /// The first bytes are not HTTP/2's.
  case notHTTP2
  /// The peer makes more work than any honest one would: that is how its connection ends.
  case abusive(ConnectionEnd)
  /// nghttp2 got no memory.
  case outOfMemory
  /// nghttp2 says that something else is wrong, with that code.
  case nghttp2(code: Int)
}

/// The server's side of one HTTP/2 connection, without a socket: bytes in, events out; commands in,
/// bytes out.
///
/// Owned by one connection, used by the loop's thread. nghttp2's pointer to it is unretained: the
/// session frees nghttp2's object in `deinit`, so it is never called after. Wraps nghttp2 1.52,
/// which has no `mem_recv2` and `mem_send2`.
@safe final class HTTP2Session {
  /// A connection's frames that wait to be sent, apart from DATA; more is a flood.
  static let queuedFramesMax = 1000
  /// The client's preface (RFC 9113 §3.4).
  private static let prefaceByteCount = 24
  /// The output at which streams are asked to wait, so that a peer that does not read costs no more
  /// than this.
  static let outputBytesMax = 256 << 10
  /// The same while all connections together have too much that waits: one frame.
  private static let outputBytesMaxWhenShort = 1

  /// The output at which this session's streams wait now.
  var outputBytesMax: Int {
    buffers.counters.bytesHeld < buffers.configuration.heldBytesMax
      ? Self.outputBytesMax : Self.outputBytesMaxWhenShort
  }

  // In the order in which they lie in memory: what a push or an ACK touches comes first.

  let buffers: SessionBuffers
  /// The streams that nghttp2 has and that have a request.
  @safe @exclusivity(unchecked) var streams = ServerStreams()
  /// The error that we have told the peer by GOAWAY.
  var errorSent: HTTP2ErrorCode?
  /// Whether nghttp2 has something to send.
  var isQueued = true
  /// Whether a window is to be opened for the peer.
  var isWindowDue = false
  /// Whether a stream may have something to send.
  var isDataDue = false
  /// Whether a stream waits for the output to be written.
  var isHoldingBack = false
  /// Whether nghttp2 waits for nothing from the peer and has nothing to send: the connection can be
  /// closed.
  var isOver = false
  /// Whether something has happened that may change when the connection must be looked at.
  var haveTimesChanged = false
  /// How much of the client's preface has not come.
  var prefaceBytesLeft = UInt8(HTTP2Session.prefaceByteCount)
  /// Whether SETTINGS have come.
  var hasPeerSettings = false
  /// Whether the next frame must be CONTINUATION.
  var isInHeaderBlock = false
  /// Whether the peer's SETTINGS have opened a window too far, found by a callback.
  var hasOverflown = false
  @safe @exclusivity(unchecked) var receiveWindow = ReceiveWindow()
  @safe @exclusivity(unchecked) var sendWindow = SendWindow()
  /// What the peer may still make us do for nothing.
  @safe @exclusivity(unchecked) var budget: FrameBudget
  @safe @exclusivity(unchecked) var scanner = FrameScanner(
    skipping: HTTP2Session.prefaceByteCount)
  /// Who takes the payload of the frame that has begun.
  @safe @exclusivity(unchecked) var taker = FrameTaker.nghttp2
  /// Owned; freed by `deinit`.
  let raw: OpaquePointer
  /// What the windows of new streams are, as the peer's SETTINGS say.
  var sendWindowOfStreams = SendWindow.byteCountAtFirst
  /// The limit that the peer has gone over, found by a callback that must not throw.
  @safe @exclusivity(unchecked) var abuse: ConnectionEnd?
  /// What nghttp2 said last about what is wrong with the peer.
  var complaint: String?

  init(buffers: SessionBuffers) throws(HTTP2Error) {
    self.buffers = buffers
    budget = FrameBudget(buffers.configuration, now: buffers.now)
    var created: OpaquePointer?
    let code = unsafe buffers.frameMemory.lend { memory in
      unsafe nghttp2_session_server_new3(
        &created, buffers.callbacks, nil, buffers.options, memory)
    }
    guard code == 0, let created = unsafe created else { throw .outOfMemory }
    unsafe raw = created
    unsafe nghttp2_session_set_user_data(raw, Unmanaged.passUnretained(self).toOpaque())
    try submitSettings(buffers.configuration)
  }

  deinit { unsafe nghttp2_session_del(raw) }

  /// Whether the peer has shown that it speaks HTTP/2.
  ///
  /// Until then it is sent nothing: what it is may be a client of HTTP/1, which is answered in its
  /// own language.
  var hasPreface: Bool { prefaceBytesLeft == 0 }

  /// Notes whether nghttp2 has something to send, and whether it waits for anything.
  func noteWants() {
    isQueued = unsafe nghttp2_session_want_write(raw) != 0
    isOver = unsafe !isQueued && nghttp2_session_want_read(raw) == 0
  }

  /// Whether `produce` would do anything, or the session is over.
  var isDue: Bool { isQueued || isWindowDue || isDataDue || isOver }

  /// The stream of that number, unless it is closed.
  ///
  /// - Complexity: O(*n*) in the number of open streams, which is one or two.
  func stream(_ number: Int32) -> ServerStream? { streams[number] }

  // MARK: Commands. The service may give none of them while `receive` or `produce` runs.

  /// Sends the response's header fields, with DATA to follow or as all there is.
  func respond(_ stream: ServerStream, _ fields: [HeaderField], isLast: Bool) {
    let flags = isLast ? NGHTTP2_FLAG_END_STREAM : NGHTTP2_FLAG_NONE
    let code = unsafe HeaderField.withPairs(fields) { pairs, count in
      unsafe nghttp2_submit_headers(
        raw, UInt8(flags.rawValue), stream.number, nil, pairs, count, nil)
    }
    check(code, "nghttp2_submit_headers")
    isDataDue = true
  }

  /// Sends the trailers.
  func sendTrailers(_ stream: ServerStream, _ fields: [HeaderField]) {
    let code = unsafe HeaderField.withPairs(fields) { pairs, count in
      unsafe nghttp2_submit_trailer(raw, stream.number, pairs, count)
    }
    check(code, "nghttp2_submit_trailer")
  }

  func reset(_ stream: ServerStream, _ code: HTTP2ErrorCode) {
    stream.isReset = true
    check(
      unsafe nghttp2_submit_rst_stream(
        raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.number, code.rawValue),
      "nghttp2_submit_rst_stream")
  }

  func ping() {
    check(
      unsafe nghttp2_submit_ping(raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil),
      "nghttp2_submit_ping")
  }

  /// The first half of a graceful end: the peer opens no more streams, and those under way still
  /// count.
  func announceShutdown() {
    check(unsafe nghttp2_submit_shutdown_notice(raw), "nghttp2_submit_shutdown_notice")
  }

  /// The second half: says which stream was the last.
  ///
  /// The session is over when no stream is left.
  func sendGoAway() {
    let last = unsafe nghttp2_session_get_last_proc_stream_id(raw)
    check(
      unsafe nghttp2_submit_goaway(
        raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0),
      "nghttp2_submit_goaway")
  }

  /// Ends the session, whatever is under way; a complaint says what is wrong with the peer.
  func terminate(_ code: HTTP2ErrorCode, _ complaint: String? = nil) {
    if let complaint { self.complaint = complaint }
    check(
      unsafe nghttp2_session_terminate_session(raw, code.rawValue),
      "nghttp2_session_terminate_session")
  }

  /// What tells the peer to calm down, as a frame (RFC 9113 §6.8).
  var calmingGoAway: [UInt8] {
    let last = unsafe UInt32(bitPattern: nghttp2_session_get_last_proc_stream_id(raw))
    let code = HTTP2ErrorCode.enhanceYourCalm.rawValue
    let header: [UInt8] = [0, 0, 8, UInt8(NGHTTP2_GOAWAY.rawValue), 0, 0, 0, 0, 0]
    return [last, code].reduce(header) { bytes, word in
      bytes + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  private func submitSettings(_ configuration: TransportConfiguration) throws(HTTP2Error) {
    let settings = [
      (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0),
      (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.concurrentStreamsMax),
      (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, ReceiveWindow.byteCount),
      (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, configuration.headerListBytesMax),
      (NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
    ].map { nghttp2_settings_entry(settings_id: Int32($0.rawValue), value: UInt32($1)) }
    let code = unsafe nghttp2_submit_settings(
      raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
    guard code == 0 else { throw Self.error(Int(code)) }
    let windowCode = unsafe nghttp2_session_set_local_window_size(
      raw, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(ReceiveWindow.byteCount))
    guard windowCode == 0 else { throw Self.error(Int(windowCode)) }
  }

  /// Commands fail for two reasons: no memory, and a mistake of ours.
  private func check(_ code: Int32, _ call: StaticString) {
    isQueued = true
    precondition(
      code == 0, "\(call) failed: \(unsafe String(cString: nghttp2_strerror(code)))")
  }

  static func error(_ code: Int) -> HTTP2Error {
    switch Int32(truncatingIfNeeded: code) {
    case NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue: .notHTTP2
    case NGHTTP2_ERR_FLOODED.rawValue: .abusive(.flooded)
    case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue: .abusive(.continuationFlood)
    case NGHTTP2_ERR_NOMEM.rawValue: .outOfMemory
    default: .nghttp2(code: code)
    }
  }
}
