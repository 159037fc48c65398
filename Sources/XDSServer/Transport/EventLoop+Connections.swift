internal import Logging
internal import Platform
internal import Synchronization

/// What a loop does with one connection.
extension EventLoop {
  /// How many times in a row one connection is read before others are served.
  private static var readsPerRound: Int { 4 }

  /// Accepts what waits at one of the listening sockets.
  func accept(at index: Int) {
    guard let acceptor else { return }
    acceptor.accept(at: index, now: now, mailbox.epoll, &buffers.counters)
  }

  /// Takes a connection that was accepted.
  func adopt(_ accepted: AcceptedConnection) {
    let (socket, peer) = (accepted.socket, accepted.peer)
    buffers.counters.connectionsAccepted += 1
    storm.connectionChanged(now: now)
    growHeap()
    guard !isEnding else { return drop(socket, .shutdown) }
    let connection: Connection
    do {
      connection = try table.insert { id throws(HTTP2Error) in
        Connection(
          socket: socket, tls: accepted.isTLS ? try makeTLSSession() : nil,
          grpc: try GRPCConnection(id: id, peer: peer, buffers: buffers),
          timers: ConnectionTimers(configuration, now: now))
      }
    } catch {
      logger.error("A connection from \(peer) was refused: there is not enough memory.")
      return drop(socket, .outOfMemory)
    }
    do {
      // What has come already is told by the first event. Our SETTINGS wait until the peer has
      // shown that it speaks HTTP/2: a client of HTTP/1.1 can be answered in its own language that
      // way.
      try mailbox.epoll.addConnection(
        socket, token: LoopToken.connection(connection.id).bits)
    } catch {
      logger.error("A connection from \(peer) was refused: \(error.call): \(error.text).")
      table.remove(connection.id)
      connection.phase = .closed
      drop(socket, .outOfMemory)
    }
  }

  /// Has the C library ask the system for the memory of four connections, some 50 kB, at once.
  ///
  /// The heap of a thread that is not the first one grows by a page at a time, and every time is a
  /// call into the system. What has been allocated and given back stays, as it is less than the
  /// 128 kB from which on the library gives it back to the system (`M_TRIM_THRESHOLD`).
  private func growHeap() {
    guard buffers.counters.connectionsAccepted % 4 == 0 else { return }
    unsafe UnsafeMutableRawPointer.allocate(byteCount: 96 << 10, alignment: 16).deallocate()
  }

  private func makeTLSSession() throws(HTTP2Error) -> TLSSession {
    guard let credentials else { preconditionFailure("a TLS socket listens without credentials") }
    let context = unsafe credentials.withLock { $0 }.context
    guard let session = unsafe TLSSession(context: context, buffers: tlsBuffers) else {
      throw .outOfMemory
    }
    return session
  }

  private func drop(_ socket: Socket, _ end: ConnectionEnd) {
    socket.close()
    storm.connectionChanged(now: now)
    mailbox.connectionCount.subtract(1, ordering: .relaxed)
    buffers.counters.connectionsEnded[end, default: 0] += 1
  }

  /// Reads what the peer has sent.
  func read(_ connection: Connection, _ service: Service) {
    connection.isUnread = false
    for _ in 0..<Self.readsPerRound {
      guard connection.phase != .closed else { return }
      switch readBuffer.fill(from: connection.socket) {
      case .bytes(let count):
        buffers.counters.bytesReceived += count
        connection.timers.heard()
        readBuffer.withBytes(count) { bytes in
          if let tls = connection.tls {
            received(bytes, on: connection, tls, service)
          } else {
            received(bytes, on: connection, service)
          }
        }
        // Edge-triggered: with less than there is room for the socket is empty, and new bytes make
        // a new event.
        if count < readBuffer.capacity, !connection.isHungUp { return }
      case .wouldBlock: return
      case .end:
        return close(connection, connection.end ?? endOfInput(of: connection), service)
      case .failed(let number):
        return close(connection, connection.end ?? .socketError, service, errno: number)
      }
    }
    connection.isUnread = true
    unread.append(connection)
  }

