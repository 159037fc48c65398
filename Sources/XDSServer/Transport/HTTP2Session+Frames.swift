internal import CNghttp2

/// Who takes the payload of a frame that a peer sends.
enum FrameTaker {
  case nghttp2
  /// The call that the DATA is for.
  case call(ServerStream)
  /// The window of that stream, or the connection's without one, once the increment is complete.
  case window(ServerStream?, increment: UInt32)
}

/// DATA and the windows that it passes through, which nghttp2 is spared (docs/ARCHITECTURE.md).
///
/// It hears neither of the DATA that we send nor of the WINDOW_UPDATEs that let us: its windows
/// would be opened, never used, and too wide after 2 GiB. For the DATA that it does take it opens
/// the windows itself, as we do for ours.
extension HTTP2Session {
  /// Takes bytes of the peer.
  ///
  /// What they mean is in the buffers' `events` afterwards, even after an error.
  func receive(_ input: RawSpan) throws(HTTP2Error) {
    // Where the bytes begin that are nghttp2's and that it has not been given.
    var start = 0
    var offset = 0
    while offset < input.byteCount {
      let piece = offset
      switch scanner.next(input, &offset) {
      case .payload:
        if case .nghttp2 = taker { continue }
        take(input, piece..<offset)
        start = offset
      case .headerPart:
        try give(input, start..<piece)
        start = offset
      case .header:
        try count(scanner.header)
        // What was before may have opened the stream or closed it.
        if Self.isSpared(scanner.header) {
          try give(input, start..<piece)
          start = piece
        }
        taker = taker(of: scanner.header)
        if case .nghttp2 = taker { continue }
        start = offset
      case .headerEnd:
        try count(scanner.header)
        taker = taker(of: scanner.header)
        if case .nghttp2 = taker {
          unsafe try give(scanner.header.bytes.span.bytes, 0..<FrameHeader.byteCount)
        }
        start = offset
      }
    }
    try give(input, start..<input.byteCount)
    if !hasPreface { prefaceBytesLeft -= UInt8(min(Int(prefaceBytesLeft), input.byteCount)) }
  }

  /// Counts a frame that begins.
  private func count(_ header: FrameHeader) throws(HTTP2Error) {
    if let end = budget.received(header, buffers.configuration, now: buffers.now) {
      throw .abusive(end)
    }
  }

  /// Has nghttp2 read some of the bytes.
  private func give(_ bytes: RawSpan, _ range: Range<Int>) throws(HTTP2Error) {
    guard !range.isEmpty else { return }
    let count = unsafe bytes.withUnsafeBytes { bytes in
      unsafe buffers.inputStart = bytes.baseAddress
      defer { unsafe buffers.inputStart = nil }
      return unsafe nghttp2_session_mem_recv(
        raw, UnsafeRawBufferPointer(rebasing: bytes[range]).baseAddress, range.count)
    }
    if let abuse { throw .abusive(abuse) }
    guard count == range.count else { throw Self.error(count) }
    guard unsafe nghttp2_session_get_outbound_queue_size(raw) <= Self.queuedFramesMax else {
      throw .abusive(.flooded)
    }
    if hasOverflown { terminate(.flowControlError, "SETTINGS: a stream's window is too wide") }
    noteWants()
  }

  /// Whether nghttp2 is spared frames of that type.
  private static func isSpared(_ header: FrameHeader) -> Bool {
    switch UInt32(header.type) {
    case NGHTTP2_DATA.rawValue, NGHTTP2_WINDOW_UPDATE.rawValue: true
    default: false
    }
  }

  private func taker(of header: FrameHeader) -> FrameTaker {
    defer { isInHeaderBlock = header.isContinued }
    guard !isInHeaderBlock, errorSent == nil else { return .nghttp2 }
    switch UInt32(header.type) {
    case NGHTTP2_DATA.rawValue:
      let flags = NGHTTP2_FLAG_END_STREAM.rawValue | NGHTTP2_FLAG_PADDED.rawValue
      guard UInt32(header.flags) & flags == 0, 1...FrameHeader.payloadBytesMax ~= header.length,
        let stream = stream(header.stream), !stream.isClientFinished, !stream.hasLength,
        !stream.isReset, pass(header.length, to: stream)
      else { return .nghttp2 }
      return .call(stream)
    case NGHTTP2_WINDOW_UPDATE.rawValue where header.length == 4:
      guard header.stream > 0 else { return .window(nil, increment: 0) }
      guard let stream = stream(header.stream), !stream.isReset else { return .nghttp2 }
      return .window(stream, increment: 0)
    default: return .nghttp2
    }
  }

  /// Takes payload that nghttp2 is spared.
  private func take(_ input: RawSpan, _ range: Range<Int>) {
    switch taker {
    case .nghttp2: break
    case .call(let stream): buffers.events.append(.data(stream, range))
    case .window(let stream, var increment):
      for offset in range {
        let byte = unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        increment = increment << 8 | UInt32(byte)
      }
      taker = .window(stream, increment: increment)
      // "Reserved: … MUST be ignored when receiving" (RFC 9113 §6.9).
      if scanner.bytesLeft == 0 { windowOpened(stream, by: Int(increment & 0x7FFF_FFFF)) }
    }
  }
}

// MARK: - Windows

