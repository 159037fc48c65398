internal import struct MeshModel.DestinationRule
internal import struct MeshModel.Mesh
internal import struct MeshModel.VirtualService

/// What the destinations of VirtualServices are, as far as routes depend on it.
struct RuleTargets: Equatable, Sendable {
  private struct Target: Equatable, Sendable {
    /// The port of a service that has one only.
    var onlyPort: UInt16?
    /// The rules for it, where a route has to say anything of one.
    var policies: ServicePolicies?

    static func == (left: Target, right: Target) -> Bool {
      left.onlyPort == right.onlyPort && left.policies?.rules == right.policies?.rules
        && left.policies?.serviceNamespace == right.policies?.serviceNamespace
    }
  }

  /// By host; those of which nothing is known are left out.
  private var targets: [String: Target] = [:]

  /// No targets.
  init() {}

  /// The targets of VirtualServices, in the mesh as the first that names one sees it.
  init(of virtualServices: [VirtualService], in mesh: Mesh) {
    var hosts: Set<String> = []
    for virtualService in virtualServices {
      for host in virtualService.destinations.map(\.host) where hosts.insert(host).inserted {
        let service = mesh.service(host: host, visibleIn: virtualService.metadata.namespace)
        guard let service else { continue }
        let rules = Mesh.patterns(covering: host).flatMap { mesh.destinationRules(naming: $0) }
        let target = Target(
          onlyPort: service.ports.count == 1 ? service.ports[0].number : nil,
          policies: rules.contains(where: \.concernsRoutes)
            ? ServicePolicies(
              rules, serviceNamespace: service.namespace,
              rootNamespace: mesh.configuration.rootNamespace) : nil)
        if target != Target() { targets[host] = target }
      }
    }
  }

  /// What a destination means to clients whose requests come to `port`.
  func target(
    _ destination: VirtualService.Destination, from port: UInt16, for client: OutboundClient
  ) -> RouteTarget {
    let target = targets[destination.host]
    let number = destination.port ?? target?.onlyPort ?? port
    return RouteTarget(
      cluster: ResourceNames.outboundCluster(
        host: destination.host, port: number, subset: destination.subset),
      policy: target?.policies?.policy(for: client)?
        .routed(port: number, subset: destination.subset) ?? RoutedPolicy())
  }

  /// Whether clients may differ in what a destination means to them.
  var dependOnClient: Bool { targets.values.contains { $0.policies != nil } }
}

extension DestinationRule {
  /// Whether a policy of its own, or of a subset, is said by routes.
  fileprivate var concernsRoutes: Bool {
    MergedRule([self]).everySettings.contains { RoutedPolicy($0) != RoutedPolicy() }
  }
}
