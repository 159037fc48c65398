public import XDSServer

/// What the admin API asks the xDS server about its clients.
///
/// Whoever asks may be made to wait for as long as the call says.
public protocol ConnectedClients: Sendable {
  /// Every connected client, ordered.
  func proxies(within limit: Duration) throws(LoopsBusy) -> [ProxyStatus]
  /// The connected clients of that node id, ordered.
  func proxies(ofNode id: String, within limit: Duration) throws(LoopsBusy) -> [ProxyStatus]
  /// The clients that have not acknowledged a revision that concerns them, ordered.
  func laggards(behind revision: UInt64, within limit: Duration) throws(LoopsBusy) -> [Laggard]
  /// The current revision; 0 before there is a mesh.
  var revision: UInt64 { get }
  /// The newest revisions, at most so many, the newest first.
  func pushes(_ count: Int) -> [Push]
  /// What is known of a revision.
  func push(_ revision: UInt64) -> PushLookup
  /// How many open streams there are of each group of clients.
  func census(within limit: Duration) throws(LoopsBusy) -> [ClientGroup: Int]
  /// What has been sent and heard.
  var statistics: DiscoveryStatistics { get }
  /// What connections have done and have come to.
  var transportCounters: TransportCounters { get }
}

extension DiscoveryServer: ConnectedClients {}
