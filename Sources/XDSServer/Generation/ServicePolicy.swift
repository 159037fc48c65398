internal import Platform

internal import struct MeshModel.DestinationRule
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.TrafficPolicy

/// How some clients talk to one service, and the clusters that say so.
///
/// One object for all clients for whom the rules come out the same. Used by several threads at
/// once.
final class ServicePolicy: Sendable {
  /// Names a cluster of the service.
  struct ClusterKey: Hashable, Sendable {
    var port: UInt16
    /// Nil for the cluster of all endpoints.
    var subset: String?
    var flavor: ClusterFlavor
    var isGRPC: Bool
  }

  /// The policy in a ``VisibleSum``.
  let mark = VisibleSum.newMark()
  /// The subsets; each has a cluster of its own for each port.
  let subsets: [DestinationRule.Subset]
  /// The DestinationRules, ordered.
  let origins: [ObjectReference]
  private let rule: MergedRule?
  private let client: LocalityBalance.Client?
  private let clusters = Lock<[ClusterKey: Resource]>([:])

  /// What holds where no rule does: defaults.
  init() {
    subsets = []
    origins = []
    rule = nil
    client = nil
  }

  /// What `rule` says to a client, and to all to whom it says the same.
  init(_ rule: MergedRule, client: OutboundClient) {
    subsets = rule.subsets
    origins = rule.origins
    self.rule = rule
    self.client = LocalityBalance.Client(client)
  }

  /// What holds for a port of the service, or of one of its subsets.
  func settings(port: UInt16, subset: String? = nil) -> TrafficPolicy.Settings {
    rule?.settings(port: port, subset: subset) ?? TrafficPolicy.Settings()
  }

  /// Which places the traffic to a port goes to; nil when that depends on no rule.
  func balance(_ settings: TrafficPolicy.Settings) -> LocalityBalance? {
    client.flatMap { LocalityBalance(settings, client: $0) }
  }

  /// What routes to a port, or to one of its subsets, have to say of it.
  func routed(port: UInt16, subset: String? = nil) -> RoutedPolicy {
    RoutedPolicy(settings(port: port, subset: subset))
  }

  /// The cluster of that key, made by `make` when it is asked for first.
  func cluster(_ key: ClusterKey, make: () -> Resource) -> Resource {
    clusters.value(for: key, make: make)
  }
}
