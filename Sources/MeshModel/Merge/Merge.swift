/// Merges the declarations of hosts into services, one after the other.
///
/// Its extensions hold one source of endpoints each.
struct Merge {
  let objects: ObjectIndex
  let roster: Roster
  /// Pods that serve or finish serving, by label.
  let podsByLabel: LabelIndex
  let workloadEntriesByLabel: LabelIndex
  let registrations: Registrations

  var problems: ProblemList
  /// What each workload of the roster serves.
  private(set) var instances: [[Workload.Instance]]
  /// For every WorkloadEntry that a service selects, the names of ports that one of these services
  /// knows.
  var portNamesKnown: [Int: Set<String>] = [:]

  /// A merge of `objects`, which has reported `problems` so far.
  init(_ objects: ObjectIndex, problems: ProblemList) {
    var problems = problems
    var pods = LabelIndex()
    for (number, pod) in objects.pods.enumerated() where !pod.isFinished && !pod.ips.isEmpty {
      pods.add(number, namespace: pod.metadata.namespace, labels: pod.metadata.labels)
    }
    var entries = LabelIndex()
    for (number, entry) in objects.workloadEntries.enumerated() {
      entries.add(
        number, namespace: entry.metadata.namespace, labels: entry.mergedWorkload.labels)
    }
    self.objects = objects
    roster = Roster(objects, problems: &problems)
    podsByLabel = pods
    workloadEntriesByLabel = entries
    registrations = Registrations(objects.workloadEntries)
    instances = Array(repeating: [], count: roster.workloads.count)
    self.problems = problems
  }

  /// The service that `declaration` makes.
  mutating func merge(_ declaration: HostDeclaration) -> MeshService {
    var service = MeshService(host: declaration.host, namespace: declaration.namespace)
    service.origins = declaration.origins
    describe(&service, by: declaration)

    let ports = ServicePorts(declaration, problems: &problems)
    service.ports = ports.ordered

    var candidates: [Candidate] = []
    if let object = declaration.service {
      candidates = self.candidates(of: object, for: service.host, ports: ports.ofService)
    }
    for (entry, matches) in zip(declaration.entries, ports.ofEntries) {
      candidates += self.candidates(of: entry, for: service, ports: matches)
    }
    candidates += registeredCandidates(for: service, by: declaration, ports)
    candidates = suitable(candidates, for: service)
    var survivors = EndpointMerge(candidates, problems: &problems).survivors
    if service.resolution == .dnsRoundRobin { keepFirst(of: &survivors, service) }
    register(survivors, of: service, ports.byNumber)
    service.endpoints = survivors.map(\.endpoint).sorted { $0.precedes($1) }
    return service
  }

  /// Remembers what the workloads behind `survivors` serve.
  private mutating func register(
    _ survivors: [Candidate], of service: MeshService, _ ports: [UInt16: ServicePort]
  ) {
    for survivor in survivors {
      guard let workload = survivor.workload else { continue }
      for (servicePort, port) in survivor.endpoint.ports {
        guard let servicePort = ports[servicePort] else { continue }
        instances[workload].append(
          Workload.Instance(
            host: service.host, serviceNamespace: service.namespace, servicePort: servicePort,
            port: port))
      }
    }
  }

  /// The numbers of the WorkloadEntries of a namespace that a selector of `host` takes.
  ///
  /// Not those that are registered for it, which say themselves what they serve.
  func selectedWorkloadEntries(
    of namespace: String, matching selector: [String: String], for host: String
  ) -> [Int] {
    let selected = workloadEntriesByLabel.members(of: namespace, matching: selector)
    let registered = registrations.entries(for: host, in: namespace)
    return registered.isEmpty ? selected : selected.filter { !registered.contains($0) }
  }

  /// The workloads, with what they serve as far as services have been merged.
  var workloads: [Workload] {
    var workloads = roster.workloads
    for index in workloads.indices where !instances[index].isEmpty {
      workloads[index].instances = instances[index].sorted { $0.precedes($1) }
    }
    return workloads
  }
}

