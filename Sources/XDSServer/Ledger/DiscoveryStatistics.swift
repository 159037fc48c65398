/// What a server has sent and heard since it started.
public struct DiscoveryStatistics: Sendable {
  /// What concerns one resource type.
  public struct Traffic: Hashable, Sendable {
    /// Responses that were sent.
    public var responses: UInt64 = 0
    /// Resources in them.
    public var resources: UInt64 = 0
    /// Bytes of these responses, without the framing of gRPC.
    public var bytes: UInt64 = 0
    /// Responses that the client has accepted (ACK).
    public var acceptances: UInt64 = 0
    /// Responses that the client has refused (NACK).
    public var refusals: UInt64 = 0
    /// Responses without anything that the client did not have and had not asked for: there should
    /// be none.
    public var redundant: UInt64 = 0

    /// Nothing yet.
    public init() {}

    mutating func add(_ other: Traffic) {
      responses += other.responses
      resources += other.resources
      bytes += other.bytes
      acceptances += other.acceptances
      refusals += other.refusals
      redundant += other.redundant
    }
  }

  private var traffic = InlineArray<4, Traffic>(repeating: Traffic())
  /// From a change to the last byte of a response that brings it, in the server's socket.
  public var push = DurationHistogram()
  /// From a change to the last acknowledgement of those whom it concerns; a change that concerns
  /// nobody does not count, nor does one that is refused, before it is taken back.
  public var convergence = DurationHistogram()
  /// How often the order of a change was given up because a client did not answer in time.
  public var answersMissed: UInt64 = 0
  /// What has become of the clients that have come.
  public var admission = AdmissionCounters()

  /// Nothing yet.
  public init() {}

  /// What concerns that type.
  public subscript(type: ResourceType) -> Traffic {
    get { traffic[type.rawValue] }
    _modify { yield &traffic[type.rawValue] }
  }

  /// Adds what another one has counted.
  mutating func add(_ other: DiscoveryStatistics) {
    for type in ResourceType.allCases { self[type].add(other[type]) }
    push.add(other.push)
    convergence.add(other.convergence)
    answersMissed += other.answersMissed
    admission.add(other.admission)
  }
}
