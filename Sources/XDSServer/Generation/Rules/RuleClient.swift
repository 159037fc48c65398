internal import struct MeshModel.VirtualService

/// Whom routes are made for: what decides, before there is any request, which matches of a
/// VirtualService can hold.
struct RuleClient: Hashable, Sendable {
  /// What VirtualServices must be bound to: `mesh` for sidecars, or `NAMESPACE/NAME` of a Gateway.
  var gateway: String
  /// The client's namespace.
  var namespace: String
  /// The labels of its workload.
  var labels: [String: String]

  /// Whether a match of a VirtualService can hold for the client.
  ///
  /// Labels and namespace are those of workloads with sidecars: where a match is for gateways only,
  /// they do not count
  /// (https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest).
  func canSatisfy(
    _ source: VirtualService.SourceMatch, of virtualService: VirtualService
  ) -> Bool {
    guard (source.gateways ?? virtualService.gateways).contains(gateway) else { return false }
    if let gateways = source.gateways, !gateways.contains(VirtualService.mesh) { return true }
    if let wanted = source.namespace, wanted != namespace { return false }
    return labels.hasAll(source.labels)
  }
}
