public import Logging
public import MeshModel
public import Platform

/// The xDS server: listens, and keeps every connected client up to date with the current mesh.
///
/// It answers nothing before it has been given a mesh. Safe to use from every thread.
public final class DiscoveryServer: Sendable {
  /// What a server is started with.
  public struct Configuration: Sendable {
    /// Where it listens.
    public var address: SocketAddress
    /// Where it listens for clients that speak TLS, and with what; nil for nowhere.
    ///
    /// Where clients must have certificates, a client may only be a node that its certificate
    /// names.
    public var tls: TLSListener?
    /// The number of event loops, each with a thread of its own.
    public var loops: Int
    /// Limits and times of the connections.
    public var transport = TransportConfiguration()
    /// How many clients are brought up to date at a time.
    public var admission = AdmissionLimits()
    /// How long the next response of a type waits for the answer to the last one.
    ///
    /// Envoy holds the ACK of clusters back until they are warm, and takes other responses
    /// meanwhile.
    public var answerBound = DiscoveryStream.defaultAnswerBound
    /// How long the order of a change is kept for a client that does not answer: routes wait for
    /// the answer to their clusters, and clusters that are gone for the answer to the routes.
    public var orderBound = DiscoveryStream.defaultOrderBound

    /// A configuration.
    public init(address: SocketAddress, tls: TLSListener? = nil, loops: Int = 1) {
      self.address = address
      self.tls = tls
      self.loops = loops
    }
  }

  private let controlPlane: ControlPlane
  private let transport: TransportServer<DiscoveryService>

  /// Starts to listen.
  ///
  /// - Throws: `TransportError` when the address cannot be used.
  public init(_ configuration: Configuration, logger: Logger) throws(TransportError) {
    let controlPlane = ControlPlane(logger: logger)
    self.controlPlane = controlPlane
    transport = try TransportServer(
      listen: configuration.address, tls: configuration.tls, loops: configuration.loops,
      configuration: configuration.transport, logger: logger
    ) { loop in
      DiscoveryService(
        loop: loop, controlPlane: controlPlane, answerBound: configuration.answerBound,
        orderBound: configuration.orderBound, admission: configuration.admission, logger: logger)
    }
  }

  /// The address in use, with the port that the system chose if it was asked for 0.
  public var boundAddress: SocketAddress { transport.localAddress }

  /// The same for clients that speak TLS; nil when it does not listen for them.
  public var boundTLSAddress: SocketAddress? { transport.localTLSAddress }

  /// Has clients that speak TLS be accepted with those credentials from now on; the open
  /// connections go on as they are.
  ///
  /// - Precondition: the configuration has TLS.
  public func replaceCredentials(_ credentials: TLSCredentials) {
    transport.replaceCredentials(credentials)
  }

  /// What makes the resources of the current mesh; nil before there is one.
  ///
  /// Knows mesh and revision, and any node's snapshot: the same objects that clients are sent.
  public var generator: SnapshotGenerator? { controlPlane.generator }

  /// Makes `mesh` the current one.
  ///
  /// Returns when what changes by it has been handed to the event loops.
  /// - Parameters:
  ///   - mesh: the mesh.
  ///   - difference: how it differs from the current one; nil when that is not known, and then it
  ///     is compared.
  ///   - cause: what changed, in a few words for people.
  ///   - seenAt: when that was seen: what pushes and acknowledgements are measured from.
  /// - Returns: what makes the resources of that mesh.
  @discardableResult
  public func update(
    mesh: Mesh, difference: MeshDifference? = nil, cause: String,
    seenAt: Moment = .now
  ) async -> SnapshotGenerator {
    await controlPlane.update(mesh: mesh, difference: difference, cause: cause, seenAt: seenAt)
  }

  /// What the connections have done and have come to.
  public var transportCounters: TransportCounters { transport.counters }

  /// Stops listening, ends all streams, and returns when the connections are closed, at the latest
  /// after `grace`.
  ///
  /// Clients keep their configuration and connect again elsewhere.
  public func stop(grace: Duration = .seconds(5)) async {
    await transport.shutdown(grace: grace)
    transport.stop()
  }
}

// MARK: What a person wants to know

/// These may block the thread that calls them, for as long as they say: they are for the threads of
/// the admin API.
extension DiscoveryServer {
  /// Every connected client, ordered by node id, then by where it connects from.
  public func proxies(within limit: Duration = .seconds(2)) throws(LoopsBusy) -> [ProxyStatus] {
    try Survey.ask(transport.loops, within: limit, \.status).sorted(by: ProxyStatus.areInOrder)
  }

  /// The connected clients of that node id, in the same order.
  public func proxies(
    ofNode id: String, within limit: Duration = .seconds(2)
  ) throws(LoopsBusy) -> [ProxyStatus] {
    let found = try Survey.ask(transport.loops, within: limit) { stream in
      stream.node?.id == id ? stream.status : nil
    }
    return found.sorted(by: ProxyStatus.areInOrder)
  }

  /// The clients that have not acknowledged a revision that concerns them, in the same order.
  public func laggards(
    behind revision: UInt64, within limit: Duration = .seconds(2)
  ) throws(LoopsBusy) -> [Laggard] {
    let found = try Survey.ask(transport.loops, within: limit) { $0.laggard(behind: revision) }
    return found.sorted { ($0.nodeID, $0.peer.port) < ($1.nodeID, $1.peer.port) }
  }

  /// How many open streams there are of each group of clients.
  public func census(
    within limit: Duration = .seconds(2)
  ) throws(LoopsBusy) -> [ClientGroup: Int] {
    let groups = try Survey.ask(transport.loops, within: limit) { stream in
      stream.status.map { ClientGroup(kind: $0.node.kind, state: $0.state) }
    }
    return groups.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The current revision; 0 before there is a mesh.
  public var revision: UInt64 { controlPlane.ledger.current }

  /// The newest revisions, at most so many of at most 1,000, the newest first.
  public func pushes(_ count: Int) -> [Push] { controlPlane.ledger.newest(count) }

  /// What is known of a revision.
  public func push(_ revision: UInt64) -> PushLookup { controlPlane.ledger.push(revision) }

  /// How many resources have been encoded so far; each is encoded once for all that are sent it.
  public var encodingCount: Int { controlPlane.generator?.encodingCount ?? 0 }

  /// What has been sent and heard.
  public var statistics: DiscoveryStatistics { controlPlane.ledger.statistics }
}

extension ProxyStatus {
  fileprivate static func areInOrder(_ left: ProxyStatus, _ right: ProxyStatus) -> Bool {
    (left.node.id, left.peer.ip, left.peer.port) < (right.node.id, right.peer.ip, right.peer.port)
  }
}
