extension Mesh {
  /// The mesh that `objects` describe, the same whatever their order (docs/MERGING.md has the
  /// rules).
  ///
  /// - Complexity: O(n log n) in the number of objects and endpoints.
  public init(
    objects: some Sequence<MeshObject>, configuration: MeshConfiguration = MeshConfiguration()
  ) {
    var problems = ProblemList()
    let index = ObjectIndex(objects, problems: &problems)
    var merge = Merge(index, problems: problems)
    var services = HostDeclaration.all(in: index, configuration).map { merge.merge($0) }
    merge.reportUnknownPortsOfWorkloadEntries()
    merge.reportRegistrationsWithoutService(services)
    Self.assignAutomaticAddresses(to: &services, &merge.problems)
    let workloads = merge.workloads
    Self.reportTies(
      between: index.sidecars, over: workloads, configuration, &merge.problems)
    self.init(
      services: services, workloads: workloads, sidecars: index.sidecars,
      problems: merge.problems.ordered, configuration: configuration)
  }

  private static func assignAutomaticAddresses(
    to services: inout [MeshService], _ problems: inout ProblemList
  ) {
    var hosts: Set<String> = []
    var given: Set<IPAddress> = []
    for service in services {
      given.formUnion(service.addresses)
      if service.wantsAutomaticAddress { hosts.insert(service.host) }
    }
    let automatic = AutomaticAddresses(hosts: hosts, avoiding: given)
    for index in services.indices where services[index].wantsAutomaticAddress {
      services[index].automaticAddress = automatic.byHost[services[index].host]
      guard services[index].automaticAddress == nil else { continue }
      problems.report(
        services[index].origins[0], "spec.addresses",
        "All \(AutomaticAddresses.count) automatic addresses are in use, and "
          + "\(services[index].host) has none; give it one of its own.")
    }
  }
}

extension MeshService {
  /// Whether its clients need an address that no object gives.
  ///
  /// Not when a Service takes part: the cluster's DNS answers for its name, and never with an
  /// automatic address.
  fileprivate var wantsAutomaticAddress: Bool {
    kubernetesName == nil && addresses.isEmpty && addressBlocks.isEmpty && !host.hasPrefix("*")
      && resolution != .originalDestination
  }
}
