internal import CNghttp2

/// Who hears what comes on a connection.
protocol ConnectionUser: AnyObject {
  /// A message has come on the call of that index, whole; its bytes are valid during the call only.
  func messageReceived(_ message: RawSpan, on call: Int)
  /// The server has answered a ``ClientConnection/ping(_:)``.
  func pingAnswered()
}

/// The client's side of an HTTP/2 connection with a few gRPC calls that stay open, without a
/// socket: bytes in, messages out; messages in, bytes out, into the buffers' `output`.
///
/// Written by hand, as there are ten thousand of them beside the server that is measured: nothing
/// is allocated for one but its state, and a message that lies in the input in one piece is not
/// copied. Owned by one client, used by its loop's thread.
final class ClientConnection {
  /// A call.
  private struct Call {
    /// What the server lets us send.
    var sendWindow: Int
    /// What we have received since we have last opened the window.
    var consumed = 0
    /// The message that has begun and is not whole, with its prefix.
    var partial: [UInt8] = []
    /// How long that is going to be; 0 until its prefix is there.
    var partialByteCount = 0
    /// What waits for the window, behind frame headers to be.
    var unsent: [UInt8] = []
    /// Whether the response's header fields have come.
    var hasHeaders = false
  }

  /// Compressed-Flag and Message-Length.
  private static let prefixByteCount = 5
  /// No message of a server that means well is longer.
  private static let messageBytesMax = 1 << 30

  private var reader = FrameReader()
  private var calls: [Call]
  private var sendWindow = ConnectionOpening.windowBytesAtFirst
  private var initialSendWindow = ConnectionOpening.windowBytesAtFirst
  private var frameBytesMax = FrameReader.payloadBytesMax
  private var consumed = 0
  /// A header block that goes on in CONTINUATION frames, and whether it ends the stream.
  private var headerBlock: [UInt8] = []
  private var headersEndStream = false
  private var headersStream: Int32 = 0
  /// Whether the server has begun to speak HTTP/2.
  private(set) var isEstablished = false
  /// Whether the connection is inside of TLS.
  private let isTLS: Bool
  /// The first bytes, until it is known that they are HTTP/2's.
  private var firstBytes: [UInt8] = []
  /// What the server has said in a GOAWAY.
  private(set) var goAway: ConnectionFailure?

  /// A connection whose opening goes out with what is flushed next.
  init(_ opening: ConnectionOpening, isTLS: Bool, _ buffers: LoopBuffers) {
    calls = Array(repeating: Call(sendWindow: sendWindow), count: opening.callCount)
    self.isTLS = isTLS
    buffers.output += opening.bytes
  }

  /// The failure that the end of the connection is, if no other was noticed.
  var failureAtEnd: ConnectionFailure {
    goAway
      ?? ConnectionFailure(
        isEstablished
          ? "The server closed the connection"
          : "The server closed the connection before it had said anything"
            + (isTLS ? "" : ": does it speak TLS (--tls-ca)?"))
  }

  /// Takes bytes of the server.
  func receive(
    _ input: RawSpan, _ buffers: LoopBuffers, user: some ConnectionUser
  ) throws(ConnectionFailure) {
    if !isEstablished { try checkBeginning(input) }
    var offset = 0
    while true {
      switch reader.next(input, &offset) {
      case .starved: return
      case .tooLong: throw ConnectionFailure("The server sent a frame that is too long")
      case .data(let range, let isLast):
        guard let call = call(of: reader.header.stream) else { throw Self.unknownStream }
        try dataReceived(input.extracting(range), on: call, buffers, user)
        guard isLast else { continue }
        openWindows(call, reader.header.length, buffers)
        if reader.header.endsStream { throw Self.endedWithoutTrailers }
      case .frame: try frameReceived(buffers, user)
      }
    }
  }

