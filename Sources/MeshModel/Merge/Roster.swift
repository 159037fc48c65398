/// Who holds which address, and who the VMs are (docs/MERGING.md, rules 8 and 18).
struct Roster: Sendable {
  /// A workload of the mesh.
  enum Member: Hashable, Sendable {
    /// The pod with this number.
    case pod(Int)
    /// The VM at this address.
    case vm(IPAddress)
  }

  /// An endpoint written into a ServiceEntry.
  private struct InlineEndpoint {
    var entry: Int
    var position: Int
  }

  /// The pods at each address that are not finished, be they one or more, as pods on their Node's
  /// network are.
  private var podsByAddress: [IPAddress: NumberSet] = [:]
  /// The WorkloadEntries at each address.
  private var entriesByAddress: [IPAddress: NumberSet] = [:]
  /// The inline endpoints at each address that are VMs of the mesh.
  private var inlineByAddress: [IPAddress: [InlineEndpoint]] = [:]
  /// One VM per address; what it serves is not said here.
  private var vms: [IPAddress: Workload] = [:]
  /// The addresses of WorkloadEntries that are being deleted.
  private var addressesLeaving: Set<IPAddress> = []

  /// Who is at `address`; nil when nobody is known there, or when several pods share it.
  func holder(of address: IPAddress) -> Member? {
    if let pod = podsByAddress[address]?.only { return .pod(pod) }
    return vms.isEmpty || vms[address] == nil ? nil : .vm(address)
  }

  /// The VM at an address that a VM holds.
  func vm(at address: IPAddress) -> Workload? { vms.isEmpty ? nil : vms[address] }

  /// Whether the VM at `address` is on its way out, whatever else lists it.
  func isLeaving(_ vm: Workload, at address: IPAddress) -> Bool {
    addressesLeaving.contains(address) || vm.labels.sayDraining
  }

  mutating func add(pod number: Int, at addresses: [IPAddress]) {
    for address in addresses { podsByAddress[address, default: .none].insert(number) }
  }

  mutating func remove(pod number: Int, at addresses: [IPAddress]) {
    for address in addresses { podsByAddress.remove(number, from: address) }
  }

  mutating func add(entry number: Int, at address: IPAddress) {
    entriesByAddress[address, default: .none].insert(number)
  }

  mutating func remove(entry number: Int, at address: IPAddress) {
    entriesByAddress.remove(number, from: address)
  }

  mutating func add(inlineEndpointsOf number: Int, at addresses: [(Int, IPAddress)]) {
    for (position, address) in addresses {
      let endpoint = InlineEndpoint(entry: number, position: position)
      inlineByAddress[address, default: []].append(endpoint)
    }
  }

  mutating func remove(inlineEndpointsOf number: Int, at addresses: [(Int, IPAddress)]) {
    for (_, address) in addresses {
      inlineByAddress[address]?.removeAll { $0.entry == number }
      if inlineByAddress[address]?.isEmpty == true { inlineByAddress[address] = nil }
    }
  }

  /// Finds out again which VM is at `address`; tells what is wrong there.
  ///
  /// One VM per address, described by the first object that names the address: WorkloadEntries come
  /// before inline endpoints. What the first does not say is taken from the next.
  mutating func findVM(at address: IPAddress, _ objects: ObjectIndex) -> Set<MeshProblem> {
    addressesLeaving.remove(address)
    guard !entriesByAddress.isEmpty || !inlineByAddress.isEmpty || !vms.isEmpty else { return [] }
    var problems = ProblemList()
    let pod = podsByAddress[address]?.only
    var found: Workload?
    describe(&found, at: address, pod, objects, &problems)
    if pod == nil, let inline = inlineByAddress[address] {
      let entries = objects.serviceEntries.ordered(Array(Set(inline.map(\.entry))))
      let byEntry = Dictionary(grouping: inline, by: \.entry)
      for number in entries {
        let entry = objects.serviceEntries[number]
        for endpoint in byEntry[number] ?? [] {
          _ = found.describe(
            at: address, by: entry.reference(.serviceEntry), entry.endpoints[endpoint.position])
        }
      }
    }
    vms[address] = found
    return problems.problems
  }

  /// What the WorkloadEntries say of the VM at `address`.
  private mutating func describe(
    _ found: inout Workload?, at address: IPAddress, _ pod: Int?, _ objects: ObjectIndex,
    _ problems: inout ProblemList
  ) {
    guard let numbers = entriesByAddress[address]?.members else { return }
    let entries = objects.workloadEntries.ordered(numbers).map { objects.workloadEntries[$0] }
    // A registration says of which service a VM is an endpoint; who the VM is, others say first.
    let plain = entries.filter { $0.registeredHost == nil }
    var registered: [ServiceName: ObjectReference] = [:]
    for entry in plain + entries.filter({ $0.registeredHost != nil }) {
      let reference = entry.reference(.workloadEntry)
      if entry.metadata.isTerminating { addressesLeaving.insert(address) }
      if let pod {
        problems.report(
          reference, "spec.address",
          "\(address) is the address of \(objects.pods[pod].reference(.pod)), and the entry is "
            + "taken to mean that pod; give the VM's own address.")
        continue
      }
      var first = found.describe(at: address, by: reference, entry.mergedWorkload)
      if let service = entry.registeredService {
        // One VM may be an endpoint of several services.
        first = registered[service]
        registered[service] = first ?? reference
      }
      if let first {
        problems.report(
          reference, "spec.address",
          "\(address) is already the address of \(first), and the two are taken to be one VM; "
            + "remove one of them.")
      }
    }
  }
}

extension Workload? {
  /// Adds what `origin` says of the VM at `address`; answers who had named the address before.
  fileprivate mutating func describe(
    at address: IPAddress, by origin: ObjectReference, _ spec: WorkloadSpec
  ) -> ObjectReference? {
    guard var vm = self else {
      self = Workload(
        kind: .vm, namespace: origin.namespace, name: origin.name, addresses: [address],
        labels: spec.labels, serviceAccount: spec.serviceAccount, locality: spec.locality,
        origin: origin)
      return nil
    }
    vm.labels.merge(spec.labels) { first, _ in first }
    if vm.serviceAccount.isEmpty { vm.serviceAccount = spec.serviceAccount }
    vm.locality = vm.locality ?? spec.locality
    self = vm
    return vm.origin
  }
}

extension Workload {
  /// The workload that a pod is.
  init(_ pod: Pod, locality: Locality?, instances: [Instance]) {
    self.init(
      kind: .pod, namespace: pod.metadata.namespace, name: pod.metadata.name, addresses: pod.ips,
      labels: pod.metadata.labels, serviceAccount: pod.serviceAccount, locality: locality,
      instances: instances, origin: pod.reference(.pod))
  }
}

extension Pod {
  /// Whether it takes part in the mesh, ready or not.
  var isWorkload: Bool { !isFinished && !ips.isEmpty }
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
  /// The addresses of its inline endpoints that are VMs of the mesh, each with the endpoint's
  /// place.
  ///
  /// With resolution NONE they are not used at all.
  var addressesOfVirtualMachines: [(Int, IPAddress)] {
    guard location == .meshInternal, resolution != .none else { return [] }
    return endpoints.enumerated().compactMap { position, endpoint in
      if case .ip(let address) = endpoint.address { (position, address) } else { nil }
    }
  }
}