  /// Takes what the peer has said in HTTP/2.
  func received(_ bytes: RawSpan, on connection: Connection, _ service: Service) {
    guard connection.phase == .open else { return }
    do {
      try connection.grpc.receive(bytes, service: service)
    } catch {
      if error == .notHTTP2, connection.tls == nil,
        let answer = HTTP1.answer(to: bytes, isTLSPort: false)
      {
        hold(answer, for: connection)
      }
      return fail(connection, error, service)
    }
    guard connection.grpc.session.hasPreface else { return }
    noteTimes(of: connection)
    // Mostly it was an ACK, which leaves nothing to send.
    if connection.grpc.session.isDue { markDirty(connection) }
  }

  /// Has the connection be looked at when it must be.
  ///
  /// A push or an ACK mostly changes nothing about that.
  private func noteTimes(of connection: Connection) {
    let session = connection.grpc.session
    guard session.haveTimesChanged else { return }
    session.haveTimesChanged = false
    if session.hasPeerSettings { connection.timers.settingsReceived(now: now) }
    connection.timers.streamsChanged(hasStreams: !session.streams.isEmpty, now: now)
    table.updateDeadline(of: connection)
    if let deadline = connection.grpc.callDeadline { sweep(at: deadline) }
  }

  private func fail(_ connection: Connection, _ error: HTTP2Error, _ service: Service) {
    switch error {
    case .notHTTP2:
      connection.end = .notHTTP2
      linger(connection, service)
    case .abusive(let end):
      connection.end = end
      // By hand: what nghttp2 would send it would put behind all that waits in the session, and it
      // may have ended in the middle of a callback.
      hold(connection.grpc.session.calmingGoAway, for: connection)
      linger(connection, service)
    case .outOfMemory: close(connection, .outOfMemory, service)
    case .nghttp2: close(connection, .protocolError, service)
    }
  }

  /// Sends what the connection has to send, as far as the socket takes it.
  func flush(_ connection: Connection, _ service: Service) {
    connection.isDirty = false
    repeat {
      guard writeBacklog(of: connection, service), connection.phase == .open,
        // Before that it is TLS which has something to send.
        connection.grpc.session.hasPreface
      else { return }
      do {
        try connection.grpc.produce(service: service)
      } catch {
        buffers.output.removeAll()
        return fail(connection, error, service)
      }
      guard writeOutput(to: connection, service) else { return }
    } while connection.grpc.session.isHoldingBack
    connection.grpc.outputWritten(service: service)
    noteTimes(of: connection)
    if connection.grpc.session.isOver { linger(connection, service) }
  }

  /// Has bytes be written after what waits already.
  private func hold(_ bytes: [UInt8], for connection: Connection) {
    if let tls = connection.tls {
      tls.waiting.append(copying: bytes)
    } else {
      connection.backlog.append(copying: bytes)
    }
    countHeld(by: connection)
  }

  /// Has the counters know what waits for the connection's socket now.
  func countHeld(by connection: Connection) {
    let count = connection.backlog.byteCount + (connection.tls?.waiting.byteCount ?? 0)
    buffers.counters.bytesHeld += count - connection.bytesHeld
    connection.bytesHeld = count
  }

  /// Writes what the socket did not take the last time; true if nothing is left of it.
  private func writeBacklog(of connection: Connection, _ service: Service) -> Bool {
    // Mostly.
    if connection.bytesHeld == 0, connection.phase == .open, connection.tls == nil { return true }
    while connection.phase != .closed {
      if connection.backlog.isEmpty, !sealWaiting(of: connection, service) { break }
      let before = connection.backlog.byteCount
      let result = write(&connection.backlog, to: connection.socket)
      if connection.backlog.byteCount < before { connection.timers.heard() }
      countHeld(by: connection)
      switch result {
      case .all: continue
      case .part: return false
      case .failed(let number):
        close(connection, connection.end ?? .socketError, service, errno: number)
        return false
      }
    }
    if connection.phase == .lingering, !connection.isWritingFinished {
      connection.isWritingFinished = true
      finishTLS(of: connection)
      connection.socket.finishWriting()
    }
    return connection.phase != .closed
  }