  /// Sends the message that lies in the buffers' `request` behind room for its prefix.
  func sendRequest(on call: Int, _ buffers: LoopBuffers) {
    let length = UInt32(buffers.request.count - Self.prefixByteCount)
    for index in 0..<4 {
      buffers.request[1 + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
    }
    if calls[call].unsent.isEmpty {
      let sent = sendData(buffers.request, from: 0, on: call, buffers)
      if sent < buffers.request.count { calls[call].unsent += buffers.request[sent...] }
    } else {
      calls[call].unsent += buffers.request
    }
    buffers.request.removeAll(keepingCapacity: true)
  }

  /// Begins a message in the buffers' `request`.
  static func beginRequest(_ buffers: LoopBuffers) {
    buffers.request.append(contentsOf: [0, 0, 0, 0, 0])
  }

  /// Asks the server for a sign of life.
  func ping(_ buffers: LoopBuffers) {
    Frame.appendHeader(length: 8, NGHTTP2_PING, flags: 0, stream: 0, to: &buffers.output)
    buffers.output += [0, 0, 0, 0, 0, 0, 0, 1]
  }

  /// Puts as much as the windows let through into DATA frames; says up to where.
  private func sendData(
    _ bytes: [UInt8], from start: Int, on call: Int, _ buffers: LoopBuffers
  ) -> Int {
    var offset = start
    while offset < bytes.count {
      let count = min(
        bytes.count - offset, frameBytesMax, min(sendWindow, calls[call].sendWindow))
      guard count > 0 else { break }
      Frame.appendHeader(
        length: count, NGHTTP2_DATA, flags: 0, stream: ConnectionOpening.stream(ofCall: call),
        to: &buffers.output)
      buffers.output.append(contentsOf: bytes[offset..<offset + count])
      offset += count
      sendWindow -= count
      calls[call].sendWindow -= count
    }
    return offset
  }

  private func sendUnsent(_ buffers: LoopBuffers) {
    for call in calls.indices where !calls[call].unsent.isEmpty {
      let bytes = calls[call].unsent
      let sent = sendData(bytes, from: 0, on: call, buffers)
      calls[call].unsent = sent == bytes.count ? [] : Array(bytes[sent...])
    }
  }
}

// MARK: What comes

extension ClientConnection {
  private static let unknownStream = ConnectionFailure(
    "The server sent something on a stream that it was not asked on")
  private static let endedWithoutTrailers = ConnectionFailure(
    "The server ended a stream without a status")

  /// The call that a stream is; a client's streams have odd numbers (RFC 9113 §5.1.1).
  private func call(of stream: Int32) -> Int? {
    guard stream > 0, stream % 2 == 1, calls.indices.contains(Int(stream / 2)) else { return nil }
    return Int(stream / 2)
  }

  /// The first frame of a server is SETTINGS (RFC 9113 §3.4).
  private func checkBeginning(_ input: RawSpan) throws(ConnectionFailure) {
    guard firstBytes.count < 9 else { return }
    let piece = input.extracting(first: min(input.byteCount, 40 - firstBytes.count))
    unsafe piece.withUnsafeBytes { unsafe firstBytes.append(contentsOf: $0) }
    let isHTTP2 =
      firstBytes.first == 0
      && (firstBytes.count < 4 || firstBytes[3] == UInt8(NGHTTP2_SETTINGS.rawValue))
    guard isHTTP2 else { throw ConnectionFailure.notHTTP2(firstBytes, isTLS: isTLS) }
  }

