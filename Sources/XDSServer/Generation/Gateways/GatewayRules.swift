internal import MeshModel

/// The Gateways of a mesh, and the VirtualServices that are bound to them.
struct GatewayRules: Sendable {
  private var gateways: [ObjectReference: Gateway] = [:]
  /// By the names under which VirtualServices are bound, the one that counts first first.
  private var virtualServices: [String: [VirtualService]] = [:]

  /// The Gateways and VirtualServices of `mesh`.
  ///
  /// - Complexity: O(Gateways and VirtualServices).
  init(_ mesh: Mesh) {
    for gateway in mesh.gateways { gateways[gateway.reference] = gateway }
    for virtualService in mesh.virtualServices {
      for name in virtualService.boundGateways {
        virtualServices[name, default: []].append(virtualService)
      }
    }
  }

  /// Those of `new`, when these are those of `old`.
  ///
  /// - Complexity: that of the difference, and O(Gateways) if any differs.
  func applying(_ difference: MeshDifference, from old: Mesh, to new: Mesh) -> GatewayRules {
    guard difference.gatewaysDiffer else { return self }
    var result = self
    result.gateways = [:]
    for gateway in new.gateways { result.gateways[gateway.reference] = gateway }
    for virtualService in old.virtualServices(namingAnyOf: difference.ruleHosts) {
      for name in virtualService.boundGateways { result.remove(virtualService, from: name) }
    }
    for virtualService in new.virtualServices(namingAnyOf: difference.ruleHosts) {
      for name in virtualService.boundGateways { result.insert(virtualService, into: name) }
    }
    return result
  }

  private mutating func remove(_ virtualService: VirtualService, from name: String) {
    virtualServices[name]?.removeAll { $0.reference == virtualService.reference }
    if virtualServices[name]?.isEmpty == true { virtualServices[name] = nil }
  }

  private mutating func insert(_ virtualService: VirtualService, into name: String) {
    var bound = virtualServices.removeValue(forKey: name) ?? []
    let next = bound.firstIndex { virtualService.metadata.precedes($0.metadata) }
    bound.insert(virtualService, at: next ?? bound.endIndex)
    virtualServices[name] = bound
  }

  /// The Gateways of those names, in their order; those that there are not are left out.
  func gateways(_ references: [ObjectReference]) -> [Gateway] {
    references.compactMap { gateways[$0] }
  }

  /// The VirtualServices that are bound to a Gateway and visible in a namespace, the one that
  /// counts first first.
  func virtualServices(of gateway: Gateway, visibleIn namespace: String) -> [VirtualService] {
    virtualServices[gateway.boundName, default: []].filter { $0.exportTo.isVisible(in: namespace) }
  }
}

extension Mesh {
  /// The VirtualServices that name any of `hosts`, each once.
  fileprivate func virtualServices(namingAnyOf hosts: Set<String>) -> [VirtualService] {
    var known: Set<ObjectReference> = []
    return hosts.flatMap { virtualServices(naming: $0) }.filter { virtualService in
      known.insert(virtualService.reference).inserted
    }
  }
}

extension Gateway {
  /// The object's name among all objects.
  var reference: ObjectReference {
    ObjectReference(.gateway, namespace: metadata.namespace, name: metadata.name)
  }
}
