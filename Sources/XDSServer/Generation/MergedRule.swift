internal import struct MeshModel.DestinationRule
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.TrafficPolicy

/// DestinationRules for one host, merged as Istio does it: all subsets, the first of each name, and
/// the first traffic policy.
struct MergedRule: Sendable {
  /// The subsets, in the order of the rules.
  let subsets: [DestinationRule.Subset]
  /// What holds where a subset says nothing.
  let trafficPolicy: TrafficPolicy?
  /// The rules, ordered.
  let origins: [ObjectReference]

  /// Merges `rules`, the one that counts first first.
  init(_ rules: [DestinationRule]) {
    var names: Set<String> = []
    subsets = rules.flatMap(\.subsets).filter { names.insert($0.name).inserted }
    trafficPolicy = rules.lazy.compactMap(\.trafficPolicy).first
    origins = rules.map {
      ObjectReference(
        .destinationRule, namespace: $0.metadata.namespace, name: $0.metadata.name)
    }.sorted()
  }

  /// What holds for a port of the service, or of a subset.
  ///
  /// "Traffic policies specified at port-level […] override destination-level settings; settings
  /// that are left out take the default, not the destination's"
  /// (https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy).
  func settings(port: UInt16, subset: String?) -> TrafficPolicy.Settings {
    let general = trafficPolicy.map { $0.portSettings[port] ?? $0.settings }
    guard let subset, let own = subsets.first(where: { $0.name == subset })?.trafficPolicy else {
      return general ?? TrafficPolicy.Settings()
    }
    return own.portSettings[port] ?? own.settings.over(general ?? TrafficPolicy.Settings())
  }

  /// The settings of every port and subset that differ, in an order that follows from the rules.
  var everySettings: [TrafficPolicy.Settings] {
    let policies = [trafficPolicy] + subsets.map(\.trafficPolicy)
    let ports = Set(policies.compactMap { $0?.portSettings.keys }.joined()).sorted()
    // No service has a port 0: it stands for those that are not named.
    return ([0] + ports).flatMap { port in
      [settings(port: port, subset: nil)]
        + subsets.map { settings(port: port, subset: $0.name) }
    }
  }
}

extension TrafficPolicy.Settings {
  /// These settings, and the others' where these say nothing.
  fileprivate func over(_ other: Self) -> Self {
    Self(
      loadBalancer: loadBalancer ?? other.loadBalancer,
      connectionPool: connectionPool ?? other.connectionPool,
      outlierDetection: outlierDetection ?? other.outlierDetection, tls: tls ?? other.tls)
  }
}
