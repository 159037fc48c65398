/// Every pod and VM of the mesh, and who holds which address (docs/MERGING.md, rules 8 and 18).
struct Roster {
  /// Who is found at an address.
  enum Holder {
    /// The pod with this number in the list of pods.
    case pod(Int)
    /// The VM with this number in `workloads`.
    case vm(Int)
  }

  /// The workloads in their final order, but for what they serve.
  private(set) var workloads: [Workload] = []
  /// For every pod, by its number, its place in `workloads`; nil for one without an address or
  /// finished.
  private(set) var workloadOfPod: [Int?]

  /// For every pod's address, the pod's number; not where pods share it (pods on their Node's
  /// network do).
  private var podByAddress: [IPAddress: Int] = [:]
  private var vmByAddress: [IPAddress: Int] = [:]
  /// The addresses of WorkloadEntries that are being deleted.
  private var addressesLeaving: Set<IPAddress> = []
  private var podByName: [ObjectName: Int] = [:]

  /// The roster of the workloads that `objects` describe.
  init(_ objects: ObjectIndex, problems: inout ProblemList) {
    workloadOfPod = Array(repeating: nil, count: objects.pods.count)
    podByName.reserveCapacity(objects.pods.count)
    podByAddress.reserveCapacity(objects.pods.count)
    var shared: Set<IPAddress> = []
    for (number, pod) in objects.pods.enumerated() {
      podByName[pod.name] = number
      guard !pod.isFinished else { continue }
      for address in pod.ips {
        let other = podByAddress.updateValue(number, forKey: address)
        if let other, other != number { shared.insert(address) }
      }
    }
    for address in shared { podByAddress[address] = nil }
    let vms = virtualMachines(objects, &problems)

    // Pods and VMs are sorted together; who a workload was before is remembered beside it.
    var all: [(workload: Workload, pod: Int?)] = vms.map { ($0, nil) }
    for (number, pod) in objects.pods.enumerated() where !pod.isFinished && !pod.ips.isEmpty {
      all.append((Workload(pod, locality: objects.locality(of: pod)), number))
    }
    all.sort { $0.workload.precedes($1.workload) }
    workloads = all.map(\.workload)
    for (place, (workload, pod)) in all.enumerated() {
      if let pod {
        workloadOfPod[pod] = place
      } else {
        for address in workload.addresses { vmByAddress[address] = place }
      }
    }
  }

  /// Who is at `address`; nil when nobody is known there, or when several pods share it.
  func holder(of address: IPAddress) -> Holder? {
    if let pod = podByAddress[address] { return .pod(pod) }
    return vmByAddress[address].map(Holder.vm)
  }

  /// Whether the VM at `address`, whose place is given, is on its way out, whatever else lists it.
  func isLeaving(_ place: Int, at address: IPAddress) -> Bool {
    addressesLeaving.contains(address) || workloads[place].labels.sayDraining
  }

  /// The number of the pod with that name.
  func pod(namespace: String, name: String) -> Int? {
    podByName[ObjectName(namespace: namespace, name: name)]
  }

  /// One VM per address, described by the first object that names the address.
  ///
  /// WorkloadEntries come before inline endpoints. What the first does not say is taken from the
  /// next.
  private mutating func virtualMachines(
    _ objects: ObjectIndex, _ problems: inout ProblemList
  ) -> [Workload] {
    var found = VirtualMachines()
    // A registration says of which service a VM is an endpoint; who the VM is, others say first.
    let registrations = objects.workloadEntries.filter { $0.registeredHost != nil }
    let plain =
      registrations.isEmpty
      ? objects.workloadEntries : objects.workloadEntries.filter { $0.registeredHost == nil }
    var registered: [Registration: ObjectReference] = [:]
    for entry in plain + registrations {
      guard case .ip(let address) = entry.workload.address else { continue }
      let reference = entry.reference(.workloadEntry)
      if entry.metadata.isTerminating { addressesLeaving.insert(address) }
      if let pod = podByAddress[address] {
        problems.report(
          reference, "spec.address",
          "\(address) is the address of \(objects.pods[pod].reference(.pod)), and the entry is "
            + "taken to mean that pod; give the VM's own address.")
        continue
      }
      var first = found.describe(address, by: reference, entry.mergedWorkload)
      if let host = entry.registeredHost {
        // One VM may be an endpoint of several services.
        let registration = Registration(
          address: address, host: host, namespace: entry.metadata.namespace)
        first = registered[registration]
        registered[registration] = first ?? reference
      }
      if let first {
        problems.report(
          reference, "spec.address",
          "\(address) is already the address of \(first), and the two are taken to be one VM; "
            + "remove one of them.")
      }
    }
    for entry in objects.serviceEntries where entry.namesVirtualMachines {
      for endpoint in entry.endpoints {
        guard case .ip(let address) = endpoint.address else { continue }
        if podByAddress[address] != nil { continue }
        _ = found.describe(address, by: entry.reference(.serviceEntry), endpoint)
      }
    }
    return found.workloads
  }
}

/// An address as an endpoint of a service.
private struct Registration: Hashable {
  var address: IPAddress
  var host: String
  var namespace: String
}

/// VMs while their descriptions are gathered.
private struct VirtualMachines {
  private(set) var workloads: [Workload] = []
  private var places: [IPAddress: Int] = [:]

  /// Adds what `origin` says of the VM at `address`; answers who had named the address before.
  mutating func describe(
    _ address: IPAddress, by origin: ObjectReference, _ spec: WorkloadSpec
  ) -> ObjectReference? {
    guard let place = places[address] else {
      places[address] = workloads.count
      workloads.append(
        Workload(
          kind: .vm, namespace: origin.namespace, name: origin.name, addresses: [address],
          labels: spec.labels, serviceAccount: spec.serviceAccount, locality: spec.locality,
          origin: origin))
      return nil
    }
    workloads[place].labels.merge(spec.labels) { first, _ in first }
    if workloads[place].serviceAccount.isEmpty {
      workloads[place].serviceAccount = spec.serviceAccount
    }
    workloads[place].locality = workloads[place].locality ?? spec.locality
    return workloads[place].origin
  }
}

extension Workload {
  fileprivate init(_ pod: Pod, locality: Locality?) {
    self.init(
      kind: .pod, namespace: pod.metadata.namespace, name: pod.metadata.name, addresses: pod.ips,
      labels: pod.metadata.labels, serviceAccount: pod.serviceAccount, locality: locality,
      origin: pod.reference(.pod))
  }
}

extension WorkloadEntry {
  /// `spec`, with the labels of the metadata below its own.
  var mergedWorkload: WorkloadSpec {
    guard !metadata.labels.isEmpty else { return workload }
    var merged = workload
    merged.labels.merge(metadata.labels) { own, _ in own }
    return merged
  }
}

extension ServiceEntry {
  /// Whether its inline endpoints are VMs of the mesh.
  ///
  /// With resolution NONE they are not used at all.
  var namesVirtualMachines: Bool { location == .meshInternal && resolution != .none }
}

extension ObjectIndex {
  /// Where a pod is, as its Node says.
  func locality(of pod: Pod) -> Locality? { pod.nodeName.flatMap { nodeLocalities[$0] } }
}
