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
  /// The TLS handshake failed, or what came after it was broken.
  case tlsFailed
  /// The client has us answer, and does not read the answers.
  case flooded
  /// The client opens calls and resets them, again and again (CVE-2023-44487).
  case resetFlood
  /// The client does what calls must be reset for, again and again (CVE-2025-8671).
  case provokedResetFlood
  /// The client sends PING after PING.
  case pingFlood
  /// The client sends SETTINGS after SETTINGS.
  case settingsFlood
  /// The client sends frames without end that carry next to nothing: empty DATA, PRIORITY,
  /// WINDOW_UPDATE, types that do not exist, calls that come to nothing.
  case frameFlood
  /// The client goes on with a header block that does not end (CVE-2024-27316).
  case continuationFlood
  /// The client sends header fields far beyond the limit that it was told.
  case headerFlood
  /// The client connected and did not get as far as speaking HTTP/2.
  case handshakeTimeout
  /// The client answered no PING.
  case dead
  /// There was no call for a long time.
  case idle
  /// It had become as old as a connection may become.
  case aged
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
    case .notHTTP2: "the client does not speak HTTP/2"
    case .tlsFailed: "TLS failed"
    case .flooded: "the client did not read our answers"
    case .resetFlood: "the client reset calls again and again"
    case .provokedResetFlood: "the client broke the rules of its calls again and again"
    case .pingFlood: "the client sent PING after PING"
    case .settingsFlood: "the client sent SETTINGS after SETTINGS"
    case .frameFlood: "the client sent frames without end that carry nothing"
    case .continuationFlood: "the client sent header fields in CONTINUATION frames without end"
    case .headerFlood: "the client sent header fields far beyond the limit"
    case .handshakeTimeout: "the client did not say in time that it speaks HTTP/2"
    case .dead: "the client did not answer a PING"
    case .idle: "there was no call for a long time"
    case .aged: "it has reached its maximum age"
    case .shutdown: "the server shuts down"
    case .outOfMemory: "there is not enough memory"
    }
  }
}

/// What a transport has done since it started.
public struct TransportCounters: Hashable, Sendable {
  /// Connections that were accepted.
  public var connectionsAccepted = 0
  /// Connections that were closed at once because there were as many as there may be.
  public var connectionsRefused = 0
  /// How often `accept` failed for lack of file descriptors or memory.
  public var acceptFailures = 0
  /// Connections that have ended, by reason; a reason that never occurred has no entry.
  public var connectionsEnded: [ConnectionEnd: Int] = [:]
  /// Calls that were started, refused ones included.
  public var streamsStarted = 0
  /// Calls that are over.
  public var streamsEnded = 0
  /// Calls that were ended because they kept the server waiting, or their `grpc-timeout` was over.
  public var streamsTimedOut = 0
  /// Calls that were ended because of what clients have begun to send and not finished.
  public var streamsOverBudget = 0
  /// Messages of clients.
  public var messagesReceived = 0
  /// Messages to clients.
  public var messagesSent = 0
  /// Bytes read from sockets.
  public var bytesReceived = 0
  /// Bytes written to sockets.
  public var bytesSent = 0
  /// Bytes that wait now because sockets did not take them; what is shared between them counts for
  /// each.
  public var bytesHeld = 0

  /// Nothing yet.
  public init() {}

  /// Connections that are open now.
  public var connectionsOpen: Int {
    connectionsAccepted - connectionsEnded.values.reduce(0, +)
  }

  /// Adds what another one has counted.
  mutating func add(_ other: TransportCounters) {
    connectionsAccepted += other.connectionsAccepted
    connectionsRefused += other.connectionsRefused
    acceptFailures += other.acceptFailures
    connectionsEnded.merge(other.connectionsEnded, uniquingKeysWith: +)
    streamsStarted += other.streamsStarted
    streamsEnded += other.streamsEnded
    streamsTimedOut += other.streamsTimedOut
    streamsOverBudget += other.streamsOverBudget
    messagesReceived += other.messagesReceived
    messagesSent += other.messagesSent
    bytesReceived += other.bytesReceived
    bytesSent += other.bytesSent
    bytesHeld += other.bytesHeld
  }
}
