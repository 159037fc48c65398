@testable import MeshModel

/// What holds for every mesh; says what does not.
struct MeshPromises {
  /// A sentence for each broken promise.
  private(set) var broken: [String] = []

  private let mesh: Mesh
  private let objects: Set<ObjectReference>

  /// Checks the mesh that was made of `objects`.
  init(_ mesh: Mesh, _ objects: [MeshObject]) {
    self.mesh = mesh
    self.objects = Set(objects.map(\.reference))
    checkOrder()
    for service in mesh.services { check(service) }
    for workload in mesh.workloads { check(workload) }
    checkAutomaticAddresses()
    checkVisibility()
    for problem in mesh.problems where !self.objects.contains(problem.object) {
      broken.append("a problem blames \(problem.object), which is not there")
    }
  }

  private mutating func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { broken.append(message()) }
  }

  private mutating func checkOrder() {
    let services = mesh.services
    for (left, right) in zip(services, services.dropFirst()) {
      expect(
        (left.host, left.namespace) < (right.host, right.namespace),
        "\(left.host) in \(left.namespace) is not before \(right.host) in \(right.namespace)")
    }
    for (left, right) in zip(mesh.workloads, mesh.workloads.dropFirst()) {
      expect(left.precedes(right), "\(left) is not before \(right)")
    }
    expect(Set(mesh.problems).count == mesh.problems.count, "a problem is reported twice")
  }

  private mutating func check(_ service: MeshService) {
    let numbers = service.ports.map(\.number)
    expect(numbers == Set(numbers).sorted(), "ports of \(service.host) are not ordered: \(numbers)")
    expect(service.addresses == Set(service.addresses).sorted(), "addresses are not ordered")
    expect(!service.origins.isEmpty, "\(service.host) comes from nowhere")
    for origin in service.origins where !objects.contains(origin) {
      broken.append("\(service.host) comes from \(origin), which is not there")
    }
    for (left, right) in zip(service.endpoints, service.endpoints.dropFirst()) {
      expect(!right.precedes(left), "\(left) is after \(right)")
    }
    for number in numbers {
      let sockets = service.endpoints.compactMap { endpoint in
        endpoint.ports[number].map { "\(endpoint.address) \($0)" }
      }
      expect(Set(sockets).count == sockets.count, "\(service.host):\(number) is at \(sockets)")
    }
    if service.resolution == .dnsRoundRobin {
      expect(service.endpoints.count <= 1, "\(service) has more than one endpoint")
    }
    for endpoint in service.endpoints { check(endpoint, of: service) }
  }

  private mutating func check(_ endpoint: Endpoint, of service: MeshService) {
    expect(objects.contains(endpoint.origin), "\(endpoint) comes from what is not there")
    expect(!endpoint.ports.isEmpty, "\(endpoint) serves nothing")
    for number in endpoint.ports.keys where !service.ports.contains(where: { $0.number == number })
    {
      broken.append("\(endpoint) serves \(number), which \(service.host) has not")
    }
    switch (service.resolution, endpoint.address) {
    case (.endpoints, .hostname), (.dns, .unixSocket), (.dnsRoundRobin, .unixSocket),
      (.originalDestination, _):
      broken.append("\(endpoint) does not suit \(service.resolution)")
    case (.endpoints, _), (.dns, _), (.dnsRoundRobin, _): break
    }
    guard endpoint.kind != .external, case .ip = endpoint.address else { return }
    // A pod that a list names may be one that is not among the objects.
    let pod = ObjectReference(.pod, namespace: endpoint.namespace, name: endpoint.workloadName)
    if endpoint.kind == .pod, !objects.contains(pod) { return }
    for (servicePort, port) in endpoint.ports {
      let isKnown = mesh.workloads.contains { workload in
        workload.holds(endpoint)
          && workload.instances.contains {
            $0.host == service.host && $0.serviceNamespace == service.namespace
              && $0.servicePort.number == servicePort && $0.port == port
          }
      }
      // A pod without an address of its own has no inbound side to be made.
      let hasWorkload = mesh.workloads.contains { $0.holds(endpoint) }
      expect(isKnown || !hasWorkload, "nobody serves \(endpoint) of \(service.host)")
      expect(hasWorkload || endpoint.kind == .pod, "\(endpoint) is no workload")
    }
  }

  private mutating func check(_ workload: Workload) {
    expect(objects.contains(workload.origin), "\(workload) comes from what is not there")
    expect(workload.kind != .external && !workload.addresses.isEmpty, "\(workload) is none")
    let instances = workload.instances
    expect(Set(instances).count == instances.count, "\(workload) serves something twice")
    for (left, right) in zip(instances, instances.dropFirst()) {
      expect(!right.precedes(left), "instances of \(workload) are not ordered")
    }
    for instance in instances {
      let service = mesh.services.first {
        $0.host == instance.host && $0.namespace == instance.serviceNamespace
      }
      expect(service?.ports.contains(instance.servicePort) == true, "\(instance) has no service")
      let isEndpoint = service?.endpoints.contains {
        workload.holds($0) && $0.ports[instance.servicePort.number] == instance.port
      }
      expect(isEndpoint == true, "\(workload) serves \(instance) without being an endpoint")
    }
    for address in workload.addresses {
      expect(mesh.workloads(at: address).contains(workload), "\(workload) is not found")
    }
  }

  private mutating func checkAutomaticAddresses() {
    var hosts: [IPAddress: String] = [:]
    let given = Set(mesh.services.flatMap(\.addresses))
    for service in mesh.services {
      guard let address = service.automaticAddress else { continue }
      let other = hosts.updateValue(service.host, forKey: address) ?? service.host
      expect(other == service.host, "\(other) and \(service.host) share \(address)")
      expect(!given.contains(address), "\(address) is given twice")
      expect(service.addresses.isEmpty && service.kubernetesName == nil, "\(service) needs none")
    }
  }

  private mutating func checkVisibility() {
    for namespace in ["a", "b", "c"] {
      for sidecar in [nil] + mesh.sidecars.map(Optional.some) {
        let visible = mesh.services(visibleIn: namespace, through: sidecar)
        let hosts = visible.map(\.host)
        expect(hosts == Set(hosts).sorted(), "\(namespace) sees a host twice")
        for service in mesh.services {
          let one = mesh.service(host: service.host, visibleIn: namespace, through: sidecar)
          expect(
            one == visible.first { $0.host == service.host },
            "\(namespace) sees two things as \(service.host)")
        }
      }
    }
  }
}

extension Workload {
  /// Whether the endpoint is this pod, or this VM's address.
  fileprivate func holds(_ endpoint: Endpoint) -> Bool {
    switch kind {
    case .pod:
      endpoint.kind == .pod && namespace == endpoint.namespace && name == endpoint.workloadName
    case .vm: endpoint.kind == .vm && addresses.contains { endpoint.address == .ip($0) }
    case .external: false
    }
  }
}
