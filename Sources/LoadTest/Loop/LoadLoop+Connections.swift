internal import Platform
internal import XDSServer

/// What a loop does with the connection of one client.
extension LoadLoop {
  /// How many times in a row one connection is read before others are served.
  private static var readsPerRound: Int { 4 }
  /// Envoy's back-off: a random part of this, twice as much after each failure.
  private static var backOff: Duration { .milliseconds(500) }
  private static var backOffMax: Duration { .seconds(30) }

  func connect(_ client: SimulatedEnvoy) {
    guard client.phase == .absent else { return }
    let sources = plan.sources
    let source = sources.isEmpty ? nil : sources[client.index % sources.count]
    counters.attempts += 1
    do {
      let socket = try Socket(to: plan.target, from: source)
      client.generation &+= 1
      client.isHungUp = false
      client.socket = socket
      client.phase = .connecting
      let place = UInt64(local(client.index))
      try mailbox.epoll.addConnection(
        descriptor: socket.descriptor, token: place << 32 | UInt64(client.generation))
    } catch {
      fail(client, .connecting(error, plan.target))
    }
  }

  /// The system has connected, or has given up.
  func connectEnded(_ client: SimulatedEnvoy) {
    guard let socket = client.socket else { return }
    let number = socket.connectError
    guard number == 0 else {
      return fail(client, .connecting(SystemError("connect", number), plan.target))
    }
    guard let credentials = plan.tls else {
      begin(client)
      flush(client)
      return read(client)
    }
    guard let tls = TLSClientSession(credentials, buffers: buffers.tls) else {
      return fail(client, ConnectionFailure("There is not enough memory for TLS"))
    }
    client.tls = tls
    client.phase = .securing
    tls.receive(RawSpan()) { _ in true }
    flush(client)
    read(client)
  }

  /// Begins to speak HTTP/2; the first requests are in the buffers afterwards.
  private func begin(_ client: SimulatedEnvoy) {
    client.phase = .open
    client.connection = ClientConnection(opening, isTLS: plan.tls != nil, buffers)
    counters.connected += 1
    client.begin()
    if client.isReturning { client.connection?.ping(buffers) }
  }

  /// Reads what the server has sent.
  func read(_ client: SimulatedEnvoy) {
    guard !client.isStalled, client.phase != .connecting else { return }
    let generation = client.generation
    for _ in 0..<Self.readsPerRound {
      guard let socket = client.socket, client.generation == generation else { return }
      now = .now
      let outcome = buffers.read(socket) { received($0, on: client) }
      switch outcome {
      case .bytes(let count):
        counters.bytesReceived += count
        guard client.generation == generation, client.phase != .absent else { return }
        flush(client)
        // Edge-triggered: with less than there is room for, the socket is empty, but for the end,
        // of which no other event will tell.
        if !LoopBuffers.isFull(count), !client.isHungUp { return }
      case .wouldBlock: return
      case .end: return fail(client, endOfInput(of: client))
      case .failed(let number):
        return fail(
          client,
          client.connection?.goAway
            ?? ConnectionFailure("Connections were broken: \(SystemError.text(number))"))
      }
    }
    guard client.generation == generation, !client.isUnread else { return }
    client.isUnread = true
    unread.append(client)
  }

  private func endOfInput(of client: SimulatedEnvoy) -> ConnectionFailure {
    if client.phase == .securing {
      return ConnectionFailure(
        "The server closed the connection during the TLS handshake: does it speak TLS there?",
        client.tls?.complaint)
    }
    if let complaint = client.tls?.complaint { return ConnectionFailure("TLS: \(complaint)") }
    return client.connection?.failureAtEnd ?? ConnectionFailure("The server closed the connection")
  }

  private func received(_ bytes: RawSpan, on client: SimulatedEnvoy) {
    guard let tls = client.tls else { return receivedPlaintext(bytes, on: client) }
    let generation = client.generation
    tls.receive(bytes) { plaintext in
      if client.phase == .securing { begin(client) }
      receivedPlaintext(plaintext, on: client)
      return client.generation == generation && client.phase == .open
    }
    guard client.generation == generation, client.phase != .absent else {
      // What was sealed for it is nobody else's.
      tls.takeSealed(into: &buffers.output)
      buffers.output.removeAll(keepingCapacity: true)
      return
    }
    if client.phase == .securing, tls.isOpen { begin(client) }
    guard tls.isOver else { return }
    // An alert may be under way.
    flush(client)
    guard client.generation == generation, client.phase != .absent else { return }
    let failure =
      tls.complaint.map { ConnectionFailure("TLS: \($0)") }
      ?? client.connection?.failureAtEnd ?? ConnectionFailure("The server ended TLS")
    fail(client, failure)
  }