// What the objects of one host say of the host itself (docs/MERGING.md, rules 3 and 4).
extension Merge {
  /// Fills in what is said of the host as a whole.
  ///
  /// The Service decides, else the first ServiceEntry; who
  /// contradicts it is reported.
  private mutating func describe(_ service: inout MeshService, by declaration: HostDeclaration) {
    var addresses: Set<IPAddress> = []
    if let object = declaration.service {
      service.kubernetesName = object.metadata.name
      service.exportTo = object.exportTo
      service.isExternal = object.externalName != nil
      service.resolution = object.externalName == nil ? .endpoints : .dns
      service.isHeadless = object.isHeadless
      addresses.formUnion(object.clusterIPs)
    } else if let entry = declaration.entries.first {
      service.exportTo = entry.exportTo
      service.isExternal = entry.location == .meshExternal
      service.resolution = entry.meshResolution
    }
    var blocks: Set<AddressBlock> = []
    for entry in declaration.entries {
      addresses.formUnion(entry.addresses)
      blocks.formUnion(entry.addressBlocks)
      reportContradictions(of: entry, with: service, decidedBy: declaration)
    }
    service.addresses = addresses.sorted()
    service.addressBlocks = blocks.sorted()
  }

  private mutating func reportContradictions(
    of entry: ServiceEntry, with service: MeshService, decidedBy declaration: HostDeclaration
  ) {
    let decider =
      declaration.service?.reference(.service) ?? declaration.entries[0].reference(.serviceEntry)
    let reference = entry.reference(.serviceEntry)
    guard reference != decider else { return }
    if entry.meshResolution != service.resolution {
      problems.report(
        reference, "spec.resolution",
        "\(entry.resolution.rawValue) contradicts \(decider), which has the same host and counts; "
          + "its endpoints are used as far as they suit it.")
    }
    if (entry.location == .meshExternal) != service.isExternal {
      problems.report(
        reference, "spec.location",
        "\(entry.location.rawValue), which is also meant when nothing is said, contradicts "
          + "\(decider), which has the same host and counts; say the same here.")
    }
    if entry.exportTo != service.exportTo {
      problems.report(
        reference, "spec.exportTo",
        "It differs from that of \(decider), which has the same host and counts; "
          + "say the same here.")
    }
  }
}

// Which endpoints a way of resolution can use (docs/MERGING.md, rule 9).
extension Merge {
  /// Those of `candidates` that `service` can send to its clients; the others are reported.
  private mutating func suitable(
    _ candidates: [Candidate], for service: MeshService
  ) -> [Candidate] {
    candidates.filter { candidate in
      switch (service.resolution, candidate.endpoint.address) {
      case (.endpoints, .ip), (.endpoints, .unixSocket),
        (.dns, .ip), (.dns, .hostname), (.dnsRoundRobin, .ip), (.dnsRoundRobin, .hostname):
        return true
      case (.originalDestination, _):
        // That the entry contradicts the one that decides has been reported.
        return false
      case (.endpoints, .hostname(let name)):
        report(
          candidate,
          "The name \(name) would have to be resolved, and this service's endpoints are IP "
            + "addresses; give its IP address, or use resolution DNS.")
        return false
      case (.dns, .unixSocket(let path)), (.dnsRoundRobin, .unixSocket(let path)):
        report(candidate, "The socket \(path) has no name to resolve; use resolution STATIC.")
        return false
      }
    }
  }

  private mutating func report(_ candidate: Candidate, _ message: String) {
    let origin = candidate.endpoint.origin
    let field =
      origin.kind == .serviceEntry
      ? "spec.endpoints[\(candidate.position)].address" : "spec.address"
    problems.report(origin, field, message)
  }

  /// Leaves one endpoint: Envoy's LOGICAL_DNS cluster has exactly one ("Service discovery, Logical
  /// DNS").
  private mutating func keepFirst(of survivors: inout [Candidate], _ service: MeshService) {
    guard survivors.count > 1 else { return }
    let kept = survivors.firstIndex { $0.endpoint.isInRotation } ?? 0
    for (place, extra) in survivors.enumerated() where place != kept {
      report(
        extra,
        "A host with resolution DNS_ROUND_ROBIN has one endpoint, and \(service.host) has "
          + "one already; use resolution DNS for several.")
    }
    survivors = [survivors[kept]]
  }
}

extension ServiceEntry {
  /// The resolution in the mesh's words.
  var meshResolution: MeshService.Resolution {
    switch resolution {
    case .none: .originalDestination
    case .static: .endpoints
    case .dns: .dns
    case .dnsRoundRobin: .dnsRoundRobin
    }
  }
}
