internal import struct MeshModel.MeshService
internal import struct MeshModel.Sidecar

/// The namespaces that own something or that something is exported to.
///
/// To a client in another it makes no difference in which one it is.
struct NamespaceCounts: Equatable, Sendable {
  /// How many services there are in a namespace or for it.
  private var serviceCounts: [String: Int] = [:]
  private var withSidecar: Set<String>

  /// The namespaces of those Sidecars.
  init(sidecars: [Sidecar]) { withSidecar = Set(sidecars.map(\.metadata.namespace)) }

  /// Whether the namespace is one of them.
  func contains(_ namespace: String) -> Bool {
    serviceCounts[namespace] != nil || withSidecar.contains(namespace)
  }

  /// Counts a service.
  mutating func add(_ service: MeshService) { count(service, by: 1) }

  /// The namespaces after the changes; with other Sidecars, unless there are none to be said.
  func applying(_ changes: ServiceChanges, sidecars: [Sidecar]?) -> NamespaceCounts {
    var counts = self
    if let sidecars { counts.withSidecar = Set(sidecars.map(\.metadata.namespace)) }
    let isMoved = { (service: MeshService, other: MeshService?) in
      service.exportTo.namespaces != other?.exportTo.namespaces
    }
    // Most changes move no service.
    let (old, new) = (changes.removed.map(\.service), changes.added.map(\.service))
    let byName = { (services: [MeshService]) in
      Dictionary(uniqueKeysWithValues: services.map { ($0.serviceName, $0) })
    }
    let (oldByName, newByName) = (byName(old), byName(new))
    for service in old where isMoved(service, newByName[service.serviceName]) {
      counts.count(service, by: -1)
    }
    for service in new where isMoved(service, oldByName[service.serviceName]) {
      counts.count(service, by: 1)
    }
    return counts
  }

  private mutating func count(_ service: MeshService, by step: Int) {
    for namespace in service.exportTo.namespaces.union([service.namespace]) {
      let count = serviceCounts[namespace, default: 0] + step
      serviceCounts[namespace] = count == 0 ? nil : count
    }
  }
}
