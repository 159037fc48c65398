/// What is not the same in two meshes: what a change of the mesh can concern.
///
/// Problems are not part of it, as no client is sent them.
public struct MeshDifference: Sendable, Hashable {
  /// The services that were added, changed or removed, ordered.
  public var services: [ServiceName]
  /// The addresses at which other workloads are found, or the same ones described or serving
  /// differently.
  public var workloadAddresses: Set<IPAddress>
  /// Whether the Sidecars, or what the mesh knows beside the objects, differ.
  public var sidecarsDiffer: Bool
  /// The hosts named by VirtualServices and DestinationRules that were added, changed or removed:
  /// those that they name now, and those that they named before.
  public var ruleHosts: Set<String>
  /// Whether the Gateways differ, or a VirtualService that is bound to one.
  public var gatewaysDiffer: Bool

  /// A difference; with no arguments, none.
  public init(
    services: [ServiceName] = [], workloadAddresses: Set<IPAddress> = [],
    sidecarsDiffer: Bool = false, ruleHosts: Set<String> = [], gatewaysDiffer: Bool = false
  ) {
    self.services = services
    self.workloadAddresses = workloadAddresses
    self.sidecarsDiffer = sidecarsDiffer
    self.ruleHosts = ruleHosts
    self.gatewaysDiffer = gatewaysDiffer
  }

  /// Whether there is none.
  public var isEmpty: Bool {
    services.isEmpty && workloadAddresses.isEmpty && !sidecarsDiffer && ruleHosts.isEmpty
      && !gatewaysDiffer
  }
}

extension MeshDifference {
  /// Everything that is not the same in `old` and `new`.
  ///
  /// - Complexity: O(services, endpoints and workloads of both).
  public init(from old: Mesh, to new: Mesh) {
    self.init(
      services: Self.services(old.services, new.services),
      workloadAddresses: Self.addresses(old.workloads, new.workloads),
      sidecarsDiffer: old.sidecars != new.sidecars || old.configuration != new.configuration,
      gatewaysDiffer: old.gateways != new.gateways)
    note(Self.differing(old.virtualServices, new.virtualServices))
    note(Self.differing(old.destinationRules, new.destinationRules))
  }

  /// Notes that those VirtualServices are not the same any more.
  mutating func note(_ differing: some Sequence<VirtualService>) {
    for object in differing {
      ruleHosts.formUnion(object.hosts)
      if !object.boundGateways.isEmpty { gatewaysDiffer = true }
    }
  }

  /// Notes that those DestinationRules are not the same any more.
  mutating func note(_ differing: some Sequence<DestinationRule>) {
    for object in differing { ruleHosts.insert(object.host) }
  }

  private static func differing<Object: Hashable>(
    _ old: MeshList<Object>, _ new: MeshList<Object>
  ) -> Set<Object> where Object: Sendable {
    old == new ? [] : Set(old).symmetricDifference(new)
  }

  /// Both are ordered by name, so one walk along the two meets every pair.
  private static func services(
    _ old: MeshList<MeshService>, _ new: MeshList<MeshService>
  ) -> [ServiceName] {
    var names: [ServiceName] = []
    var rest = old.elements.makeIterator()
    var earlier = rest.next()
    for service in new.elements {
      while let gone = earlier, gone.precedes(service) {
        names.append(gone.value.serviceName)
        earlier = rest.next()
      }
      if let known = earlier, !service.precedes(known) {
        if known != service { names.append(service.value.serviceName) }
        earlier = rest.next()
      } else {
        names.append(service.value.serviceName)
      }
    }
    while let gone = earlier {
      names.append(gone.value.serviceName)
      earlier = rest.next()
    }
    return names
  }

  private static func addresses(
    _ old: MeshList<Workload>, _ new: MeshList<Workload>
  ) -> Set<IPAddress> {
    guard old != new else { return [] }
    let differing = Set(old).symmetricDifference(new)
    return Set(differing.flatMap(\.addresses))
  }
}
