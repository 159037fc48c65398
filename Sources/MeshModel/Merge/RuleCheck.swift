/// What in one rule does not fit the rest of the mesh (docs/RULES.md): hosts, subsets, ports and
/// gateways that there are not, and other rules that come first.
///
/// The rule is acted on all the same, as far as it goes.
struct RuleCheck {
  let mesh: Mesh
  /// Whom to blame.
  let object: ObjectReference
  private(set) var found = ProblemList()

  /// What does not fit of an object; nothing is found yet.
  init(_ mesh: Mesh, _ object: ObjectReference) {
    self.mesh = mesh
    self.object = object
  }

  private var namespace: String { object.namespace }

  mutating func report(_ field: String, _ message: String) { found.report(object, field, message) }

  /// The service that the rule means by a host; nil, and reported, when there is none.
  private mutating func service(_ host: String, _ field: String) -> MeshService? {
    if let service = mesh.service(host: host, visibleIn: namespace) { return service }
    if !mesh.services(of: host).isEmpty {
      report(
        field,
        "The service \(host) is not exported to \(namespace); export it, or name another one.")
      return nil
    }
    let longer = "\(host).svc.\(mesh.configuration.clusterDomain)"
    let advice =
      mesh.services(of: longer).isEmpty
      ? "correct the host, or declare it with a Service or ServiceEntry" : "write \(longer)"
    report(field, "There is no service \(host); \(advice).")
    return nil
  }
}

// DestinationRules.
extension RuleCheck {
  /// What does not fit in a DestinationRule.
  static func problems(of rule: DestinationRule, in mesh: Mesh) -> Set<MeshProblem> {
    var check = Self(mesh, rule.reference(.destinationRule))
    check.check(rule)
    return check.found.problems
  }

  private mutating func check(_ rule: DestinationRule) {
    findRivals(of: rule)
    // What a wildcard stands for comes and goes.
    guard !rule.host.hasPrefix("*"), let service = service(rule.host, "spec.host") else { return }
    check(rule.trafficPolicy, "spec.trafficPolicy", service)
    for (place, subset) in rule.subsets.enumerated() {
      let field = "spec.subsets[\(place)]"
      check(subset.trafficPolicy, "\(field).trafficPolicy", service)
      guard service.resolution != .originalDestination,
        !service.endpoints.contains(where: { $0.labels.hasAll(subset.labels) })
      else { continue }
      let labels = subset.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
      report(
        "\(field).labels",
        "No endpoint of \(service.host) has the labels \(labels.joined(separator: ", ")); correct "
          + "them, or give them to workloads.")
    }
  }

  private mutating func check(
    _ policy: TrafficPolicy?, _ field: String, _ service: MeshService
  ) {
    for port in (policy?.portSettings ?? [:]).keys.sorted() {
      checkPort(port, of: service, "\(field).portLevelSettings")
    }
  }

  private mutating func checkPort(_ port: UInt16, of service: MeshService, _ field: String) {
    guard !service.ports.contains(where: { $0.number == port }) else { return }
    let ports = service.ports.map { "\($0.number)" }.joined(separator: ", ")
    report(
      field,
      "The service \(service.host) has no port \(port); it has \(ports.isEmpty ? "none" : ports).")
  }

  /// Of two rules of one namespace for one host the subsets are united, and the first policy
  /// counts.
  private mutating func findRivals(of rule: DestinationRule) {
    let rivals = mesh.destinationRules(naming: rule.host)
      .prefix { $0.metadata != rule.metadata }
      .filter {
        $0.metadata.namespace == rule.metadata.namespace
          && $0.workloadSelector == rule.workloadSelector
      }
    if let policy = rule.trafficPolicy,
      let rival = rivals.first(where: { $0.trafficPolicy != nil }),
      rival.trafficPolicy != policy
    {
      report(
        "spec.trafficPolicy",
        "The policy of \(rival.reference(.destinationRule)), which has the same host, counts and "
          + "this one does not; put both into one rule.")
    }
    for (place, subset) in rule.subsets.enumerated() {
      let rival = rivals.first { $0.subsets.contains { $0.name == subset.name } }
      guard let rival, !rival.subsets.contains(subset) else { continue }
      report(
        "spec.subsets[\(place)].name",
        "\(rival.reference(.destinationRule)), which has the same host, defines the subset "
          + "\(subset.name) too, and counts; rename one of the two.")
    }
  }
}

extension MeshService {
  /// Whether what is checked of VirtualServices comes out as it did when the service was `other`,
  /// of the same name.
  func isSeen(as other: Self) -> Bool {
    kubernetesName == other.kubernetesName && exportTo == other.exportTo && ports == other.ports
  }
}

// VirtualServices.
extension RuleCheck {
  /// What does not fit in a VirtualService.
  static func problems(of rule: VirtualService, in mesh: Mesh) -> Set<MeshProblem> {
    var check = Self(mesh, rule.reference(.virtualService))
    let gateways = check.findGateways(of: rule)
    check.findRivals(of: rule)
    for (place, route) in rule.http.enumerated() {
      let ports = check.ports(of: rule, gateways, onlyHTTP: true, route.match.map(\.port))
      let field = "spec.http[\(place)]"
      check.check(route.destinations.map(\.destination), field, ports)
      // A mirror has no field of its own, as it may be written in two ways.
      for mirror in route.mirrors { check.check(mirror.destination, ports) { _ in field } }
    }
    for (place, route) in rule.tls.enumerated() {
      let ports = check.ports(
        of: rule, gateways, onlyHTTP: false, route.match.map(\.connection.port))
      check.check(route.route.map(\.destination), "spec.tls[\(place)]", ports)
    }
    for (place, route) in rule.tcp.enumerated() {
      let ports = check.ports(of: rule, gateways, onlyHTTP: false, route.match.map(\.port))
      check.check(route.route.map(\.destination), "spec.tcp[\(place)]", ports)
    }
    return check.found.problems
  }