  private func dataReceived(
    _ data: RawSpan, on index: Int, _ buffers: LoopBuffers, _ user: some ConnectionUser
  ) throws(ConnectionFailure) {
    var rest = data
    while rest.byteCount > 0 {
      if calls[index].partial.isEmpty, rest.byteCount >= Self.prefixByteCount {
        let end = try Self.messageEnd(of: rest)
        if end <= rest.byteCount {
          user.messageReceived(rest.extracting(Self.prefixByteCount..<end), on: index)
          rest = rest.extracting(droppingFirst: end)
          continue
        }
        calls[index].partialByteCount = end
        calls[index].partial = buffers.takeSpare(end)
      }
      let expected = calls[index].partialByteCount
      let wanted = expected == 0 ? Self.prefixByteCount : expected
      let piece = rest.extracting(first: wanted - calls[index].partial.count)
      rest = rest.extracting(droppingFirst: piece.byteCount)
      unsafe piece.withUnsafeBytes { unsafe calls[index].partial.append(contentsOf: $0) }
      if expected == 0, calls[index].partial.count == Self.prefixByteCount {
        let prefix = calls[index].partial
        calls[index].partialByteCount = try unsafe Self.messageEnd(of: prefix.span.bytes)
      }
      guard calls[index].partial.count == calls[index].partialByteCount else { continue }
      var whole: [UInt8] = []
      swap(&whole, &calls[index].partial)
      calls[index].partialByteCount = 0
      let message = unsafe whole.span.bytes.extracting(droppingFirst: Self.prefixByteCount)
      user.messageReceived(message, on: index)
      buffers.giveBack(whole)
    }
  }

  private static func messageEnd(of bytes: RawSpan) throws(ConnectionFailure) -> Int {
    let flag = unsafe bytes.unsafeLoad(as: UInt8.self)
    let length = unsafe UInt32(
      bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 1, as: UInt32.self))
    guard flag == 0 else {
      throw ConnectionFailure("The server sent a message that is compressed, or no message of gRPC")
    }
    guard length <= messageBytesMax else {
      throw ConnectionFailure("The server sent a message of more than 1 GiB")
    }
    return prefixByteCount + Int(length)
  }

  /// Opens the windows again when half of them is used up.
  private func openWindows(_ call: Int, _ byteCount: Int, _ buffers: LoopBuffers) {
    calls[call].consumed += byteCount
    consumed += byteCount
    if calls[call].consumed > ConnectionOpening.windowBytes / 2 {
      Frame.appendWindowUpdate(
        calls[call].consumed, stream: ConnectionOpening.stream(ofCall: call), to: &buffers.output)
      calls[call].consumed = 0
    }
    if consumed > ConnectionOpening.windowBytes / 2 {
      Frame.appendWindowUpdate(consumed, stream: 0, to: &buffers.output)
      consumed = 0
    }
  }

  private func frameReceived(
    _ buffers: LoopBuffers, _ user: some ConnectionUser
  ) throws(ConnectionFailure) {
    let header = reader.header
    let content = reader.content
    let isAcknowledgement = header.flags & 1 != 0
    switch UInt32(header.type) {
    case NGHTTP2_DATA.rawValue: try paddedReceived(content, header, buffers, user)
    case NGHTTP2_HEADERS.rawValue:
      headersStream = header.stream
      headersEndStream = header.endsStream
      headerBlock = Self.block(of: content, header)
      if header.endsHeaders { try headersReceived(buffers) }
    case NGHTTP2_CONTINUATION.rawValue:
      headerBlock += content
      guard headerBlock.count <= 256 << 10 else {
        throw ConnectionFailure("The server sent too many header fields")
      }
      if header.endsHeaders { try headersReceived(buffers) }
    case NGHTTP2_RST_STREAM.rawValue:
      let code = HTTP2Code(Frame.number(content))
      throw ConnectionFailure("The server reset a stream: \(code)")
    case NGHTTP2_SETTINGS.rawValue:
      isEstablished = true
      firstBytes = []
      if !isAcknowledgement { settingsReceived(content, buffers) }
    case NGHTTP2_PING.rawValue:
      if isAcknowledgement { return user.pingAnswered() }
      guard content.count == 8 else {
        throw ConnectionFailure("The server sent a PING that is not of 8 bytes")
      }
      Frame.appendHeader(length: 8, NGHTTP2_PING, flags: 1, stream: 0, to: &buffers.output)
      buffers.output += content
    case NGHTTP2_GOAWAY.rawValue:
      let code = HTTP2Code(Frame.number(content.dropFirst(4)))
      let text = String(decoding: content.dropFirst(8).prefix(200), as: UTF8.self)
      goAway = ConnectionFailure(
        "The server ended the connection by GOAWAY: \(code)", text.isEmpty ? nil : text)
      // With an error nothing that is under way counts any more; else the streams come to an end.
      if !code.isNoError, let goAway { throw goAway }
    case NGHTTP2_WINDOW_UPDATE.rawValue:
      let increment = Int(Frame.number(content) & 0x7FFF_FFFF)
      if header.stream == 0 {
        sendWindow += increment
      } else if let call = call(of: header.stream) {
        calls[call].sendWindow += increment
      }
      sendUnsent(buffers)
    default: break
    }
  }

