internal import Platform

/// gRPC on one HTTP/2 connection, without a socket: bytes in, calls of the service out; messages
/// in, bytes out.
///
/// Owned by a ``Connection``, used by the loop's thread. The service is called from `receive`,
/// `outputWritten` and `closed` only, never from inside a command.
final class GRPCConnection {
  let session: HTTP2Session
  let id: ConnectionID
  /// The bytes of messages that have begun and not ended.
  private var unfinishedBytes = 0
  /// Whether we wait for the PING that tells that the peer knows of the shutdown.
  private var isGoAwayDue = false
  /// What calls are told from now on, once the connection is on its way out.
  private var leaving: GRPCStatus?
  let peer: SocketAddress
  /// Who the peer is; the loop says so before the first bytes.
  var identity = PeerIdentity.unknown

  init(
    id: ConnectionID, peer: SocketAddress, buffers: SessionBuffers
  ) throws(HTTP2Error) {
    self.id = id
    self.peer = peer
    session = try HTTP2Session(buffers: buffers)
  }

  var configuration: TransportConfiguration { session.buffers.configuration }

  /// Takes bytes of the peer and tells the service what they mean.
  func receive(_ input: RawSpan, service: some GRPCService) throws(HTTP2Error) {
    let buffers = session.buffers
    defer { buffers.forgetEvents() }
    do {
      try session.receive(input)
    } catch {
      tellOfClosed(service)
      throw error
    }
    for index in buffers.events.indices {
      switch buffers.events[index] {
      case .request(let stream): requestReceived(stream, service: service)
      case .data(let stream, let range):
        dataReceived(input.extracting(range), on: stream, service: service)
      case .clientFinished(let stream): clientFinished(stream, service: service)
      case .closed(let stream, let code): closed(stream, code, service: service)
      case .settings: break
      case .pingAcknowledged: finishShutdownNotice()
      }
    }
  }

  /// Puts what is to be sent into the session's output.
  ///
  /// The service hears of streams that end by this.
  func produce(service: some GRPCService) throws(HTTP2Error) {
    let buffers = session.buffers
    defer { buffers.forgetEvents() }
    defer { tellOfClosed(service) }
    try session.produce()
  }

  /// Only that: after an error nothing else matters any more.
  private func tellOfClosed(_ service: some GRPCService) {
    let buffers = session.buffers
    for index in buffers.events.indices {
      guard case .closed(let stream, let code) = buffers.events[index] else { continue }
      closed(stream, code, service: service)
    }
  }

  /// Everything that was produced is in the socket: messages that went out completely are done.
  func outputWritten(service: some GRPCService) {
    for stream in session.streams where stream.isMessageFramed {
      stream.isMessageFramed = false
      if stream.isAccepted, stream.ending == nil { service.messageSent(on: streamID(stream)) }
    }
  }

  /// The connection is gone, and all its streams with it.
  func connectionClosed(service: some GRPCService) {
    for stream in session.streams { forgetUnfinished(of: stream) }
    for stream in session.streams where stream.head == nil {
      session.buffers.counters.streamsEnded += 1
      guard stream.isAccepted else { continue }
      stream.isAccepted = false
      service.streamEnded(streamID(stream), reason: .connectionClosed)
    }
  }

  private func streamID(_ stream: ServerStream) -> StreamID {
    StreamID(connection: id, number: stream.number)
  }
}

// MARK: - Commands of the service

extension GRPCConnection {
  /// Sends a message, unless the stream has ended or is ending.
  ///
  /// - Precondition: no message is on its way on that stream.
  func send(_ message: OutgoingMessage, on number: Int32) {
    guard let stream = session.stream(number), stream.ending == nil else { return }
    precondition(!stream.isSending, "a stream was given a message while one is on its way")
    stream.outgoing = MessageCursor(message)
    session.buffers.counters.messagesSent += 1
    if stream.response == .none {
      stream.response = .headers
      session.respond(stream, HeaderField.response, isLast: false)
    } else {
      session.isDataDue = true
    }
  }

  /// Ends a stream by trailers.
  func finish(_ number: Int32, status: GRPCStatus) {
    guard let stream = session.stream(number) else { return }
    end(stream, status, .finished)
  }

  /// Tells the peer that this connection is about to end, and ends its calls with that status.
  func shutDown(_ status: GRPCStatus) {
    guard leaving == nil else { return }
    leaving = status
    isGoAwayDue = true
    session.announceShutdown()
    session.ping()
    for stream in session.streams where stream.head == nil {
      end(stream, status, .finished)
    }
  }

