/// Why a connection ended.
public enum ConnectionEnd: Int, CaseIterable, Hashable, Sendable {
  /// The client closed it.
  case closedByClient
  /// The system reported an error: reset, unreachable.
  case socketError
  /// The client broke the rules of HTTP/2.
  case protocolError
  /// The client does not speak HTTP/2.
  case notHTTP2
  /// The client makes us hold more for it than any honest one.
  case flooded
  /// The client connected and said nothing.
  case handshakeTimeout
  /// The client answered no PING.
  case dead
  /// There was no call for a long time.
  case idle
  /// The server shut down.
  case shutdown
  /// The server could not take it: not enough memory.
  case outOfMemory
}

extension ConnectionEnd {
  /// The reason, to follow a colon.
  var sentence: String {
    switch self {
    case .closedByClient: "the client closed it"
    case .socketError: "the socket failed"
    case .protocolError: "the client broke the rules of HTTP/2"
    case .notHTTP2: "the client does not speak HTTP/2 without TLS"
    case .flooded: "the client did not read our answers"
    case .handshakeTimeout: "the client said nothing"
    case .dead: "the client did not answer a PING"
    case .idle: "there was no call for a long time"
    case .shutdown: "the server shuts down"
    case .outOfMemory: "there is not enough memory"
    }
  }
}

/// What a transport has done since it started.
public struct TransportCounters: Hashable, Sendable {
  /// Connections that were accepted.
  public var connectionsAccepted = 0
  /// How often `accept` failed for lack of file descriptors or memory.
  public var acceptFailures = 0
  /// Connections that have ended, by reason; a reason that never occurred has no entry.
  public var connectionsEnded: [ConnectionEnd: Int] = [:]
  /// Calls that were started, refused ones included.
  public var streamsStarted = 0
  /// Calls that are over.
  public var streamsEnded = 0
  /// Messages of clients.
  public var messagesReceived = 0
  /// Messages to clients.
  public var messagesSent = 0
  /// Bytes read from sockets.
  public var bytesReceived = 0
  /// Bytes written to sockets.
  public var bytesSent = 0

  /// Nothing yet.
  public init() {}

  /// Connections that are open now.
  public var connectionsOpen: Int {
    connectionsAccepted - connectionsEnded.values.reduce(0, +)
  }

  /// Adds what another one has counted.
  mutating func add(_ other: TransportCounters) {
    connectionsAccepted += other.connectionsAccepted
    acceptFailures += other.acceptFailures
    connectionsEnded.merge(other.connectionsEnded, uniquingKeysWith: +)
    streamsStarted += other.streamsStarted
    streamsEnded += other.streamsEnded
    messagesReceived += other.messagesReceived
    messagesSent += other.messagesSent
    bytesReceived += other.bytesReceived
    bytesSent += other.bytesSent
  }
}
