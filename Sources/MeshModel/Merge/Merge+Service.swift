// The endpoints that a Kubernetes Service brings (docs/MERGING.md, rules 5 to 7).
extension Merge {
  /// The endpoints of `service`: its pods, as the first of EndpointSlices, Endpoints and the
  /// selector that there is says, and the WorkloadEntries that it selects.
  mutating func candidates(
    of service: Service, for host: String, ports: [Service.Port]
  ) -> [Candidate] {
    if let name = service.externalName {
      return externalCandidate(name, of: service, ports: ports)
    }
    var result: [Candidate]
    if let slices = objects.slices(of: service.name) {
      result = candidates(of: service, slices, ports: ports)
    } else if let endpoints = objects.endpoints(of: service.name) {
      result = candidates(of: service, endpoints, ports: ports)
    } else {
      result = selectedPods(of: service, ports: ports)
    }
    result += selectedWorkloadEntries(of: service, for: host, ports: ports)
    return result
  }

  private mutating func externalCandidate(
    _ name: String, of service: Service, ports: [Service.Port]
  ) -> [Candidate] {
    // Kubernetes gives `targetPort` no meaning here: the name stands for another, not for a port.
    let numbers = Dictionary(uniqueKeysWithValues: ports.map { ($0.number, $0.number) })
    let candidate = candidate(
      WorkloadSpec(address: nil), at: .hostname(name.lowercased()), ports: numbers, rank: .inline,
      origin: service.reference(.service), isExternal: true)
    return candidate.map { [$0] } ?? []
  }

  private mutating func selectedPods(of service: Service, ports: [Service.Port]) -> [Candidate] {
    // A Service without a selector selects nothing, unlike a selector without labels elsewhere.
    guard !service.selector.isEmpty else { return [] }
    // Most Services name no port of a container: then all pods share one table.
    let numbered = Self.numberedPorts(ports)
    let pods = selectedPods(of: service.metadata.namespace, matching: service.selector)
    return pods.compactMap { number in
      let pod = objects.pods[number]
      return candidate(
        pod: number, at: pod.ips[0], ports: numbered ?? Self.ports(ports, of: pod),
        acceptsUnready: service.publishNotReadyAddresses)
    }
  }

  /// Service port → own port, if no port of a container is named; else nil.
  private static func numberedPorts(_ ports: [Service.Port]) -> [UInt16: UInt16]? {
    var numbers: [UInt16: UInt16] = [:]
    for port in ports {
      switch port.targetPort {
      case nil: numbers[port.number] = port.number
      case .number(let number): numbers[port.number] = number
      case .name: return nil
      }
    }
    return numbers
  }

  /// Service port → port of the pod.
  ///
  /// A pod without a port of the name that is asked for does not serve it.
  private static func ports(_ ports: [Service.Port], of pod: Pod) -> [UInt16: UInt16] {
    var numbers: [UInt16: UInt16] = [:]
    for port in ports {
      switch port.targetPort {
      case nil: numbers[port.number] = port.number
      case .number(let number): numbers[port.number] = number
      case .name(let name):
        numbers[port.number] = pod.ports.first { $0.name == name && $0.transport == .tcp }?.number
      }
    }
    return numbers
  }

  private mutating func selectedWorkloadEntries(
    of service: Service, for host: String, ports: [Service.Port]
  ) -> [Candidate] {
    guard !service.selector.isEmpty else { return [] }
    let numbers = selectedWorkloadEntries(
      of: service.metadata.namespace, matching: service.selector, for: host)
    return numbers.compactMap { number in
      let entry = objects.workloadEntries[number]
      let known = service.ports.flatMap { port in
        if case .name(let name) = port.targetPort { [port.name, name] } else { [port.name] }
      }
      portNamesKnown[number, default: []].formUnion(known)
      return candidate(
        workloadEntry: entry, ports: Self.ports(ports, of: entry.workload), isExternal: false)
    }
  }

  /// Service port → port of the VM: by the port's name, by the name of its target, else the
  /// target's number.
  static func ports(
    _ ports: [Service.Port], of workload: WorkloadSpec
  ) -> [UInt16: UInt16] {
    var numbers: [UInt16: UInt16] = [:]
    for port in ports {
      if let number = workload.ports[port.name] {
        numbers[port.number] = number
        continue
      }
      switch port.targetPort {
      case nil: numbers[port.number] = port.number
      case .number(let number): numbers[port.number] = number
      case .name(let name): numbers[port.number] = workload.ports[name]
      }
    }
    return numbers
  }

  /// The endpoint that a WorkloadEntry is, if it has an address.
  mutating func candidate(
    workloadEntry entry: WorkloadEntry, ports: [UInt16: UInt16], isExternal: Bool
  ) -> Candidate? {
    let reference = entry.reference(.workloadEntry)
    guard let address = entry.workload.address else {
      problems.report(
        reference, "spec.address", "It has no address, so that nothing can be sent to it; give one."
      )
      return nil
    }
    return candidate(
      entry.mergedWorkload, at: address.lowercased, ports: ports, rank: .workloadEntry,
      origin: reference, isExternal: isExternal, isTerminating: entry.metadata.isTerminating)
  }
}

extension WorkloadAddress {
  /// The address, a name in small letters.
  var lowercased: Self {
    if case .hostname(let name) = self { .hostname(name.lowercased()) } else { self }
  }
}