extension HTTP2Session {
  /// Counts DATA that comes; false if it is more than the windows let through, of which the peer is
  /// told then.
  private func pass(_ count: Int, to stream: ServerStream) -> Bool {
    guard receiveWindow.take(count) else {
      terminate(.flowControlError, "DATA: more than the connection's window lets through")
      return false
    }
    guard stream.receiveWindow.take(count) else {
      reset(stream, .flowControlError)
      return false
    }
    if receiveWindow.isHalfTaken || stream.receiveWindow.isHalfTaken { isWindowDue = true }
    return true
  }

  /// Opens the windows that the peer has used a good part of.
  private func openWindows() {
    isWindowDue = false
    if receiveWindow.isQuarterTaken { sayOpened(0, by: receiveWindow.reopen()) }
    for stream in streams where stream.receiveWindow.isQuarterTaken {
      sayOpened(stream.number, by: stream.receiveWindow.reopen())
    }
  }

  private func sayOpened(_ number: Int32, by count: Int) {
    buffers.output.append(
      FrameHeader(length: 4, type: UInt8(NGHTTP2_WINDOW_UPDATE.rawValue), stream: number))
    let increment = UInt32(count)
    let bytes: InlineArray<4, UInt8> = [
      UInt8(truncatingIfNeeded: increment >> 24), UInt8(truncatingIfNeeded: increment >> 16),
      UInt8(truncatingIfNeeded: increment >> 8), UInt8(truncatingIfNeeded: increment),
    ]
    unsafe bytes.span.withUnsafeBufferPointer { unsafe buffers.output.append(copying: $0) }
  }

  /// The peer lets us send more.
  private func windowOpened(_ stream: ServerStream?, by count: Int) {
    guard count > 0 else {
      // "A receiver MUST treat the receipt of a WINDOW_UPDATE frame with a flow-control window
      // increment of 0 as a stream error … of type PROTOCOL_ERROR" (RFC 9113 §6.9).
      guard let stream else {
        return terminate(.protocolError, "WINDOW_UPDATE: the connection's is opened by nothing")
      }
      return reset(stream, .protocolError)
    }
    if let stream {
      if !stream.sendWindow.open(by: count) { reset(stream, .flowControlError) }
    } else if !sendWindow.open(by: count) {
      terminate(.flowControlError, "WINDOW_UPDATE: the connection's window is too wide")
    }
    if streams.contains(where: { $0.outgoing != nil }) { isDataDue = true }
  }

  /// The peer has sent SETTINGS: "a receiver MUST adjust the size of all stream flow-control
  /// windows that it maintains by the difference" (RFC 9113 §6.9.2).
  func adoptWindowOfStreams() {
    let size = unsafe Int(
      nghttp2_session_get_remote_settings(raw, NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE))
    let difference = size - sendWindowOfStreams
    guard difference != 0 else { return }
    sendWindowOfStreams = size
    for stream in streams where !stream.sendWindow.open(by: difference) { hasOverflown = true }
    isDataDue = true
  }
}

// MARK: - What is sent

extension HTTP2Session {
  /// Puts what is to be sent into the buffers' `output`.
  func produce() throws(HTTP2Error) {
    isHoldingBack = false
    try sendQueued()
    guard errorSent == nil else { return }
    // A response takes it along, which saves the system call that it would need alone: for an ACK
    // of a thousand names one in five.
    if isWindowDue || isDataDue && receiveWindow.isQuarterTaken { openWindows() }
    guard isDataDue else { return }
    isDataDue = false
    sendData()
    // Trailers.
    try sendQueued()
  }

  /// Has nghttp2 send what it has.
  private func sendQueued() throws(HTTP2Error) {
    guard isQueued else { return }
    let code = unsafe nghttp2_session_send(raw)
    guard code == 0 else { throw Self.error(Int(code)) }
    if let abuse { throw .abusive(abuse) }
    noteWants()
  }

  /// Sends what streams have, a frame of each in turn.
  private func sendData() {
    var isMore = true
    while isMore {
      isMore = false
      for stream in streams where sendFrame(of: stream) { isMore = true }
    }
  }

  /// Sends a DATA frame of the stream, or its trailers; says whether there is more.
  private func sendFrame(of stream: ServerStream) -> Bool {
    guard stream.response == .headers, !stream.isReset else { return false }
    guard let remaining = stream.outgoing?.remaining else {
      if let ending = stream.ending {
        stream.response = .trailers
        sendTrailers(stream, HeaderField.trailers(ending.status))
      }
      return false
    }
    let window = min(sendWindow.byteCount, stream.sendWindow.byteCount)
    let count = min(remaining, FrameHeader.payloadBytesMax, window)
    guard count > 0 else { return false }
    guard buffers.output.byteCount < outputBytesMax else {
      isHoldingBack = true
      isDataDue = true
      return false
    }
    sendWindow.take(count)
    stream.sendWindow.take(count)
    budget.dataSent(buffers.configuration)
    buffers.output.append(
      FrameHeader(length: count, type: UInt8(NGHTTP2_DATA.rawValue), stream: stream.number))
    stream.outgoing?.take(count, into: &buffers.output)
    guard count == remaining else { return true }
    stream.outgoing = nil
    stream.isMessageFramed = true
    return stream.ending != nil
  }
}
