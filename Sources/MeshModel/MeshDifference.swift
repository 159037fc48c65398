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

  /// A difference; with no arguments, none.
  public init(
    services: [ServiceName] = [], workloadAddresses: Set<IPAddress> = [],
    sidecarsDiffer: Bool = false
  ) {
    self.services = services
    self.workloadAddresses = workloadAddresses
    self.sidecarsDiffer = sidecarsDiffer
  }

  /// Whether there is none.
  public var isEmpty: Bool {
    services.isEmpty && workloadAddresses.isEmpty && !sidecarsDiffer
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
      sidecarsDiffer: old.sidecars != new.sidecars || old.configuration != new.configuration)
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
