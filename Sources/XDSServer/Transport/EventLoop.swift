internal import CLinux
internal import Logging
public import Platform

/// One thread's connections, and the service that they are served by.
///
/// Belongs to its thread: only ``LoopHandle`` may be used from others.
public final class EventLoop<Service: GRPCService> {
  /// When the current round of events began.
  public private(set) var now: Moment {
    get { buffers.now }
    set { buffers.now = newValue }
  }

  let logger: Logger
  let mailbox: Mailbox<Service>
  let acceptor: Acceptor<Service>?
  let buffers: SessionBuffers
  let readBuffer = ReadBuffer()
  let tlsBuffers = TLSBuffers()
  /// What connections over TLS are accepted with from now on; nil if none are accepted.
  let credentials: Lock<TLSCredentials>?
  // Not checked for overlapping access: used on the loop's thread, one call after the other.
  @safe @exclusivity(unchecked) var table = ConnectionTable()
  /// Connections that may have something to send.
  @safe @exclusivity(unchecked) var dirty: [Connection] = []
  /// Connections that had more to read than they were given time for.
  @safe @exclusivity(unchecked) var unread: [Connection] = []

  /// Whether there is memory to be given back to the system.
  var storm = StormWatch()

  private enum Phase: Hashable {
    case running
    case shuttingDown(until: Moment)
    case over
  }

  private var phase = Phase.running
  private var events: [Epoll.Event] = []
  private var deadline: Moment?
  private var nextSweep: Moment

  /// A loop that has not started; one of them has the acceptor.
  init(
    configuration: TransportConfiguration, credentials: Lock<TLSCredentials>?, logger: Logger,
    mailbox: Mailbox<Service>, acceptor: Acceptor<Service>?
  ) {
    buffers = SessionBuffers(configuration)
    self.credentials = credentials
    self.logger = logger
    self.mailbox = mailbox
    self.acceptor = acceptor
    nextSweep = buffers.now
  }

  /// The limits and times.
  var configuration: TransportConfiguration { buffers.configuration }

  /// What other threads need to talk to this loop.
  public var handle: LoopHandle<Service> { LoopHandle(mailbox: mailbox) }

  /// Sends a message on a call that was accepted.
  ///
  /// A call that has ended or was finished swallows it: ``GRPCService/streamEnded(_:reason:)`` has
  /// told so or will.
  ///
  /// - Precondition: the stream has no message on its way, i.e. ``GRPCService/messageSent(on:)``
  ///   was called for the last one.
  public func send(_ message: OutgoingMessage, on stream: StreamID) {
    guard let connection = table[stream.connection] else { return }
    connection.grpc.send(message, on: stream.number)
    markDirty(connection)
  }

  /// Ends a call with trailers, after the message on its way if there is one.
  ///
  /// A call that has ended is left alone.
  public func finish(_ stream: StreamID, status: GRPCStatus) {
    guard let connection = table[stream.connection] else { return }
    connection.grpc.finish(stream.number, status: status)
    markDirty(connection)
  }

  /// Sends what waits to be sent, if it waits on many connections.
  ///
  /// A service that has something for thousands of calls asks for this after each of them. The
  /// first clients hear it before it has been worked out for the last, all hear it before the loop
  /// turns to their answers, and what is known of a connection is touched once more while the
  /// processor still has it at hand.
  ///
  /// - Precondition: the service is not being called because of a connection.
  public func sendIfMany(_ service: Service) {
    if dirty.count >= Self.flushesAtHand { flushDirty(service) }
  }

  /// Asks for one call of ``GRPCService/deadlineReached(now:)`` at that moment or little later; nil
  /// takes it back.
  ///
  /// There is one deadline per loop: a service with many sets the earliest.
  public func setDeadline(_ deadline: Moment?) { self.deadline = deadline }
}

// MARK: - The loop

extension EventLoop {
  /// What a round of the loop does at most of one kind before it looks at the others.
  private static var flushesPerRound: Int { 256 }
  /// How many connections are written to at a time while a service goes through its calls.
  private static var flushesAtHand: Int { 64 }

  /// Serves until the loop is told to stop.
  ///
  /// Called on the loop's thread.
  func run(_ makeService: (EventLoop) -> Service) {
    let service = makeService(self)
    while phase != .over {
      mailbox.epoll.wait(timeout: timeToWait, &events)
      now = .now
      for event in events { handle(event, service) }
      readUnread(service)
      serveDeadlines(service)
      flushDirty(service)
      service.roundEnded()
      mailbox.counters.withLock { [counters = buffers.counters] in $0 = counters }
    }
    end(service)
  }