  /// The second half of `shutDown`: the peer has answered, or has had its time.
  func finishShutdownNotice() {
    guard isGoAwayDue else { return }
    isGoAwayDue = false
    session.sendGoAway()
  }

  /// Ends a stream for something that the client did or did not do.
  func end(_ stream: ServerStream, _ status: GRPCStatus) {
    end(stream, status, .refused(status))
  }

  private func end(_ stream: ServerStream, _ status: GRPCStatus, _ reason: StreamEndReason) {
    guard stream.ending == nil, !stream.isClosed else { return }
    stream.ending = StreamEnding(status, reason)
    session.haveTimesChanged = true
    // Or what it has begun would count against the others until it is closed.
    forgetUnfinished(of: stream)
    if stream.response == .none {
      // "Trailers-Only": everything in one HEADERS frame.
      stream.response = .trailers
      session.respond(
        stream, HeaderField.response + HeaderField.trailers(status), isLast: true)
    } else {
      session.isDataDue = true
    }
  }
}

// MARK: - What the client does

extension GRPCConnection {
  private func requestReceived(_ stream: ServerStream, service: some GRPCService) {
    guard let head = stream.head, !stream.isClosed else { return }
    stream.head = nil
    session.buffers.counters.streamsStarted += 1
    if let refusal = refusal(of: head) {
      refuse(stream, refusal)
      return
    }
    let call = GRPCCall(
      path: head.path, authority: head.authority, peer: peer, identity: identity,
      metadata: head.metadata)
    switch service.callStarted(call, on: streamID(stream)) {
    case .accept:
      stream.isAccepted = true
      stream.deadline = head.timeout.flatMap(GRPCTimeout.duration).map { session.buffers.now + $0 }
      stream.messageDue = session.buffers.now + configuration.firstMessageTimeout
      session.haveTimesChanged = true
    case .refuse(let status): end(stream, status)
    }
  }

  /// What the client is told instead of an answer of the service.
  private struct Refusal {
    var httpStatus = "200"
    var status: GRPCStatus
    var field: HeaderField?
  }

  private func refusal(of head: RequestHead) -> Refusal? {
    if head.isOversized {
      return Refusal(
        httpStatus: "431",
        status: GRPCStatus(
          .resourceExhausted,
          "The header fields are larger than \(configuration.headerListBytesMax) bytes."))
    }
    guard head.method == "POST" else {
      return Refusal(
        httpStatus: "405",
        status: GRPCStatus(.internalError, "The method is \(head.method); gRPC uses POST."),
        field: HeaderField("allow", "POST"))
    }
    guard head.isGRPC else {
      return Refusal(
        httpStatus: "415",
        status: GRPCStatus(
          .internalError,
          "The content-type is \"\(head.contentType)\"; this server speaks application/grpc."))
    }
    guard head.encoding == "identity" else {
      return Refusal(
        status: GRPCStatus(
          .unimplemented,
          "The grpc-encoding \"\(head.encoding)\" is not supported; send messages uncompressed."),
        field: HeaderField("grpc-accept-encoding", "identity"))
    }
    if let text = head.timeout, GRPCTimeout.duration(text) == nil {
      return Refusal(
        httpStatus: "400",
        status: GRPCStatus(
          .internalError, "The grpc-timeout \"\(text)\" is not up to 8 digits and one of HMSmun."))
    }
    return leaving.map { Refusal(status: $0) }
  }

  private func refuse(_ stream: ServerStream, _ refusal: Refusal) {
    stream.ending = StreamEnding(refusal.status, .refused(refusal.status))
    session.haveTimesChanged = true
    stream.response = .trailers
    var fields = [
      HeaderField(":status", refusal.httpStatus), HeaderField("content-type", "application/grpc"),
    ]
    if let field = refusal.field { fields.append(field) }
    session.respond(stream, fields + HeaderField.trailers(refusal.status), isLast: true)
  }

