/// What a load test has measured.
public struct LoadReport: Sendable {
  /// A part of the test.
  public struct Phase: Sendable {
    /// `connect`, `steady`, `changes` or `storm`.
    public var name: String
    /// How long it took, in seconds.
    public var seconds: Double
    /// The responses that came, by type: CDS, EDS, LDS, RDS.
    public var responses: [Int]
    /// Those that brought what the client had and had not asked for again.
    public var superfluous: Int
    /// The resources in the responses.
    public var resources: Int
    /// Those of them that the client had.
    public var repeatedResources: Int
    /// The bytes that came; over TLS, the encrypted ones.
    public var bytesReceived: Int
    /// The bytes that were sent.
    public var bytesSent: Int
    /// How busy each loop of this program was: 1 for all the time.
    public var loopsBusy: [Double]
    /// The server's CPU time, in seconds; nil if it was not measured.
    public var serverCPUSeconds: Double?
    /// The server's memory at the end, in bytes.
    public var serverResidentBytes: Int?
    /// The most memory that the server has had until then, in bytes.
    public var serverPeakBytes: Int?

    /// All responses.
    public var responseCount: Int { responses.reduce(0, +) }
  }

  /// One change.
  public struct Change: Sendable {
    /// Counted from 1.
    public var number: Int
    /// When it was planned, in seconds from the first.
    public var plannedSeconds: Double
    /// How much later it was begun, in microseconds.
    public var lateness: UInt64
    /// How long making it took, in microseconds.
    public var made: UInt64
    /// The clients that it was to come to.
    public var expected: Int
    /// The clients that it came to in time.
    public var arrived: Int
    /// From the planned moment to the last byte, of each client.
    public var latency: LatencySummary
  }

  /// Something that went wrong.
  public struct Failure: Hashable, Sendable {
    /// What.
    public var kind: String
    /// How many times.
    public var count: Int
    /// What the server said to the first of them.
    public var detail: String?
  }

  /// What was tested, in words.
  public var description: String
  /// The clients that were simulated.
  public var clients: Int
  /// Those that were configured at the end of the first phase.
  public var configured: Int
  /// From the planned start of each to being configured.
  public var configuredTime: LatencySummary
  /// The same for those that left and came back as new ones.
  public var rejoinTime: LatencySummary?
  /// From the planned moment of a change to the last byte of the response with it.
  public var pushLatency: LatencySummary?
  /// From the cut of all connections to what each client was sent last.
  public var stormTime: LatencySummary?
  /// How long a response may have waited in this program.
  public var ownDelay: LatencySummary?
  /// The parts, in order.
  public var phases: [Phase]
  /// The changes, in order.
  public var changes: [Change]
  /// The clients that read nothing any more.
  public var stalled: Int
  /// Responses that were accepted and refused.
  public var acknowledgements: Int
  /// Responses that were refused.
  public var refusals: Int
  /// Responses that brought nothing, in the parts and between them.
  public var superfluous: Int
  /// Connections that this program cut and made again.
  public var reconnects: Int
  /// Clients that left, to come back as new ones.
  public var departures: Int
  /// What went wrong, the most frequent first.
  public var failures: [Failure]
  /// The server's memory before the first connection, in bytes; nil if it was not measured.
  public var serverBytesBefore: Int?
  /// What a person should know of the test itself.
  public var warnings: [String]
  /// Whether the test was ended before its time.
  public var isInterrupted: Bool

  /// Everything that went wrong.
  public var failureCount: Int { failures.reduce(0) { $0 + $1.count } }

  /// The server's CPU time per client that it connected and configured, in microseconds.
  public var configureCPU: Double? {
    guard let phase = phases.first, let cpu = phase.serverCPUSeconds, configured > 0 else {
      return nil
    }
    return cpu * 1e6 / Double(configured)
  }

  /// The server's CPU time per client and change, in microseconds.
  public var pushCPU: Double? {
    let arrivals = changes.reduce(0) { $0 + $1.arrived }
    guard arrivals > 0, let cpu = phases.first(where: { $0.name == "changes" })?.serverCPUSeconds
    else { return nil }
    return cpu * 1e6 / Double(arrivals)
  }

  /// The server's memory per connected client, in bytes.
  public var memoryPerClient: Double? {
    guard let before = serverBytesBefore, configured > 0,
      let after = phases.first?.serverResidentBytes
    else { return nil }
    return Double(after - before) / Double(configured)
  }
}

/// What must hold for a load test to pass.
public struct LoadBounds: Sendable {
  /// What 99 of 100 pushes may take.
  public var p99: Duration?
  /// How long it may take until all are configured.
  public var configured: Duration?
  /// How much may go wrong.
  public var failures: Int?
  /// How many responses may bring nothing.
  public var superfluous: Int?

  /// No bounds.
  public init() {}

  /// A sentence for each that is exceeded.
  public func exceeded(by report: LoadReport) -> [String] {
    var sentences: [String] = []
    if let p99 {
      if let latency = report.pushLatency, latency.count > 0 {
        if Int64(latency.p99) * 1000 > p99.nanoseconds {
          sentences.append(
            "The p99 of pushes is \(Quantity.time(latency.p99)), more than \(Quantity.time(p99)).")
        }
      } else {
        sentences.append("There is no p99 of pushes: no change came to any client.")
      }
    }
    if let configured {
      if report.configured < report.clients {
        sentences.append(
          "Of \(Quantity.count(report.clients)) Envoys "
            + "\(Quantity.count(report.clients - report.configured)) were not configured.")
      } else if Int64(report.configuredTime.max) * 1000 > configured.nanoseconds {
        sentences.append(
          "It took \(Quantity.time(report.configuredTime.max)) until all were configured, more "
            + "than \(Quantity.time(configured)).")
      }
    }
    if let failures, report.failureCount > failures {
      sentences.append(
        "\(Quantity.count(report.failureCount)) things went wrong, more than \(failures).")
    }
    if let superfluous, report.superfluous > superfluous {
      sentences.append(
        "\(Quantity.count(report.superfluous)) responses were superfluous, more than "
          + "\(superfluous).")
    }
    return sentences
  }
}