  private func handle(_ event: Epoll.Event, _ service: Service) {
    switch LoopToken(event.token) {
    case .mailbox: serveCommands(service)
    case .listener(let index): accept(at: index)
    case .connection(let id):
      // It may have ended in this round, by an event before this one.
      guard let connection = table[id] else { return }
      if event.isHangUp { connection.isHungUp = true }
      if event.isReadable { read(connection, service) }
      if event.isWritable, !connection.backlog.isEmpty { markDirty(connection) }
    }
  }

  private func serveCommands(_ service: Service) {
    for command in mailbox.takeCommands() {
      switch command {
      case .call(let body): body(service)
      case .adopt(let connection): adopt(connection)
      case .shutDown(let grace): beginShutdown(grace: grace, service)
      case .stop: phase = .over
      }
    }
  }

  private func flushDirty(_ service: Service) {
    var batch = exchange(&dirty, with: [])
    if batch.count > Self.flushesPerRound {
      dirty = Array(batch[Self.flushesPerRound...])
      batch.removeLast(dirty.count)
    }
    for connection in batch { flush(connection, service) }
    if case .shuttingDown = phase, table.count == 0 { phase = .over }
  }

  private func readUnread(_ service: Service) {
    let batch = unread
    unread.removeAll()
    for connection in batch where connection.isUnread { read(connection, service) }
  }

  func markDirty(_ connection: Connection) {
    guard !connection.isDirty else { return }
    connection.isDirty = true
    dirty.append(connection)
  }
}

// MARK: - Time

extension EventLoop {
  /// How often the connections' deadlines are looked through.
  private var sweepInterval: Duration {
    let shortest = min(
      configuration.pingInterval, configuration.handshakeTimeout, configuration.idleTimeout)
    return max(.milliseconds(5), min(.seconds(1), shortest / 8))
  }

  /// Has the deadlines be looked through at that moment at the latest.
  ///
  /// Not at once, even if it has come: the calls of one client must not have it done without end.
  func sweep(at deadline: Moment) {
    nextSweep = min(nextSweep, max(deadline, now + .milliseconds(10)))
  }

  private var timeToWait: Duration? {
    guard dirty.isEmpty, unread.isEmpty, phase != .over else { return .zero }
    var next = deadline
    func consider(_ other: Moment?) {
      guard let other else { return }
      next = next.map { min($0, other) } ?? other
    }
    if table.count > 0 || storm.isPending { consider(nextSweep) }
    if case .shuttingDown(let until) = phase { consider(until) }
    consider(acceptor?.pausedUntil)
    return next.map { max(.zero, $0 - .now) }
  }

  private func serveDeadlines(_ service: Service) {
    if let deadline, deadline <= now {
      self.deadline = nil
      service.deadlineReached(now: now)
    }
    if case .shuttingDown(let until) = phase, until <= now { phase = .over }
    acceptor?.resume(now: now, mailbox.epoll)
    guard nextSweep <= now else { return }
    nextSweep = now + sweepInterval
    // Not while something is to be sent: it would have to wait.
    if dirty.isEmpty, unread.isEmpty, storm.isOver(now: now) { malloc_trim(0) }
    for connection in table.due(now: now) {
      deadlineReached(connection, service)
      if connection.phase != .closed { table.updateDeadline(of: connection) }
    }
  }
}

// MARK: - The end

extension EventLoop {
  private func beginShutdown(grace: Duration, _ service: Service) {
    guard phase == .running else { return }
    phase = .shuttingDown(until: now + grace)
    acceptor?.stop(mailbox.epoll)
    for connection in table.all where connection.phase == .open {
      connection.end = connection.end ?? .shutdown
      guard connection.grpc.session.hasPeerSettings else {
        close(connection, .shutdown, service)
        continue
      }
      connection.grpc.shutDown(GRPCStatus(.unavailable, "The server is shutting down."))
      connection.timers.shutdownAnnounced(now: now)
      table.updateDeadline(of: connection)
      markDirty(connection)
    }
  }

  private func end(_ service: Service) {
    acceptor?.stop(mailbox.epoll)
    for connection in table.all { close(connection, connection.end ?? .shutdown, service) }
    for case .adopt(let connection) in mailbox.close() { connection.socket.close() }
    dirty = []
    unread = []
    mailbox.counters.withLock { [counters = buffers.counters] in $0 = counters }
  }

  /// Whether new connections are turned away.
  var isEnding: Bool { phase != .running }
}
