// The endpoints that a ServiceEntry brings (docs/MERGING.md, rules 9 and 11).
extension Merge {
  /// The endpoints of `entry` for the service of one of its hosts.
  mutating func candidates(
    of entry: ServiceEntry, for service: MeshService, ports: [ServicePorts.Match]
  ) -> [Candidate] {
    let reference = entry.reference(.serviceEntry)
    if entry.resolution == .none {
      if !entry.endpoints.isEmpty || entry.workloadSelector != nil {
        problems.report(
          reference, "spec.resolution",
          "With NONE connections go where clients send them, and the entry's endpoints are not "
            + "used; use STATIC or DNS, or remove the endpoints.")
      }
      return []
    }
    var result = inlineCandidates(of: entry, host: service.host, ports: ports)
    if let selector = entry.workloadSelector {
      if !entry.endpoints.isEmpty {
        problems.report(
          reference, "spec.workloadSelector",
          "It stands beside `endpoints`, which Istio refuses; both are used here. "
            + "Keep one of the two.")
      }
      result += selectedCandidates(of: entry, selector, for: service.host, ports: ports)
    } else if entry.endpoints.isEmpty, entry.resolution != .static, service.isResolvedByDNS {
      result += hostItself(of: entry, host: service.host, ports: ports)
    }
    return result
  }

  /// The host as its own endpoint: what DNS means when no endpoints are given.
  private mutating func hostItself(
    of entry: ServiceEntry, host: String, ports: [ServicePorts.Match]
  ) -> [Candidate] {
    let reference = entry.reference(.serviceEntry)
    guard !host.hasPrefix("*") else {
      problems.report(
        reference, "spec.resolution",
        "\(host) cannot be resolved, as it stands for many names; use resolution NONE, or give "
          + "`endpoints`.")
      return []
    }
    let candidate = candidate(
      WorkloadSpec(address: nil), at: .hostname(host),
      ports: Self.ports(ports, of: WorkloadSpec(address: nil)), rank: .inline, origin: reference,
      isExternal: entry.location == .meshExternal)
    return candidate.map { [$0] } ?? []
  }

  private mutating func inlineCandidates(
    of entry: ServiceEntry, host: String, ports: [ServicePorts.Match]
  ) -> [Candidate] {
    let reference = entry.reference(.serviceEntry)
    var result: [Candidate] = []
    for (position, endpoint) in entry.endpoints.enumerated() {
      let field = "spec.endpoints[\(position)]"
      reportUnknownPorts(of: endpoint, entry, field)
      var address = endpoint.address?.lowercased
      if address == nil, entry.resolution != .static, !host.hasPrefix("*") {
        address = .hostname(host)
      }
      guard let address else {
        problems.report(
          reference, "\(field).address",
          "The endpoint has no address, so that nothing can be sent to it; give one.")
        continue
      }
      let candidate = candidate(
        endpoint, at: address, ports: Self.ports(ports, of: endpoint), rank: .inline,
        origin: reference, isExternal: entry.location == .meshExternal,
        isTerminating: entry.metadata.isTerminating)
      guard let candidate else { continue }
      candidate.position = position
      result.append(candidate)
    }
    return result
  }

  private mutating func selectedCandidates(
    of entry: ServiceEntry, _ selector: [String: String], for host: String,
    ports: [ServicePorts.Match]
  ) -> [Candidate] {
    let namespace = entry.metadata.namespace
    // A pod has no names for the ports of a ServiceEntry: it is asked on the target port or the
    // same.
    let podPorts = Self.ports(ports, of: WorkloadSpec(address: nil))
    var result: [Candidate] = []
    for number in selectedPods(of: namespace, matching: selector) {
      let address = objects.pods[number].ips[0]
      guard let candidate = candidate(pod: number, at: address, ports: podPorts) else { continue }
      result.append(candidate)
    }
    for number in selectedWorkloadEntries(of: namespace, matching: selector, for: host) {
      let workload = objects.workloadEntries[number]
      portNamesKnown[number, default: []].formUnion(entry.ports.map(\.name))
      let candidate = candidate(
        workloadEntry: workload, ports: Self.ports(ports, of: workload.workload),
        isExternal: entry.location == .meshExternal)
      guard let candidate else { continue }
      result.append(candidate)
    }
    return result
  }

  /// Service port → port of the workload: by name, else the target port, else the entry's own
  /// number.
  static func ports(
    _ matches: [ServicePorts.Match], of workload: WorkloadSpec
  ) -> [UInt16: UInt16] {
    var numbers: [UInt16: UInt16] = [:]
    for match in matches {
      let port = match.port
      numbers[match.number] = workload.ports[port.name] ?? port.targetPort ?? port.number
    }
    return numbers
  }

  private mutating func reportUnknownPorts(
    of endpoint: WorkloadSpec, _ entry: ServiceEntry, _ field: String
  ) {
    for name in endpoint.ports.keys where !entry.ports.contains(where: { $0.name == name }) {
      problems.report(
        entry.reference(.serviceEntry), "\(field).ports.\(name)",
        "The entry has no port called `\(name)`; correct the name, or add the port to `ports`.")
    }
  }
}

extension MeshService {
  /// Whether its endpoints are names that clients resolve.
  fileprivate var isResolvedByDNS: Bool { resolution == .dns || resolution == .dnsRoundRobin }
}
