// From workloads and Sidecars that were touched to those of the mesh.
extension MeshStore {
  /// Makes the workloads that were touched; answers at which addresses they are not the same any
  /// more.
  mutating func makeWorkloads(_ touched: inout Touched) -> Set<IPAddress> {
    var leaving: [Shared<Workload>] = []
    var coming: [Shared<Workload>] = []
    var addresses: Set<IPAddress> = []
    for member in touched.workloads {
      let before = members[member].workload
      let after = workload(member)
      if before == after { continue }
      if before?.value.labels != after?.value.labels
        || before?.value.namespace != after?.value.namespace
      {
        let namespaces = [before, after].compactMap { $0?.value.namespace }
        touched.sidecarNamespaces.formUnion(namespaces)
      }
      members.update(member) { $0.workload = after }
      if let before {
        leaving.append(before)
        addresses.formUnion(before.value.addresses)
      }
      if let after {
        coming.append(after)
        addresses.formUnion(after.value.addresses)
      }
    }
    leaving.sort { $0.precedes($1) }
    coming.sort { $0.precedes($1) }
    mesh.workloads.elements.replace(leaving, with: coming)
    mesh.workloadsByAddress.replace(
      AddressedWorkload.all(leaving), with: AddressedWorkload.all(coming))
    return addresses
  }

  /// The workload as it is now, with what it serves; nil when it is none.
  private func workload(_ member: Roster.Member) -> Shared<Workload>? {
    switch member {
    case .pod(let number):
      guard let pod = index.pods.object(number), pod.value.isWorkload else { return nil }
      return Shared(
        Workload(
          pod.value, locality: index.locality(of: pod.value), instances: instances(of: member)))
    case .vm(let address):
      guard var vm = roster.vm(at: address) else { return nil }
      vm.instances = instances(of: member)
      return Shared(vm)
    }
  }

  /// What a workload serves.
  private func instances(of member: Roster.Member) -> [Workload.Instance] {
    let serves = members[member].serves
    var result: [Workload.Instance] = []
    result.reserveCapacity(serves.count)
    for serving in serves {
      guard let service = hosts[serving.host]?.service,
        let port = service.value.ports.first(where: { $0.number == serving.servicePort })
      else { continue }
      result.append(
        Workload.Instance(
          host: service.value.host, serviceNamespace: service.value.namespace, servicePort: port,
          port: serving.port))
    }
    if result.count > 1 { result.sort { $0.precedes($1) } }
    return result
  }

  /// Arranges the Sidecars, and finds those that others keep from being used; answers whether they
  /// are others than before.
  mutating func arrangeSidecars(_ touched: Touched) -> Bool {
    let before = mesh.sidecars
    if touched.haveSidecarsChanged {
      mesh.sidecars = index.sidecars.all.sorted { $0.name.precedes($1.name) }
    }
    guard !mesh.sidecars.isEmpty || !before.isEmpty else { return false }
    for namespace in touched.sidecarNamespaces {
      problems.set(mesh.ties(in: namespace), by: .sidecars(namespace))
    }
    return touched.haveSidecarsChanged && before != mesh.sidecars
  }
}

/// A workload at one of its addresses.
struct AddressedWorkload: Sendable, Ordered {
  var address: IPAddress
  var workload: Shared<Workload>

  func precedes(_ other: Self) -> Bool {
    address == other.address ? workload.precedes(other.workload) : address < other.address
  }

  /// Each of `workloads` at all of its addresses, ordered.
  static func all(_ workloads: [Shared<Workload>]) -> [Self] {
    var result: [Self] = []
    result.reserveCapacity(workloads.count)
    for workload in workloads {
      for address in workload.value.addresses {
        result.append(Self(address: address, workload: workload))
      }
    }
    result.sort { $0.precedes($1) }
    return result
  }
}
