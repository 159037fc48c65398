public import XDSServer

/// What a load test does.
public struct LoadPlan: Sendable {
  /// How the changes are recognised when they reach a client.
  public enum Recognition: Hashable, Sendable {
    /// By a response that brings anything new: one change at a time, as the next waits until the
    /// last has come everywhere.
    case anyNews
    /// By a text in the bytes of a response, in which `{n}` stands for the number of the change,
    /// counted from 1: changes are made when they are due, whatever has come of those before.
    case marker(String)
  }

  /// The changes that are made, and measured.
  public struct Changes: Sendable {
    /// How many.
    public var count: Int
    /// The time from one to the next.
    public var interval: Duration
    /// How they are recognised.
    public var recognition: Recognition
    /// How long each may take to come to everyone.
    public var timeout: Duration
    /// Makes the change of that number, counted from 1, and blocks until it is made.
    ///
    /// Called by one thread at a time.
    public var make: @Sendable (Int) throws(ChangeFailure) -> Void

    /// Changes.
    public init(
      count: Int, interval: Duration, recognition: Recognition, timeout: Duration,
      make: @escaping @Sendable (Int) throws(ChangeFailure) -> Void
    ) {
      self.count = count
      self.interval = interval
      self.recognition = recognition
      self.timeout = timeout
      self.make = make
    }
  }

  /// Where the server is.
  public var target: SocketAddress
  /// What it is called in requests; `HOST:PORT`.
  public var authority: String
  /// What TLS is spoken with; nil for plaintext.
  public var tls: TLSClientCredentials?
  /// The addresses to connect from, in turn; empty to leave that to the system.
  public var sources: [SocketAddress] = []
  /// How many Envoys are simulated.
  public var clients = 100
  /// How many event loops they are spread over, each a thread.
  public var loops = 1
  /// Whether they speak the incremental variant.
  public var isDelta = false
  /// Whether they have one aggregated stream, or one for each type.
  public var isAggregated = true
  /// Who they say they are.
  public var node = NodeTemplate()
  /// Whether every request says so, rather than the first of a stream.
  public var saysNodeAlways = false
  /// How many connect in a second; nil for all at once.
  public var connectRate: Double?
  /// How long it may take until all are configured.
  public var connectTimeout = Duration.seconds(60)
  /// How long a client waits for endpoints and routes before it goes on without; as long as Envoy.
  public var fetchTimeout = Duration.seconds(15)
  /// The share of the clients that refuse every change.
  public var refusing = 0.0
  /// The share of the clients that read nothing any more once all are configured.
  public var stalling = 0.0
  /// The share of the clients that lose their connection in each second after that.
  public var reconnecting = 0.0
  /// The share of the clients that leave in each second, to come back as new ones.
  public var leaving = 0.0
  /// How long those are away.
  public var absence = Duration.seconds(1)
  /// How long it is watched that nothing happens when nothing changes.
  public var steady = Duration.zero
  /// What is changed, and measured.
  public var changes: Changes?
  /// Whether all connections are cut at the end, at once.
  public var storms = false
  /// How long everything may take; nil for as long as its parts.
  public var duration: Duration?
  /// The process of the server, whose CPU and memory are measured; nil for none.
  public var process: Int32?

  /// A test of a server, everything else as by default.
  public init(target: SocketAddress, authority: String, tls: TLSClientCredentials? = nil) {
    self.target = target
    self.authority = authority
    self.tls = tls
  }
}

/// Why a change was not made; a full sentence.
public struct ChangeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence.
  public var description: String

  /// A failure of that sentence.
  public init(_ sentence: String) { description = sentence }
}

extension LoadPlan {
  /// How a client behaves: the shares are spread evenly over all clients.
  func role(of index: Int) -> SimulatedEnvoy.Role {
    if Self.isChosen(index, stalling) { return .stalling }
    if Self.isChosen(clients - 1 - index, refusing) { return .refusing }
    return .honest
  }

  private static func isChosen(_ index: Int, _ share: Double) -> Bool {
    Int(Double(index + 1) * share) > Int(Double(index) * share)
  }
}