  private func paddedReceived(
    _ content: [UInt8], _ header: FrameReader.Header, _ buffers: LoopBuffers,
    _ user: some ConnectionUser
  ) throws(ConnectionFailure) {
    guard let call = call(of: header.stream) else { throw Self.unknownStream }
    guard let padding = content.first, Int(padding) < content.count else { return }
    let end = content.count - Int(padding)
    try unsafe dataReceived(content.span.bytes.extracting(1..<end), on: call, buffers, user)
    openWindows(call, header.length, buffers)
    if header.endsStream { throw Self.endedWithoutTrailers }
  }

  private func settingsReceived(_ content: [UInt8], _ buffers: LoopBuffers) {
    for start in stride(from: 0, through: content.count - 6, by: 6) {
      let id = UInt32(content[start]) << 8 | UInt32(content[start + 1])
      let value = Int(Frame.number(content[(start + 2)...]))
      switch id {
      case NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue:
        for call in calls.indices { calls[call].sendWindow += value - initialSendWindow }
        initialSendWindow = value
      case NGHTTP2_SETTINGS_MAX_FRAME_SIZE.rawValue: frameBytesMax = max(value, 1)
      default: break
      }
    }
    Frame.appendHeader(length: 0, NGHTTP2_SETTINGS, flags: 1, stream: 0, to: &buffers.output)
    sendUnsent(buffers)
  }

  /// The header block of a HEADERS frame, without padding and priority (RFC 9113 §6.2).
  private static func block(of content: [UInt8], _ header: FrameReader.Header) -> [UInt8] {
    var rest = content[...]
    if header.isPadded, let padding = rest.popFirst() { rest = rest.dropLast(Int(padding)) }
    if header.flags & 0x20 != 0 { rest = rest.dropFirst(5) }
    return Array(rest)
  }

  private func headersReceived(_ buffers: LoopBuffers) throws(ConnectionFailure) {
    defer { headerBlock = [] }
    guard let call = call(of: headersStream) else { throw Self.unknownStream }
    guard let fields = buffers.headers.fields(in: headerBlock) else {
      throw ConnectionFailure("The server sent header fields that cannot be decoded")
    }
    if !calls[call].hasHeaders {
      calls[call].hasHeaders = true
      let status = fields[":status"] ?? "none"
      let type = fields["content-type"] ?? "none"
      guard status == "200", type.hasPrefix("application/grpc") || fields["grpc-status"] != nil
      else {
        throw ConnectionFailure(
          "The server does not speak gRPC", "it answers with status \(status) and type \(type)")
      }
    }
    guard headersEndStream else { return }
    guard let status = fields["grpc-status"] else { throw Self.endedWithoutTrailers }
    if status == "0" { throw ConnectionFailure("The server ended a stream with OK") }
    throw ConnectionFailure(
      "The server ended a stream with \(ConnectionFailure.statusName(status))",
      fields["grpc-message"].flatMap { $0.isEmpty ? nil : $0 })
  }
}

/// An error code of HTTP/2 (RFC 9113 §7).
private struct HTTP2Code: CustomStringConvertible {
  let description: String
  let isNoError: Bool

  init(_ code: UInt32) {
    isNoError = code == 0
    description = unsafe String(cString: nghttp2_http2_strerror(code))
  }
}
