/// WorkloadEntries that say themselves of which service they are endpoints (docs/MERGING.md, rule
/// 23), by the namespace and host of that service.
struct Registrations {
  private var entries: [ObjectName: [Int]] = [:]

  /// The registrations among `workloadEntries`.
  init(_ workloadEntries: [WorkloadEntry]) {
    for (number, entry) in workloadEntries.enumerated() {
      guard let host = entry.registeredHost else { continue }
      let service = ObjectName(namespace: entry.metadata.namespace, name: host)
      entries[service, default: []].append(number)
    }
  }

  /// The numbers of the entries for a service, ascending.
  func entries(for host: String, in namespace: String) -> [Int] {
    entries.isEmpty ? [] : entries[ObjectName(namespace: namespace, name: host)] ?? []
  }

  /// The numbers of the entries whose service is not among `services`.
  func entries(forNoneOf services: [MeshService]) -> [Int] {
    guard !entries.isEmpty else { return [] }
    let known = Set(services.map { ObjectName(namespace: $0.namespace, name: $0.host) })
    return entries.filter { !known.contains($0.key) }.flatMap(\.value)
  }
}

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
}

extension Merge {
  /// The path of the annotation, as problems name it.
  private static let annotationField =
    FieldPath.key(
      WorkloadEntry.serviceAnnotation, in: .key("annotations", in: .key("metadata", in: .root))
    ).text

  /// The endpoints that are registered for `service`.
  mutating func registeredCandidates(
    for service: MeshService, by declaration: HostDeclaration, _ ports: ServicePorts
  ) -> [Candidate] {
    let numbers = registrations.entries(for: service.host, in: service.namespace)
    if let complaint = service.complaintAboutRegistrations {
      for number in numbers {
        problems.report(
          objects.workloadEntries[number].reference(.workloadEntry), Self.annotationField,
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

  /// Reports the registrations for services that there are not.
  mutating func reportRegistrationsWithoutService(_ services: [MeshService]) {
    for number in registrations.entries(forNoneOf: services) {
      let entry = objects.workloadEntries[number]
      problems.report(
        entry.reference(.workloadEntry), Self.annotationField,
        "There is no service \(entry.registeredHost ?? "") in namespace "
          + "\(entry.metadata.namespace), so that the entry is no endpoint of it; correct the "
          + "host, or remove the entry.")
    }
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
