import CNghttp2

/// The client's side of an HTTP/2 connection in memory, on nghttp2's client: what the server is
/// tested against.
///
/// Not `Sendable`: one test, one thread.
final class ClientSession {
  /// One call, as the client sees it.
  final class Stream {
    /// The response's header fields, pseudo-header fields included.
    var headers: [String: String] = [:]
    /// The trailers; those of a Trailers-Only response are in `headers`.
    var trailers: [String: String] = [:]
    /// The DATA that has arrived.
    var data: [UInt8] = []
    /// The complete messages in it, in order.
    var messages: [[UInt8]] {
      var messages: [[UInt8]] = []
      var rest = data[...]
      while rest.count >= 5 {
        let length = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= 5 + length else { break }
        messages.append(Array(rest.dropFirst(5).prefix(length)))
        rest = rest.dropFirst(5 + length)
      }
      return messages
    }
    /// Whether the server has ended the stream (END_STREAM).
    var isFinished = false
    /// With which error code the stream was closed; nil while it is open.
    var closed: UInt32?
    /// `grpc-status`, wherever it came.
    var status: Int? { (trailers["grpc-status"] ?? headers["grpc-status"]).flatMap { Int($0) } }
    /// `grpc-message`, wherever it came, as it came.
    var statusMessage: String? { trailers["grpc-message"] ?? headers["grpc-message"] }

    fileprivate var outgoing: [UInt8] = []
    /// How many of them have left.
    fileprivate var outgoingSent = 0
    fileprivate var isLast = false
    /// The fields that follow the last of them.
    fileprivate var outgoingTrailers: [(String, String)] = []
  }

  private var raw: OpaquePointer?
  private(set) var streams: [Int32: Stream] = [:]
  /// The frames that have arrived, by type.
  private(set) var framesReceived: [UInt8: Int] = [:]
  /// Last stream and error code of each GOAWAY.
  private(set) var goAways: [(last: Int32, code: UInt32)] = []

  /// - Parameters:
  ///   - settings: the client's SETTINGS.
  ///   - opensWindows: whether WINDOW_UPDATE is sent by itself; if not, `consume` does.
  ///   - answersPings: whether PINGs are answered.
  init(
    settings: [(nghttp2_settings_id, UInt32)] = [], opensWindows: Bool = true,
    answersPings: Bool = true
  ) {
    var callbacks: OpaquePointer?
    nghttp2_session_callbacks_new(&callbacks)
    defer { nghttp2_session_callbacks_del(callbacks) }
    Self.install(in: callbacks)
    var options: OpaquePointer?
    nghttp2_option_new(&options)
    defer { nghttp2_option_del(options) }
    nghttp2_option_set_no_auto_window_update(options, opensWindows ? 0 : 1)
    nghttp2_option_set_no_auto_ping_ack(options, answersPings ? 0 : 1)
    nghttp2_session_client_new2(
      &raw, callbacks, Unmanaged.passUnretained(self).toOpaque(), options)
    let entries = settings.map {
      nghttp2_settings_entry(settings_id: Int32($0.0.rawValue), value: $0.1)
    }
    nghttp2_submit_settings(raw, 0, entries, entries.count)
  }

  deinit { nghttp2_session_del(raw) }

  /// Opens a call.
  func open(
    _ path: String, method: String = "POST", contentType: String? = "application/grpc",
    _ fields: [(String, String)] = []
  ) -> Int32 {
    var all = [
      (":method", method), (":scheme", "http"), (":path", path), (":authority", "test"),
      ("te", "trailers"),
    ]
    if let contentType { all.append(("content-type", contentType)) }
    let stream = Stream()
    var provider = nghttp2_data_provider()
    provider.source.ptr = Unmanaged.passUnretained(stream).toOpaque()
    provider.read_callback = Self.readCallback
    let number = Self.withPairs(all + fields) {
      nghttp2_submit_request(raw, nil, $0, $1, &provider, nil)
    }
    precondition(number > 0, "the client cannot open a stream: \(number)")
    streams[number] = stream
    return number
  }

  /// Sends bytes of DATA as they are.
  func send(raw bytes: [UInt8], on number: Int32) {
    streams[number]?.outgoing += bytes
    nghttp2_session_resume_data(raw, number)
  }

  /// Sends a gRPC message.
  func send(_ message: [UInt8], on number: Int32) {
    send(raw: Self.framed(message), on: number)
  }

  /// Sends END_STREAM.
  func finish(_ number: Int32) {
    streams[number]?.isLast = true
    nghttp2_session_resume_data(raw, number)
  }

  /// Sends trailers, and with them END_STREAM.
  func finish(_ number: Int32, trailers: [(String, String)]) {
    streams[number]?.outgoingTrailers = trailers
    finish(number)
  }

