// VMs that are registered for a service (docs/MERGING.md, rule 23).
extension WorkloadEntry {
  /// The annotation that makes an entry an endpoint of a service of its namespace: its host.
  ///
  /// A prefix without a dot is nobody's domain, and so nobody else's.
  public static let serviceAnnotation = "causeway/service"

  /// The host of the service for which the entry is registered, in small letters; nil when it is
  /// not.
  public var registeredHost: String? {
    metadata.annotations[Self.serviceAnnotation]?.lowercased()
  }

  /// The service for which the entry is registered; nil when it is not.
  var registeredService: ServiceName? {
    registeredHost.map { ServiceName(host: $0, namespace: metadata.namespace) }
  }

  /// What to say of a registration for a service that there is not.
  var problemWithoutService: MeshProblem {
    MeshProblem(
      object: reference(.workloadEntry), field: Self.annotationField,
      message: "There is no service \(registeredHost ?? "") in namespace "
        + "\(metadata.namespace), so that the entry is no endpoint of it; correct the "
        + "host, or remove the entry.")
  }

  /// The path of the annotation, as problems name it.
  fileprivate static let annotationField =
    FieldPath.key(
      serviceAnnotation, in: .key("annotations", in: .key("metadata", in: .root))
    ).text
}

extension Merge {
  /// The endpoints that are registered for `service`.
  mutating func registeredCandidates(
    for service: MeshService, by declaration: HostDeclaration, _ ports: ServicePorts
  ) -> [Candidate] {
    let numbers = objects.registrations(for: service.serviceName)
    if let complaint = service.complaintAboutRegistrations {
      for number in numbers {
        problems.report(
          objects.workloadEntries[number].reference(.workloadEntry), WorkloadEntry.annotationField,
          complaint)
      }
      return []
    }
    return numbers.compactMap { number in
      let entry = objects.workloadEntries[number]
      portNamesKnown[number, default: []].formUnion(
        service.ports.flatMap { [$0.name, String($0.number)] })
      return candidate(
        workloadEntry: entry, ports: Self.ports(of: entry, for: service, declaration, ports),
        isExternal: service.isExternal)
    }
  }

  /// Service port → port of the VM: those that the entry names, and no others; without any, what
  /// it would have by a selector.
  private static func ports(
    of entry: WorkloadEntry, for service: MeshService, _ declaration: HostDeclaration,
    _ ports: ServicePorts
  ) -> [UInt16: UInt16] {
    guard !entry.workload.ports.isEmpty else {
      var numbers = Self.ports(ports.ofService, of: entry.workload)
      for matches in ports.ofEntries {
        numbers.merge(Self.ports(matches, of: entry.workload)) { first, _ in first }
      }
      return numbers
    }
    var numbers: [UInt16: UInt16] = [:]
    for port in service.ports {
      // A port without a name goes by its number.
      numbers[port.number] =
        entry.workload.ports[port.name] ?? entry.workload.ports[String(port.number)]
    }
    return numbers
  }
}

extension MeshService {
  /// Why nothing can be registered for the service, and what to do; nil when it can.
  package var complaintAboutRegistrations: String? {
    switch resolution {
    case .endpoints: nil
    case .dns, .dnsRoundRobin:
      "The endpoints of \(host) are names that clients resolve, and a registered address is not "
        + "used; let its ServiceEntry have resolution STATIC."
    case .originalDestination:
      "Connections to \(host) go where clients send them, and a registered address is not used; "
        + "let its ServiceEntry have resolution STATIC."
    }
  }
}
