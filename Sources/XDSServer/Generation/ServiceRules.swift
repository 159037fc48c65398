internal import struct MeshModel.DestinationRule
internal import struct MeshModel.Mesh
internal import struct MeshModel.VirtualService

/// The rules that may concern a service: those that name its host, or a pattern that covers it.
///
/// Whether one concerns a client depends on the client: of the VirtualServices `OutboundPlan`
/// decides, of the DestinationRules ``ServicePolicies``.
struct ServiceRules: Equatable, Sendable {
  /// The VirtualServices that are bound to `mesh`: those that name the host itself, then those of
  /// the longest pattern, and so on; among those of one name the one that counts first is first.
  private(set) var virtualServices: [VirtualService] = []
  /// The DestinationRules, in the same order.
  private(set) var destinationRules: [DestinationRule] = []

  /// What the VirtualServices lead to.
  private(set) var targets = RuleTargets()

  /// No rules.
  init() {}

  /// The rules that may concern the services of `host`.
  ///
  /// - Complexity: O(dots in the host · log rules).
  init(of host: String, in mesh: Mesh) {
    if mesh.virtualServices.isEmpty, mesh.destinationRules.isEmpty { return }
    for pattern in Mesh.patterns(covering: host) {
      destinationRules += mesh.destinationRules(naming: pattern)
      for rule in mesh.virtualServices(naming: pattern)
      where rule.isBoundToMesh && !knows(rule) {
        virtualServices.append(rule)
      }
    }
    if !virtualServices.isEmpty { targets = RuleTargets(of: virtualServices, in: mesh) }
  }

  /// Whether the rule is there already, under a more telling name.
  private func knows(_ rule: VirtualService) -> Bool {
    virtualServices.contains {
      $0.metadata.name == rule.metadata.name && $0.metadata.namespace == rule.metadata.namespace
    }
  }
}
