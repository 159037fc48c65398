internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort

/// The services that a client sees, in the order in which they win conflicts.
///
/// Those of the client's own namespace come first, then by host and namespace. Each host is there
/// once: resource names carry the host only, so a second service of the same host could not be told
/// from the first.
struct VisibleServices {
  /// The services, best first.
  let services: [ServiceResources]

  /// The order of `candidates`, as a client in `namespace` sees them.
  init(_ candidates: [ServiceResources], namespace: String) {
    let ordered = candidates.sorted { left, right in
      let (left, right) = (left.service, right.service)
      let (leftIsOwn, rightIsOwn) = (left.namespace == namespace, right.namespace == namespace)
      if leftIsOwn != rightIsOwn { return leftIsOwn }
      return (left.host, left.namespace) < (right.host, right.namespace)
    }
    var hosts: Set<String> = []
    services = ordered.filter { hosts.insert($0.service.host).inserted }
  }
}

extension MeshService {
  /// The ports, each number once, without those that no client could connect to.
  var distinctPorts: [ServicePort] {
    var numbers: Set<UInt16> = [0]
    return ports.filter { numbers.insert($0.number).inserted }
  }

  /// Whether the host stands for every name under a domain.
  var hasWildcardHost: Bool { host.hasPrefix("*") }
}
