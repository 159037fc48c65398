/// What a loop does with a connection over TLS, beside what it does with every connection.
extension EventLoop {
  /// How much TLS itself may have to say to a peer that does not read: a handshake fits in, and
  /// answers to what no honest peer asks so often do not.
  private static var sealedBytesMax: Int { 256 << 10 }

  /// Takes what a peer has sent over TLS.
  func received(
    _ bytes: RawSpan, on connection: Connection, _ tls: TLSSession, _ service: Service
  ) {
    guard connection.phase == .open else { return }
    let isFirst = !tls.hasBegun
    tls.receive(bytes) { plaintext in
      // The handshake is over by now, and no call has come yet.
      if !connection.grpc.session.hasPreface { connection.grpc.identity = tls.identity }
      received(plaintext, on: connection, service)
      return connection.phase == .open
    }
    if isFirst, tls.phase == .failed, let answer = HTTP1.answer(to: bytes, isTLSPort: true) {
      // Not an alert, which curl and browsers would show as garbage.
      tlsBuffers.sealed.removeAll()
      tlsBuffers.sealed.append(copying: answer)
    }
    sendSealed(to: connection, service)
    endIfOver(connection, tls, service)
  }

  /// Ends the connection if TLS has ended.
  private func endIfOver(_ connection: Connection, _ tls: TLSSession, _ service: Service) {
    guard connection.phase == .open else { return }
    switch tls.phase {
    case .handshaking, .open: return
    case .ended: connection.end = connection.end ?? .closedByClient
    case .failed: connection.end = .tlsFailed
    }
    linger(connection, service)
  }

  /// What it means that the peer has closed the connection.
  ///
  /// Whether it said so over TLS before makes no difference: HTTP/2 knows itself where a message
  /// ends, so that nothing can be cut off unnoticed.
  func endOfInput(of connection: Connection) -> ConnectionEnd {
    guard let tls = connection.tls, tls.phase == .handshaking, tls.hasBegun else {
      return .closedByClient
    }
    tls.complain("the client has left in the middle of the handshake")
    return .tlsFailed
  }

  /// Sends what TLS itself has to say: its handshake, and alerts.
  private func sendSealed(to connection: Connection, _ service: Service) {
    guard !tlsBuffers.sealed.isEmpty else { return }
    defer { tlsBuffers.sealed.removeAll() }
    guard connection.phase != .closed else { return }
    if connection.backlog.isEmpty,
      case .failed(let number) = write(&tlsBuffers.sealed, to: connection.socket)
    {
      return close(connection, connection.end ?? .socketError, service, errno: number)
    }
    // Nothing, if the socket has taken it.
    connection.backlog.append(tlsBuffers.sealed)
    countHeld(by: connection)
    if connection.backlog.byteCount > Self.sealedBytesMax { close(connection, .flooded, service) }
  }

  /// Encrypts and writes what the session has produced; true if the socket took it all.
  ///
  /// What it does not take is encrypted as far as it was tried, and stays as it is beyond that.
  func sealOutput(to connection: Connection, _ service: Service) -> Bool {
    guard let tls = connection.tls else { preconditionFailure("there is nothing to encrypt with") }
    defer { buffers.output.removeAll() }
    while !buffers.output.isEmpty {
      guard tls.seal(&buffers.output) else {
        sendSealed(to: connection, service)
        endIfOver(connection, tls, service)
        return false
      }
      let result = write(&tlsBuffers.sealed, to: connection.socket)
      defer { tlsBuffers.sealed.removeAll() }
      switch result {
      case .all: continue
      case .part:
        connection.backlog = tlsBuffers.sealed.detached()
        tls.waiting = buffers.output.detached()
        countHeld(by: connection)
        return false
      case .failed(let number):
        close(connection, connection.end ?? .socketError, service, errno: number)
        return false
      }
    }
    return true
  }

  /// Encrypts the next part of what waits for a peer that reads slowly; false if nothing does.
  func sealWaiting(of connection: Connection, _ service: Service) -> Bool {
    guard let tls = connection.tls, !tls.waiting.isEmpty else { return false }
    defer { tlsBuffers.sealed.removeAll() }
    if !tls.seal(&tls.waiting) { tls.waiting.removeAll() }
    connection.backlog = tlsBuffers.sealed.detached()
    countHeld(by: connection)
    endIfOver(connection, tls, service)
    return !connection.backlog.isEmpty
  }

  /// Says by TLS that no more comes.
  func finishTLS(of connection: Connection) {
    guard let tls = connection.tls else { return }
    tls.finishWriting()
    // The backlog is empty, so there is room for these few bytes; if not, the end of the connection
    // says the same.
    _ = write(&tlsBuffers.sealed, to: connection.socket)
    tlsBuffers.sealed.removeAll()
  }
}
