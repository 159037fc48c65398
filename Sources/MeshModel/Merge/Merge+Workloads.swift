// How a pod or VM becomes an endpoint (docs/MERGING.md, rules 7, 8 and 14 to 16).
extension Merge {
  /// The health of a pod as an endpoint; nil when it serves nothing (any more, or yet).
  func health(of pod: Pod, acceptsUnready: Bool) -> Endpoint.Health? {
    guard !pod.isFinished else { return nil }
    return .init(
      isServing: pod.isReady || acceptsUnready,
      isTerminating: pod.metadata.isTerminating || pod.metadata.labels.sayDraining)
  }

  /// The endpoint of the pod with that number; nil when it serves nothing.
  func candidate(
    pod number: Int, at address: IPAddress, ports: [UInt16: UInt16], acceptsUnready: Bool = false,
    origin: ObjectReference? = nil
  ) -> Candidate? {
    // Behind its reference: a pod has many parts, each of which would be copied.
    let pod = objects.pods.shared(number)
    guard !ports.isEmpty, let health = health(of: pod.value, acceptsUnready: acceptsUnready) else {
      return nil
    }
    let endpoint = Endpoint(
      address: .ip(address), ports: ports, kind: .pod, health: health,
      labels: pod.value.metadata.labels, locality: objects.locality(of: pod.value),
      serviceAccount: pod.value.serviceAccount, network: pod.value.metadata.labels.network,
      namespace: pod.value.metadata.namespace, workloadName: pod.value.metadata.name,
      origin: origin ?? pod.value.reference(.pod))
    return Candidate(
      endpoint: endpoint, rank: .pod, workload: pod.value.isWorkload ? .pod(number) : nil)
  }

  /// The endpoint that `spec` describes, completed with what is known of who holds its address.
  ///
  /// `rank` says whether the description is a WorkloadEntry's or an inline endpoint's, and `origin`
  /// is the object that has it. With `isExternal` the address counts as outside the mesh, whoever
  /// holds it.
  mutating func candidate(
    _ spec: WorkloadSpec, at address: WorkloadAddress, ports: [UInt16: UInt16],
    rank: Candidate.Rank, origin: ObjectReference, isExternal: Bool, isTerminating: Bool = false
  ) -> Candidate? {
    guard !ports.isEmpty else { return nil }
    let health = Endpoint.Health(
      isServing: true, isTerminating: isTerminating || spec.labels.sayDraining)
    let endpoint = Endpoint(
      address: address, ports: ports, kind: isExternal ? .external : .vm,
      health: health ?? .healthy, labels: spec.labels, locality: spec.locality,
      weight: spec.weight, serviceAccount: spec.serviceAccount,
      network: spec.network.isEmpty ? spec.labels.network : spec.network,
      namespace: origin.namespace, workloadName: origin.name, origin: origin)
    let candidate = Candidate(endpoint: endpoint, rank: rank, workload: nil)
    guard !isExternal, case .ip(let ip) = address else { return candidate }
    return completed(candidate, at: ip)
  }

  /// `candidate`, with what is known of who holds its address; nil when that is a pod that serves
  /// nothing.
  private mutating func completed(_ candidate: Candidate, at address: IPAddress) -> Candidate? {
    let result = candidate
    switch holder(of: address) {
    case nil: return result
    case .pod(let number):
      let ports = candidate.endpoint.ports
      guard let pod = self.candidate(pod: number, at: address, ports: ports) else { return nil }
      result.endpoint.kind = .pod
      result.endpoint.complete(with: pod.endpoint)
      if pod.endpoint.health == .draining { result.endpoint.health = .draining }
      result.workload = pod.workload
    case .vm(let place):
      result.workload = .vm(place)
      guard let vm = roster.vm(at: place), candidate.rank != .workloadEntry,
        vm.origin.kind == .workloadEntry
      else { break }
      result.endpoint.complete(with: Endpoint(vm, at: candidate.endpoint.address))
      if roster.isLeaving(vm, at: place) { result.endpoint.health = .draining }
    }
    return result
  }
}

extension Endpoint {
  /// Takes over who the workload is, and what has not been said of it so far.
  fileprivate mutating func complete(with known: Endpoint) {
    namespace = known.namespace
    workloadName = known.workloadName
    labels.merge(known.labels) { own, _ in own }
    locality = locality ?? known.locality
    if serviceAccount.isEmpty { serviceAccount = known.serviceAccount }
    if network.isEmpty { network = known.network }
  }

  /// What is known of a workload, without ports.
  init(_ workload: Workload, at address: WorkloadAddress) {
    self.init(
      address: address, ports: [:], kind: workload.kind, labels: workload.labels,
      locality: workload.locality, serviceAccount: workload.serviceAccount,
      network: workload.labels.network, namespace: workload.namespace,
      workloadName: workload.name, origin: workload.origin)
  }
}

extension Endpoint.Health {
  /// The health of something that serves, or not, and is on its way out, or not; nil when it is no
  /// endpoint.
  init?(isServing: Bool, isTerminating: Bool) {
    guard isServing else { return nil }
    self = isTerminating ? .draining : .healthy
  }
}

extension [String: String] {
  /// Whether Istio's label that takes a workload out of service by hand is there.
  var sayDraining: Bool { self["istio.io/draining"] != nil }

  /// The network, as Istio's label on a workload gives it.
  var network: String { self["topology.istio.io/network"] ?? "" }
}