  func reset(_ number: Int32, _ code: UInt32 = 8) {
    nghttp2_submit_rst_stream(raw, 0, number, code)
  }

  func ping() { nghttp2_submit_ping(raw, 0, nil) }

  func goAway() { nghttp2_session_terminate_session(raw, 0) }

  /// Opens the windows for so many bytes more.
  func consume(_ count: Int, on number: Int32) {
    nghttp2_session_consume(raw, number, count)
  }

  /// Lets the server send so many bytes on all calls together.
  func openConnectionWindow(_ count: UInt32) {
    nghttp2_session_set_local_window_size(raw, 0, 0, Int32(count))
  }

  /// Takes the server's bytes; false if they are not HTTP/2.
  @discardableResult
  func receive(_ bytes: [UInt8]) -> Bool {
    nghttp2_session_mem_recv(raw, bytes, bytes.count) == bytes.count
  }

  /// What the client wants to send.
  func takeOutput() -> [UInt8] {
    var output: [UInt8] = []
    while true {
      var start: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(raw, &start)
      guard count > 0, let start else { return output }
      output += UnsafeBufferPointer(start: start, count: count)
    }
  }

  /// A message with gRPC's prefix.
  static func framed(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    let length = UInt32(message.count)
    return [flag] + stride(from: 24, through: 0, by: -8).map { UInt8(length >> $0 & 0xFF) }
      + message
  }

  private static func withPairs<R>(
    _ fields: [(String, String)], _ body: (UnsafePointer<nghttp2_nv>, Int) -> R
  ) -> R {
    var bytes = fields.flatMap { Array($0.0.utf8) + Array($0.1.utf8) }
    return bytes.withUnsafeMutableBufferPointer { bytes in
      var offset = 0
      let pairs = fields.map { field -> nghttp2_nv in
        let (name, value) = (field.0.utf8.count, field.1.utf8.count)
        defer { offset += name + value }
        let start = bytes.baseAddress?.advanced(by: offset)
        return nghttp2_nv(
          name: start, value: start?.advanced(by: name), namelen: name, valuelen: value, flags: 0)
      }
      return body(pairs, pairs.count)
    }
  }
}

extension ClientSession {
  private static let readCallback: nghttp2_data_source_read_callback = {
    session, number, buffer, capacity, flags, source, _ in
    guard let pointer = source?.pointee.ptr, let buffer else { return -1 }
    let stream = Unmanaged<Stream>.fromOpaque(pointer).takeUnretainedValue()
    let count = min(capacity, stream.outgoing.count - stream.outgoingSent)
    if count == 0, !stream.isLast { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
    stream.outgoing.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress {
        buffer.update(from: start + stream.outgoingSent, count: count)
      }
    }
    stream.outgoingSent += count
    if stream.outgoingSent == stream.outgoing.count {
      stream.outgoing = []
      stream.outgoingSent = 0
      if stream.isLast { flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
      if stream.isLast, !stream.outgoingTrailers.isEmpty {
        flags?.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
        ClientSession.withPairs(stream.outgoingTrailers) {
          _ = nghttp2_submit_trailer(session, number, $0, $1)
        }
      }
    }
    return count
  }

  private static func of(_ userData: UnsafeMutableRawPointer?) -> ClientSession? {
    userData.map { Unmanaged<ClientSession>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func install(in callbacks: OpaquePointer?) {
    nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameCount, value, valueCount, _, session in
      guard let frame, let stream = ClientSession.of(session)?.streams[frame.pointee.hd.stream_id]
      else { return 0 }
      let name = String(
        decoding: UnsafeBufferPointer(start: name, count: nameCount), as: UTF8.self)
      let value = String(
        decoding: UnsafeBufferPointer(start: value, count: valueCount), as: UTF8.self)
      if frame.pointee.headers.cat == NGHTTP2_HCAT_HEADERS {
        stream.trailers[name] = value
      } else {
        stream.headers[name] = value
      }
      return 0
    }
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
      _, _, number, bytes, count, session in
      ClientSession.of(session)?.streams[number]?.data += UnsafeBufferPointer(
        start: bytes, count: count)
      return 0
    }
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, session in
      guard let frame, let session = ClientSession.of(session) else { return 0 }
      let header = frame.pointee.hd
      session.framesReceived[header.type, default: 0] += 1
      switch UInt32(header.type) {
      case NGHTTP2_GOAWAY.rawValue:
        session.goAways.append(
          (frame.pointee.goaway.last_stream_id, frame.pointee.goaway.error_code))
      case NGHTTP2_DATA.rawValue, NGHTTP2_HEADERS.rawValue:
        if header.flags & 1 != 0 { session.streams[header.stream_id]?.isFinished = true }
      default: break
      }
      return 0
    }
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, number, code, session in
      ClientSession.of(session)?.streams[number]?.closed = code
      return 0
    }
  }
}
