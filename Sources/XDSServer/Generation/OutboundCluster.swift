internal import struct MeshModel.DestinationRule
internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort
internal import struct MeshModel.TrafficPolicy

/// A cluster of a service for some clients, before it is put into Envoy's words.
struct OutboundCluster: Sendable {
  /// The service; of a subset, with no endpoints but the subset's.
  let service: MeshService
  let port: ServicePort
  /// The subset; nil for all endpoints.
  let subset: DestinationRule.Subset?
  /// How the client finds the endpoints.
  let flavor: ClusterFlavor
  /// Whether the client is a gRPC library, which accepts less than Envoy.
  let isGRPC: Bool
  /// What the rules say.
  let settings: TrafficPolicy.Settings
  /// Which places the traffic goes to; nil when that depends on no rule.
  let balance: LocalityBalance?
  /// The DestinationRules, ordered.
  let rules: [ObjectReference]

  /// The cluster of a port or of a subset; nil when the client has no way to the service.
  init?(
    _ seen: SeenService, port: ServicePort, subset: DestinationRule.Subset?, kind: ViewKey.Kind,
    interceptionMode: ProxyNode.InterceptionMode
  ) {
    var service = seen.shape.service
    if let subset { service.endpoints.removeAll { !$0.labels.hasAll(subset.labels) } }
    settings = seen.policy.settings(port: port.number, subset: subset?.name)
    let flavor = ClusterFlavor(
      of: service, port: port, kind: kind, interceptionMode: interceptionMode,
      isPassedThrough: settings.isPassedThrough)
    guard let flavor else { return nil }
    self.service = service
    self.port = port
    self.subset = subset
    self.flavor = flavor
    isGRPC = kind == .grpc
    balance = seen.policy.balance(settings)
    rules = seen.policy.origins
  }

  /// The name.
  var name: String {
    ResourceNames.outboundCluster(
      host: service.host, port: port.number, subset: subset?.name)
  }

  /// The objects that made it.
  var origins: Origins {
    .listed(rules.isEmpty ? service.origins : (service.origins + rules).sorted())
  }

  /// Names it among the clusters of its policy.
  var key: ServicePolicy.ClusterKey {
    ServicePolicy.ClusterKey(
      port: port.number, subset: subset?.name, flavor: flavor, isGRPC: isGRPC)
  }

  /// Names its assignment among those of its service.
  var assignmentKey: ServiceResources.AssignmentKey {
    ServiceResources.AssignmentKey(
      port: port.number,
      subset: subset.map { ServiceResources.AssignmentKey.Subset($0) },
      balance: balance, rules: subset == nil && balance == nil ? [] : rules)
  }
}

extension ServiceResources.AssignmentKey.Subset {
  fileprivate init(_ subset: DestinationRule.Subset) {
    self.init(name: subset.name, labels: subset.labels)
  }
}

extension TrafficPolicy.Settings {
  /// Whether connections go to where they were going anyway.
  fileprivate var isPassedThrough: Bool {
    loadBalancer?.algorithm == .simple(.passthrough)
  }
}