  /// Writes what the session has produced; true if the socket took it all.
  private func writeOutput(to connection: Connection, _ service: Service) -> Bool {
    guard connection.tls == nil else { return sealOutput(to: connection, service) }
    switch write(&buffers.output, to: connection.socket) {
    case .all: return true
    case .part:
      connection.backlog = buffers.output.detached()
      countHeld(by: connection)
      buffers.output.removeAll()
      return false
    case .failed(let number):
      buffers.output.removeAll()
      close(connection, connection.end ?? .socketError, service, errno: number)
      return false
    }
  }

  /// Writes the list as far as the socket takes it, and takes that off.
  func write(_ list: inout OutputList, to socket: Socket) -> WriteResult {
    while !list.isEmpty {
      switch socket.write(list) {
      case .bytes(let count):
        buffers.counters.bytesSent += count
        list.removeFirst(count)
      case .wouldBlock, .end: return .part
      case .failed(let number): return .failed(errno: number)
      }
    }
    return .all
  }
}

/// How much of a list a socket has taken.
enum WriteResult {
  case all
  /// Epoll tells when it takes more.
  case part
  case failed(errno: Int32)
}

// MARK: - Time and end

extension EventLoop {
  private static var agedStatus: GRPCStatus {
    GRPCStatus(.unavailable, "The connection has reached its maximum age: connect again.")
  }

  /// Does what the connection's timers say.
  func deadlineReached(_ connection: Connection, _ service: Service) {
    if connection.phase == .open { connection.grpc.serveDeadlines(now: now) }
    switch connection.timers.due(now: now) {
    case .none: break
    case .sendPing: connection.grpc.session.ping()
    case .endSilent: return close(connection, .handshakeTimeout, service)
    case .endDead: return close(connection, .dead, service)
    case .endAged:
      connection.end = .aged
      connection.grpc.shutDown(Self.agedStatus)
    case .endIdle:
      connection.end = .idle
      connection.grpc.session.terminate(.noError)
    case .finishShutdownNotice: connection.grpc.finishShutdownNotice()
    case .close: return close(connection, connection.end ?? .closedByClient, service)
    }
    markDirty(connection)
  }

  /// Says that we send no more once the backlog is written, and waits a little for the peer to
  /// close.
  func linger(_ connection: Connection, _ service: Service) {
    guard connection.phase == .open else { return }
    connection.phase = .lingering
    if connection.grpc.session.errorSent != nil {
      connection.end = connection.end ?? .protocolError
    }
    connection.timers.lingering(now: now)
    table.updateDeadline(of: connection)
    connection.grpc.connectionClosed(service: service)
    markDirty(connection)
  }

  /// Ends a connection at once.
  func close(
    _ connection: Connection, _ end: ConnectionEnd, _ service: Service, errno: Int32? = nil
  ) {
    guard connection.phase != .closed else { return }
    let wasOpen = connection.phase == .open
    connection.phase = .closed
    connection.backlog.removeAll()
    connection.tls?.waiting.removeAll()
    countHeld(by: connection)
    table.remove(connection.id)
    drop(connection.socket, end)
    log(connection, end, errno)
    if wasOpen { connection.grpc.connectionClosed(service: service) }
  }

  private func log(_ connection: Connection, _ end: ConnectionEnd, _ errno: Int32?) {
    let level: Logger.Level =
      switch end {
      case .dead, .protocolError, .outOfMemory: .notice
      case .flooded, .resetFlood, .provokedResetFlood, .pingFlood, .settingsFlood, .frameFlood,
        .continuationFlood, .headerFlood:
        .notice
      // Such as an Envoy that was told to use TLS, or has the wrong certificate: it tries for ever,
      // and does not say why.
      case .notHTTP2, .tlsFailed: .info
      case .closedByClient, .handshakeTimeout, .idle, .aged, .shutdown, .socketError: .debug
      }
    guard level >= logger.logLevel else { return }
    var sentence = "The connection from \(connection.grpc.peer) ended: \(end.sentence)"
    if end == .notHTTP2, connection.tls == nil { sentence += " without TLS" }
    if let errno { sentence += " (\(SystemError.text(errno)))" }
    if let complaint = connection.tls?.complaint ?? connection.grpc.session.complaint {
      sentence += ": \(complaint.onOneLine)"
    }
    logger.log(level: level, "\(sentence).")
  }
}