  private func dataReceived(
    _ chunk: RawSpan, on stream: ServerStream, service: some GRPCService
  ) {
    guard stream.isAccepted, stream.ending == nil else { return }
    let id = streamID(stream)
    // Mostly it is one message, which needs nothing to be kept.
    if stream.decoder.bufferedByteCount == 0,
      let message = MessageDecoder.onlyMessage(in: chunk, bytesMax: configuration.messageBytesMax)
    {
      session.buffers.counters.messagesReceived += 1
      service.messageReceived(message, on: id)
      if stream.ending == nil { noteMessageEnd(on: stream) }
      return
    }
    var isDelivered = false
    // Taken out meanwhile: the service may end the call, and what it has begun with it.
    var decoder = stream.decoder
    stream.decoder = MessageDecoder()
    do {
      try decoder.receive(
        chunk, bytesMax: configuration.messageBytesMax, in: session.buffers.messageMemory
      ) { message in
        session.buffers.counters.messagesReceived += 1
        isDelivered = true
        service.messageReceived(message, on: id)
        return stream.isAccepted && stream.ending == nil
      }
    } catch {
      end(stream, status(for: error))
      return
    }
    guard stream.ending == nil else { return }
    stream.decoder = decoder
    let count = decoder.bufferedByteCount
    if count == 0 {
      if isDelivered { noteMessageEnd(on: stream) }
    } else if isDelivered || stream.chargedBytes == 0 {
      stream.messageDue = session.buffers.now + configuration.messageTimeout
      session.haveTimesChanged = true
    }
    if count != stream.chargedBytes { charge(count, to: stream) }
  }

  /// Nothing more is due before another message begins.
  private func noteMessageEnd(on stream: ServerStream) {
    guard stream.messageDue != nil else { return }
    stream.messageDue = nil
    session.haveTimesChanged = true
  }

  /// Counts what a stream has begun and not finished, and ends it if that is too much.
  private func charge(_ count: Int, to stream: ServerStream) {
    unfinishedBytes += count - stream.chargedBytes
    session.buffers.unfinishedBytes += count - stream.chargedBytes
    stream.chargedBytes = count
    let limit = configuration.messageBytesMax + MessageDecoder.prefixByteCount
    // One stream alone cannot get there: the decoder has refused its message before.
    if unfinishedBytes > limit {
      endOverBudget(
        stream,
        "The messages that this connection has begun and not finished are larger than"
          + " \(configuration.messageBytesMax) bytes together.")
    } else if unfinishedBytes > Self.unfinishedBytesFree,
      session.buffers.unfinishedBytes > configuration.unfinishedBytesMax
    {
      endOverBudget(
        stream,
        "The server has no room for more of this message: too many large ones are on their way"
          + " from other clients. Try again.")
    }
  }

  /// What a connection may have begun and not finished whatever others have.
  private static let unfinishedBytesFree = 4 << 10

  private func endOverBudget(_ stream: ServerStream, _ sentence: String) {
    session.buffers.counters.streamsOverBudget += 1
    end(stream, GRPCStatus(.resourceExhausted, sentence))
  }

  private func forgetUnfinished(of stream: ServerStream) {
    stream.decoder = MessageDecoder()
    unfinishedBytes -= stream.chargedBytes
    session.buffers.unfinishedBytes -= stream.chargedBytes
    stream.chargedBytes = 0
  }

  private func status(for problem: MessageDecoder.Problem) -> GRPCStatus {
    switch problem {
    case .compressed:
      GRPCStatus(.unimplemented, "A message is compressed; send messages uncompressed.")
    case .reservedFlag(let flag):
      GRPCStatus(.internalError, "A message begins with the flag \(flag), which gRPC reserves.")
    case .tooLong(let byteCount):
      GRPCStatus(
        .resourceExhausted,
        "A message of \(byteCount) bytes is longer than the \(configuration.messageBytesMax)"
          + " bytes that this server accepts.")
    }
  }

  private func clientFinished(_ stream: ServerStream, service: some GRPCService) {
    guard stream.isAccepted, stream.ending == nil else { return }
    guard stream.decoder.bufferedByteCount == 0 else {
      end(stream, GRPCStatus(.internalError, "The stream ends in the middle of a message."))
      return
    }
    service.clientFinished(streamID(stream))
  }

  private func closed(
    _ stream: ServerStream, _ code: HTTP2ErrorCode, service: some GRPCService
  ) {
    session.buffers.counters.streamsEnded += stream.head == nil ? 1 : 0
    forgetUnfinished(of: stream)
    guard stream.isAccepted else { return }
    stream.isAccepted = false
    let reason =
      if code == .noError, stream.response == .trailers, let ending = stream.ending {
        ending.reason
      } else {
        StreamEndReason.reset(code)
      }
    service.streamEnded(streamID(stream), reason: reason)
  }
}
