internal import CNghttp2

/// What a callback returns to end the session.
///
/// C never gives the nil that it stands for.
private var failure: Int32 { NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }

/// What nghttp2 calls while a session receives or produces.
///
/// Each callback finds the session, notes what happened and returns: it calls nghttp2 only where
/// its documentation allows it (RST_STREAM after a frame was sent), and nobody else.
extension HTTP2Session {
  static func install(in callbacks: OpaquePointer) {
    unsafe nghttp2_session_callbacks_set_send_callback(callbacks) { _, bytes, count, _, session in
      unsafe HTTP2Session.with(session) { session in
        unsafe session.buffers.output.append(
          copying: UnsafeBufferPointer(start: bytes, count: count))
        return count
      }
    }
    unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) {
      _, frame, session in
      guard let frame = unsafe frame else { return failure }
      return unsafe HTTP2Session.with(session) { session in
        unsafe session.headersBegan(frame.pointee)
        return 0
      }
    }
    unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameCount, value, valueCount, _, session in
      guard let frame = unsafe frame else { return failure }
      return unsafe HTTP2Session.with(session) { session in
        let configuration = session.buffers.configuration
        guard session.budget.fieldReceived(byteCount: nameCount + valueCount, configuration) else {
          session.abuse = .headerFlood
          return failure
        }
        // The client's trailers say nothing of the call, and may come before it has started.
        guard unsafe frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST else { return 0 }
        guard let stream = unsafe session.stream(frame.pointee.hd.stream_id) else { return 0 }
        let name = unsafe UnsafeBufferPointer(start: name, count: nameCount)
        if unsafe name.elementsEqual("content-length".utf8) { stream.hasLength = true }
        unsafe stream.head?.append(
          name: name, value: UnsafeBufferPointer(start: value, count: valueCount),
          bytesMax: configuration.headerListBytesMax)
        return 0
      }
    }
    unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, session in
      guard let frame = unsafe frame else { return failure }
      return unsafe HTTP2Session.with(session) { session in
        unsafe session.frameReceived(frame.pointee)
        return 0
      }
    }
    unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
      _, _, number, bytes, count, session in
      guard let bytes = unsafe bytes else { return 0 }
      return unsafe HTTP2Session.with(session) { session in
        guard let start = unsafe session.buffers.inputStart,
          let stream = session.stream(number)
        else { return 0 }
        let offset = unsafe UnsafeRawPointer(bytes) - start
        session.buffers.events.append(.data(stream, offset..<offset + count))
        return 0
      }
    }
    unsafe installEnds(in: callbacks)
  }

  private static func installEnds(in callbacks: OpaquePointer) {
    unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, session in
      guard let frame = unsafe frame else { return failure }
      return unsafe HTTP2Session.with(session) { session in
        unsafe session.frameSent(frame.pointee)
        return 0
      }
    }
    unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) {
      _, number, code, session in
      unsafe HTTP2Session.with(session) { session in
        session.streamClosed(number, HTTP2ErrorCode(rawValue: code))
        return 0
      }
    }
    unsafe nghttp2_session_callbacks_set_error_callback2(callbacks) {
      _, _, message, count, session in
      let bytes = unsafe UnsafeRawBufferPointer(start: message, count: min(count, 200))
      return unsafe HTTP2Session.with(session) { session in
        session.complaint = unsafe String(decoding: bytes, as: UTF8.self)
        return 0
      }
    }
  }

  /// The session that nghttp2 was given as its user data.
  ///
  /// It is alive: it owns the nghttp2 object that calls.
  private static func with<R: FixedWidthInteger>(
    _ userData: UnsafeMutableRawPointer?, _ body: (HTTP2Session) -> R
  ) -> R {
    guard let userData = unsafe userData else { return R(truncatingIfNeeded: failure) }
    return unsafe Unmanaged<HTTP2Session>.fromOpaque(userData)._withUnsafeGuaranteedRef(body)
  }
}

extension HTTP2Session {
  private func headersBegan(_ frame: nghttp2_frame) {
    guard unsafe frame.hd.type == NGHTTP2_HEADERS.rawValue,
      unsafe frame.headers.cat == NGHTTP2_HCAT_REQUEST
    else { return }
    streams.append(
      ServerStream(
        number: unsafe frame.hd.stream_id, sendWindow: SendWindow(sendWindowOfStreams)))
    haveTimesChanged = true
  }

  private func frameReceived(_ frame: nghttp2_frame) {
    let header = unsafe frame.hd
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
      guard let stream = stream(header.stream_id) else { return }
      if UInt32(header.type) == NGHTTP2_HEADERS.rawValue,
        unsafe frame.headers.cat == NGHTTP2_HCAT_REQUEST
      {
        buffers.events.append(.request(stream))
      }
      if UInt32(header.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0 {
        stream.isClientFinished = true
        buffers.events.append(.clientFinished(stream))
      }
    case NGHTTP2_SETTINGS.rawValue where UInt32(header.flags) & NGHTTP2_FLAG_ACK.rawValue == 0:
      adoptWindowOfStreams()
      guard !hasPeerSettings else { return }
      hasPeerSettings = true
      haveTimesChanged = true
      buffers.events.append(.settings)
    case NGHTTP2_PING.rawValue where UInt32(header.flags) & NGHTTP2_FLAG_ACK.rawValue != 0:
      buffers.events.append(.pingAcknowledged)
    default: break
    }
  }

  private func frameSent(_ frame: nghttp2_frame) {
    let header = unsafe frame.hd
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue
    where UInt32(header.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0:
      // RFC 9113 §8.1: "A server MAY request that the client abort transmission of a request
      // without error by sending a RST_STREAM with an error code of NO_ERROR after sending a
      // complete response". Without it the stream would stay open for as long as the client likes.
      guard let stream = stream(header.stream_id), !stream.isClientFinished else { return }
      reset(stream, .noError)
    case NGHTTP2_RST_STREAM.rawValue
    where unsafe frame.rst_stream.error_code != NGHTTP2_NO_ERROR.rawValue:
      // The service resets nothing: the peer has done something that makes nghttp2 do it.
      if !budget.resetProvoked(buffers.configuration, now: buffers.now) {
        abuse = .provokedResetFlood
      }
    case NGHTTP2_GOAWAY.rawValue:
      let code = HTTP2ErrorCode(rawValue: unsafe frame.goaway.error_code)
      guard code != .noError else { return }
      errorSent = code
      // nghttp2 writes its reason into the frame's debug data.
      let reason = unsafe UnsafeBufferPointer(
        start: frame.goaway.opaque_data, count: frame.goaway.opaque_data_len)
      if !reason.isEmpty { complaint = unsafe String(decoding: reason, as: UTF8.self) }
    default: break
    }
  }

  private func streamClosed(_ number: Int32, _ code: HTTP2ErrorCode) {
    guard let stream = streams.remove(number) else { return }
    stream.isClosed = true
    haveTimesChanged = true
    buffers.events.append(.closed(stream, code))
  }
}
