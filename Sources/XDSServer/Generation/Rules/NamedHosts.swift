internal import MeshModel

// Hosts that VirtualServices name, and that are no services: requests for them can be routed as
// well, if they come to a port where requests are routed.
extension MeshService {
  /// What stands for `host` when no service has it, or is covered by it; nil when there is one, or
  /// no VirtualService names it.
  ///
  /// Its requests come to the ports of the services that the VirtualService names beside it, or to
  /// port 80, as in Istio.
  init?(namedBy mesh: Mesh, host: String) {
    let rules = mesh.virtualServices(naming: host).filter {
      !$0.http.isEmpty && $0.isBoundToMesh
    }
    guard let first = rules.first, !mesh.hasService(coveredBy: host) else { return nil }
    var ports: Set<UInt16> = []
    for rule in rules {
      let others = rule.hosts.filter { $0 != host }.flatMap { other in
        mesh.service(host: other, visibleIn: rule.metadata.namespace)?.ports ?? []
      }
      let routed = others.filter(\.appProtocol.isHTTP).map(\.number)
      ports.formUnion(routed.isEmpty ? [80] : routed)
    }
    self.init(
      host: host, namespace: first.metadata.namespace, isExternal: true,
      ports: ports.sorted().map { ServicePort(number: $0, name: "", appProtocol: .http) },
      origins: rules.map(\.reference).sorted())
  }

  /// Whether it only stands for a host that VirtualServices name: nothing leads there but they.
  var isNamedOnly: Bool {
    !origins.isEmpty && origins.allSatisfy { $0.kind == .virtualService }
  }
}

extension VirtualService {
  /// The object's name among all objects.
  var reference: ObjectReference {
    ObjectReference(.virtualService, namespace: metadata.namespace, name: metadata.name)
  }
}