  private mutating func check(
    _ destinations: [VirtualService.Destination], _ field: String, _ ports: Set<UInt16>
  ) {
    for (place, destination) in destinations.enumerated() {
      check(destination, ports) { "\(field).route[\(place)].destination.\($0)" }
    }
  }

  /// Checks where clients of `ports` are sent; `place` has the field of each of its keys.
  private mutating func check(
    _ destination: VirtualService.Destination, _ ports: Set<UInt16>,
    _ place: (_ key: String) -> String
  ) {
    guard let service = service(destination.host, place("host")) else { return }
    if let port = destination.port {
      checkPort(port, of: service, place("port"))
    } else if service.ports.count > 1,
      let port = ports.sorted().first(where: { port in
        !service.ports.contains { $0.number == port }
      })
    {
      let known = service.ports.map { "\($0.number)" }.joined(separator: ", ")
      report(
        place("host"),
        "\(service.host) has several ports, and not the port \(port) that clients call; say which "
          + "one is meant with `port: {number: …}`, of \(known).")
    }
    if let subset = destination.subset {
      checkSubset(subset, of: destination.host, place("subset"))
    }
  }

  private mutating func checkSubset(_ subset: String, of host: String, _ field: String) {
    let rules = Mesh.patterns(covering: host).flatMap { mesh.destinationRules(naming: $0) }
      .filter { $0.subsets.contains { $0.name == subset } }
    if rules.contains(where: { $0.exportTo.isVisible(in: namespace) }) { return }
    if let rule = rules.first {
      report(
        field,
        "\(rule.reference(.destinationRule)), which defines the subset \(subset) of \(host), is "
          + "not exported to \(namespace); export it, or define the subset in another one.")
    } else {
      report(
        field,
        "No DestinationRule of \(host) defines the subset \(subset); define it, or no request gets "
          + "there.")
    }
  }

  /// The ports on which clients call what a route is for.
  private func ports(
    of rule: VirtualService, _ gateways: [Gateway], onlyHTTP: Bool, _ matched: [UInt16?]
  ) -> Set<UInt16> {
    let said = matched.compactMap { $0 }
    if !matched.isEmpty, said.count == matched.count { return Set(said) }
    var ports: Set<UInt16> = []
    for server in gateways.flatMap(\.servers)
    where server.tls?.redirectsToHTTPS != true && server.serves(rule) {
      ports.insert(server.port.number)
    }
    guard rule.isBoundToMesh else { return ports }
    for host in rule.hosts {
      guard let service = mesh.service(host: host, visibleIn: namespace) else {
        // Hosts that are no services are served on port 80.
        if onlyHTTP, !host.hasPrefix("*") { ports.insert(80) }
        continue
      }
      for port in service.ports where !onlyHTTP || port.appProtocol.isHTTP {
        ports.insert(port.number)
      }
    }
    return ports
  }

  /// The Gateways to which a VirtualService is bound; those that there are not are reported.
  private mutating func findGateways(of rule: VirtualService) -> [Gateway] {
    var result: [Gateway] = []
    for (place, name) in rule.gateways.enumerated() where name != VirtualService.mesh {
      guard let gateway = mesh.gateway(named: name) else {
        report(
          "spec.gateways[\(place)]",
          "There is no Gateway \(name); create it, or correct the name.")
        continue
      }
      result.append(gateway)
      if !gateway.servers.contains(where: { $0.serves(rule) }) {
        report(
          "spec.gateways[\(place)]",
          "The Gateway \(name) serves none of the hosts \(rule.hosts.joined(separator: ", ")) for "
            + "namespace \(namespace); add one to its servers.")
      }
    }
    // Those that only matches name.
    let others = rule.boundGateways.subtracting(rule.gateways)
    for name in others.sorted() {
      if let gateway = mesh.gateway(named: name) {
        result.append(gateway)
      } else {
        report(
          "spec",
          "A match names the Gateway \(name), which is not there; create it, or correct the "
            + "name.")
      }
    }
    return result
  }

  /// The routes of several VirtualServices for one host follow each other.
  private mutating func findRivals(of rule: VirtualService) {
    for (place, host) in rule.hosts.enumerated() {
      for other in mesh.virtualServices(naming: host) {
        if other.metadata == rule.metadata { break }
        guard let gateway = rule.gateways.first(where: other.gateways.contains),
          other.exportTo.overlaps(rule.exportTo)
        else { continue }
        report(
          "spec.hosts[\(place)]",
          "\(other.reference(.virtualService)) is for \(host) at \(gateway) too, and its routes "
            + "come first; put all into one, or see that it does not match what is meant for this "
            + "one.")
        break
      }
    }
  }
}

extension Gateway.Server {
  /// Whether it lets a VirtualService in, by one of its hosts.
  fileprivate func serves(_ rule: VirtualService) -> Bool { !hosts(servedOf: rule).isEmpty }
}

extension ExportTo {
  /// Whether there may be a namespace to which both are visible.
  fileprivate func overlaps(_ other: Self) -> Bool {
    if isPublic || other.isPublic {
      return (isPublic || !namespaces.isEmpty) && (other.isPublic || !other.namespaces.isEmpty)
    }
    return !namespaces.isDisjoint(with: other.namespaces)
  }
}