  private func receivedPlaintext(_ bytes: RawSpan, on client: SimulatedEnvoy) {
    guard let connection = client.connection else { return }
    let wasEstablished = connection.isEstablished
    do throws(ConnectionFailure) {
      try connection.receive(bytes, buffers, user: client)
    } catch {
      buffers.output.removeAll(keepingCapacity: true)
      fail(client, error)
    }
    if !wasEstablished, connection.isEstablished { counters.everEstablished += 1 }
  }

  /// Sends what is in the buffers, as far as the socket takes it.
  func flush(_ client: SimulatedEnvoy) {
    // Not while TLS hands on what it has received: it has one place for plaintext in both ways.
    if let tls = client.tls {
      let isSealed = buffers.output.isEmpty || tls.seal(buffers.output)
      buffers.output.removeAll(keepingCapacity: true)
      tls.takeSealed(into: &buffers.output)
      guard isSealed else {
        buffers.output.removeAll(keepingCapacity: true)
        return fail(client, ConnectionFailure("TLS: \(tls.complaint ?? "it failed")"))
      }
    }
    write(client)
  }

  private func write(_ client: SimulatedEnvoy) {
    guard let socket = client.socket else { return }
    if !client.unwritten.isEmpty {
      client.unwritten += buffers.output
      buffers.output.removeAll(keepingCapacity: true)
      guard let rest = writeFirst(of: client.unwritten, to: socket, client) else { return }
      client.unwritten = rest
      return
    }
    guard !buffers.output.isEmpty else { return }
    guard let rest = writeFirst(of: buffers.output, to: socket, client) else { return }
    client.unwritten = rest
    buffers.output.removeAll(keepingCapacity: true)
  }

  /// Writes as much as the socket takes and returns the rest; nil if the connection is broken.
  private func writeFirst(
    of bytes: [UInt8], to socket: Socket, _ client: SimulatedEnvoy
  ) -> [UInt8]? {
    var offset = 0
    while offset < bytes.count {
      let outcome = unsafe bytes.withUnsafeBytes { all in
        unsafe socket.write(UnsafeRawBufferPointer(rebasing: all[offset...]))
      }
      switch outcome {
      case .bytes(let count):
        counters.bytesSent += count
        offset += count
      case .wouldBlock, .end: return Array(bytes[offset...])
      case .failed:
        // What the server has said before it closed is found by reading, which also finds the end.
        return []
      }
    }
    return []
  }

  /// Ends a connection for which there is a reason, and has the client try again.
  func fail(_ client: SimulatedEnvoy, _ failure: ConnectionFailure) {
    counters.count(failure)
    disconnect(client)
    let longest = min(
      Self.backOffMax, Self.backOff * Double(1 << min(client.failedAttempts, 6)))
    client.failedAttempts += 1
    let delay = Int64.random(in: 0...longest.nanoseconds)
    timers.add(
      .connect(local(client.index)), at: Moment(nanoseconds: now.nanoseconds + delay))
  }

  /// Closes a connection, and forgets it.
  func disconnect(_ client: SimulatedEnvoy, abruptly: Bool = false) {
    guard let socket = client.socket else { return }
    if client.phase == .open { counters.connected -= 1 }
    client.phase = .absent
    client.generation &+= 1
    client.socket = nil
    client.connection = nil
    client.tls = nil
    client.unwritten = []
    client.waitsSince = nil
    if abruptly { socket.closeAbruptly() } else { socket.close() }
  }
}

extension ConnectionFailure {
  /// What it means that a connection could not be made.
  static func connecting(_ error: SystemError, _ target: SocketAddress) -> ConnectionFailure {
    switch error.text {
    case "connection refused": ConnectionFailure("\(target) refuses connections")
    case "too many open files":
      ConnectionFailure("This process may not open as many files: raise ulimit -n")
    case "cannot assign requested address":
      ConnectionFailure(
        "There is no free port left, or a source address is not this machine's: see "
          + "--source-address")
    default: ConnectionFailure("\(target) cannot be reached: \(error.text)")
    }
  }
}
