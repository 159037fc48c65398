public import Logging
internal import Platform

/// A gRPC server: its listening sockets, and a number of threads that each run an event loop with a
/// service of its own.
///
/// Safe to use from every thread.
public final class TransportServer<Service: GRPCService>: Sendable {
  private struct State {
    /// The loops that have not ended.
    var running: Int
    /// The threads that nobody has joined.
    var threads: [LoopThread]
    /// Who waits for the last loop to end.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// The address in use, with the port that the system has chosen if it was asked for 0.
  public let localAddress: SocketAddress
  /// The same for connections over TLS; nil when none are accepted.
  public let localTLSAddress: SocketAddress?

  private let credentials: Lock<TLSCredentials>?
  private let mailboxes: [Mailbox<Service>]
  private let state: Lock<State>

  /// Opens the sockets and starts the threads.
  ///
  /// - Parameters:
  ///   - address: where to listen for clients without TLS.
  ///   - tls: where to listen for clients with TLS, if at all.
  ///   - loopCount: the number of threads; connections are spread evenly over them.
  ///   - configuration: limits and times.
  ///   - logger: gets one line per connection that ended badly.
  ///   - makeService: makes the service of a loop, on the loop's thread. It may keep the loop,
  ///     which does not keep it.
  /// - Throws: `TransportError` when the address cannot be used.
  public init(
    listen address: SocketAddress, tls: TLSListener? = nil, loops loopCount: Int,
    configuration: TransportConfiguration = TransportConfiguration(), logger: Logger,
    makeService: @escaping @Sendable (EventLoop<Service>) -> Service
  ) throws(TransportError) {
    precondition(loopCount > 0, "a server needs at least one event loop")
    var configuration = configuration
    configuration.connectionsMax = min(configuration.connectionsMax, OpenFiles.connectionsMax)
    // Each loop's part.
    configuration.unfinishedBytesMax = max(
      configuration.messageBytesMax + MessageDecoder.prefixByteCount,
      configuration.unfinishedBytesMax / loopCount)
    configuration.heldBytesMax /= loopCount
    let plaintext = try ListeningSocket(address, isTLS: false)
    let encrypted = try tls.map { tls throws(TransportError) in
      try ListeningSocket(tls.address, isTLS: true)
    }
    localAddress = plaintext.localAddress
    localTLSAddress = encrypted?.localAddress
    let listeners = [plaintext] + [encrypted].compactMap(\.self)
    let credentials = tls.map { Lock($0.credentials) }
    self.credentials = credentials
    let state = Lock(State(running: 0, threads: []))
    self.state = state
    do {
      var mailboxes: [Mailbox<Service>] = []
      for _ in 0..<loopCount {
        let mailbox = try Mailbox<Service>()
        try mailbox.register(token: LoopToken.mailbox.bits)
        mailboxes.append(mailbox)
      }
      self.mailboxes = mailboxes
      for (index, mailbox) in mailboxes.enumerated() {
        let accepting = index == 0 ? listeners : nil
        let thread = try LoopThread(name: "xds-loop-\(index)") { [mailboxes, configuration] in
          let acceptor = accepting.map {
            Acceptor(
              listeners: $0, mailboxes: mailboxes, connectionsMax: configuration.connectionsMax,
              logger: logger)
          }
          let loop = EventLoop(
            configuration: configuration, credentials: credentials, logger: logger,
            mailbox: mailbox, acceptor: acceptor)
          acceptor?.start(mailbox.epoll)
          loop.run(makeService)
          Self.loopEnded(state)
        }
        state.withLock { state in
          state.running += 1
          state.threads.append(thread)
        }
      }
    } catch {
      throw TransportError(error, listeningOn: address)
    }
  }

  /// Stops the threads without waiting for them.
  deinit { for mailbox in mailboxes { mailbox.post(.stop) } }

  /// One handle per loop.
  public var loops: [LoopHandle<Service>] { mailboxes.map { LoopHandle(mailbox: $0) } }

  /// What all loops together have counted, as of their last rounds.
  public var counters: TransportCounters {
    var sum = TransportCounters()
    for mailbox in mailboxes { sum.add(mailbox.counters.withLock { $0 }) }
    return sum
  }

  /// Has connections over TLS be accepted with those credentials from now on.
  ///
  /// The open ones go on as they are.
  ///
  /// - Precondition: the server accepts connections over TLS.
  public func replaceCredentials(_ new: TLSCredentials) {
    guard let credentials else { preconditionFailure("a server without TLS got credentials") }
    credentials.withLock { $0 = new }
  }

  /// Closes the listening sockets, ends every call with `unavailable`, and returns when all
  /// connections have closed, at the latest after `grace`.
  public func shutdown(grace: Duration) async {
    for mailbox in mailboxes { mailbox.post(.shutDown(grace: grace)) }
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.running > 0 { state.waiting.append(continuation) }
        return state.running == 0
      }
      if isOver { continuation.resume() }
    }
    joinThreads()
  }

  /// Closes everything at once and returns when the threads have ended.
  ///
  /// Must not be called on a loop's thread.
  public func stop() {
    for mailbox in mailboxes { mailbox.post(.stop) }
    joinThreads()
  }

  private func joinThreads() {
    let threads = state.withLock { state in
      defer { state.threads = [] }
      return state.threads
    }
    for thread in threads { thread.join() }
  }

  private static func loopEnded(_ state: Lock<State>) {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.running -= 1
      guard state.running == 0 else { return [] }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
