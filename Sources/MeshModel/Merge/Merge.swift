/// Merges the declarations of hosts into services, one after the other.
///
/// Its extensions hold one source of endpoints each. Whatever it looks up for a host beside the
/// host's own objects it writes down, so that the host can be merged again when that changes.
struct Merge {
  /// What has been made of a host.
  struct Outcome: Sendable {
    /// The service, but for its automatic address.
    var service: MeshService
    /// What the workloads behind its endpoints serve.
    var served: [Serving] = []
    var problems: Set<MeshProblem> = []
    /// For every WorkloadEntry that the service selects, the names of ports that the service knows.
    var portNamesKnown: [Int: Set<String>] = [:]
    var lookups = Lookups()
  }

  /// A port on which a workload serves a port of the service.
  struct Serving: Hashable, Sendable {
    var workload: Roster.Member
    var servicePort: UInt16
    var port: UInt16
  }

  let objects: ObjectIndex
  let roster: Roster

  // Of the host that is being merged:
  var problems = ProblemList()
  var portNamesKnown: [Int: Set<String>] = [:]
  private(set) var lookups = Lookups()

  /// Merges what `objects` declare, with the workloads of `roster`.
  init(_ objects: ObjectIndex, _ roster: Roster) {
    self.objects = objects
    self.roster = roster
  }

  /// What `declaration` makes.
  mutating func merge(_ declaration: HostDeclaration) -> Outcome {
    problems = ProblemList()
    portNamesKnown = [:]
    lookups = Lookups()
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
    survivors.sort { $0.endpoint.precedes($1.endpoint) }
    service.endpoints = survivors.map(\.endpoint)
    return Outcome(
      service: service, served: Self.served(by: survivors), problems: problems.problems,
      portNamesKnown: portNamesKnown, lookups: lookups)
  }

  /// What the workloads behind `survivors` serve.
  private static func served(by survivors: [Candidate]) -> [Serving] {
    var result: [Serving] = []
    result.reserveCapacity(survivors.count)
    for survivor in survivors {
      guard let workload = survivor.workload else { continue }
      for (servicePort, port) in survivor.endpoint.ports {
        result.append(Serving(workload: workload, servicePort: servicePort, port: port))
      }
    }
    return result
  }
}

// What is looked up for a host.
extension Merge {
  /// The numbers of the pods of a namespace that a selector takes, ordered by name.
  mutating func selectedPods(
    of namespace: String, matching selector: [String: String]
  ) -> [Int] {
    lookups.selectors.insert(Selector(namespace: namespace, labels: selector))
    return objects.pods.ordered(objects.podsByLabel.members(of: namespace, matching: selector))
  }

  /// The numbers of the WorkloadEntries of a namespace that a selector of `host` takes, ordered by
  /// name.
  ///
  /// Not those that are registered for it, which say themselves what they serve.
  mutating func selectedWorkloadEntries(
    of namespace: String, matching selector: [String: String], for host: String
  ) -> [Int] {
    lookups.selectors.insert(Selector(namespace: namespace, labels: selector))
    var selected = objects.workloadEntriesByLabel.members(of: namespace, matching: selector)
    let registered = objects.registrations(for: ServiceName(host: host, namespace: namespace))
    if !registered.isEmpty { selected.removeAll { registered.contains($0) } }
    return objects.workloadEntries.ordered(selected)
  }

  /// The number of the pod with that name.
  mutating func pod(namespace: String, name: String) -> Int? {
    let name = ObjectName(namespace: namespace, name: name)
    guard let number = objects.pods.number(of: name) else {
      lookups.missingPods.append(name)
      return nil
    }
    lookups.pods.append(number)
    return number
  }

  /// Who is at `address`.
  mutating func holder(of address: IPAddress) -> Roster.Member? {
    lookups.addresses.append(address)
    return roster.holder(of: address)
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
    // As a rule all are, and there is nothing to be copied.
    if service.resolution == .endpoints, candidates.allSatisfy(\.isAtAddress) { return candidates }
    return candidates.filter { candidate in
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

extension Candidate {
  fileprivate var isAtAddress: Bool {
    if case .ip = endpoint.address { true } else { false }
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
