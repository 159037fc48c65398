/// Objects, and the mesh that they make, which follows every change of them.
///
/// A change is looked at from the objects that it concerns: it says which hosts are to be merged
/// again, and only their services, and the workloads that serve them, are made anew. The mesh is
/// the same as if it had been made of all objects at once, which is done by adding them all to an
/// empty store.
public struct MeshStore: Sendable {
  /// A host as it was merged.
  struct MergedHost: Sendable {
    var service: Shared<MeshService>
    var served: [Merge.Serving]
    var portNamesKnown: [Int: Set<String>]
    var lookups: Lookups
  }

  /// The mesh of the objects.
  public internal(set) var mesh: Mesh

  var index = ObjectIndex()
  var roster = Roster()
  var lookups = LookupIndex()
  /// By the host's number.
  var hosts: [MergedHost?] = []
  /// The hosts that select each WorkloadEntry, by its number.
  var hostsByEntry: [Int: NumberSet] = [:]
  var members = MemberTable()
  var automaticAddresses = AutomaticAddresses()
  var problems = ProblemBook()
  var virtualServices = RuleTable<VirtualService>()
  var destinationRules = RuleTable<DestinationRule>()
  var gateways = RuleTable<Gateway>()
  var references = RuleReferences()

  /// A store of `objects`, whatever their order (docs/MERGING.md has the rules).
  ///
  /// - Complexity: O(n log n) in the number of objects and endpoints.
  public init(
    objects: some Sequence<MeshObject> = [],
    configuration: MeshConfiguration = MeshConfiguration()
  ) {
    mesh = Mesh(
      services: [], workloads: [], sidecars: [], problems: [], configuration: configuration)
    var touched = Touched()
    for object in objects { replace(nil, with: object, &touched) }
    _ = update(touched)
  }

  /// Applies what happened to objects.
  ///
  /// Several changes of one object are applied one after the other. An object that was added twice
  /// is there until both have been removed.
  ///
  /// - Complexity: O(what the changed objects concern, and √n of the mesh).
  /// - Returns: the mesh, and how it differs from the one before.
  public mutating func apply(
    _ changes: [ObjectChange]
  ) -> (mesh: Mesh, difference: MeshDifference) {
    var touched = Touched()
    for change in changes { replace(change.before, with: change.after, &touched) }
    let difference = update(touched)
    return (mesh, difference)
  }

  /// Makes everything anew that has been touched.
  private mutating func update(_ touched: Touched) -> MeshDifference {
    var touched = touched
    touchWorkloads(onNodes: touched.nodes, &touched)
    for address in touched.addresses {
      lookups.insertHosts(askingFor: address, into: &touched.hosts)
      let had = roster.vm(at: address) != nil
      problems.set(roster.findVM(at: address, index), by: .holder(address))
      if had || roster.vm(at: address) != nil { touched.vms.insert(address) }
    }
    var difference = MeshDifference()
    difference.services = mergeHosts(&touched)
    difference.workloadAddresses = makeWorkloads(&touched)
    difference.sidecarsDiffer = arrangeSidecars(touched)
    arrangeRules(touched, &difference)
    for number in touched.entries { findUnknownPorts(ofEntry: number) }
    for service in touched.registrations { findRegistrations(without: service) }
    problems.set(index.contradictions, by: .contradictions)
    mesh.problems = problems.ordered()
    index.freeLeavingNumbers()
    return difference
  }
}

/// What may have to be made anew.
struct Touched {
  /// The hosts to be merged, by number.
  var hosts: Set<Int> = []
  /// The addresses that others may hold now.
  var addresses: Set<IPAddress> = []
  /// The pods that may be other workloads, by number, in no order, and some more than once.
  var pods: [Int] = []
  /// The addresses of VMs that may be other workloads.
  var vms: Set<IPAddress> = []
  /// The Nodes that are elsewhere.
  var nodes: Set<String> = []
  /// The WorkloadEntries whose ports are to be compared with those of services.
  var entries: Set<Int> = []
  /// The services for which registrations come or go, or that come or go themselves.
  var registrations: Set<ServiceName> = []
  /// The hosts with a service that is not what VirtualServices saw of it.
  var hostsSeenOtherwise: Set<String> = []
  var haveSidecarsChanged = false
  /// The namespaces in which it may be another Sidecar that holds.
  var sidecarNamespaces: Set<String> = []
  var virtualServices: Set<ObjectName> = []
  var destinationRules: Set<ObjectName> = []
  var gateways: Set<ObjectName> = []

  mutating func insert(_ workload: Roster.Member) {
    switch workload {
    case .pod(let number): pods.append(number)
    case .vm(let address): vms.insert(address)
    }
  }

  /// The workloads that may be other ones, each once.
  var workloads: [Roster.Member] {
    var last: Int?
    // In the order in which pods were added, which is often that of their names.
    let numbers = pods.sorted().filter { number in
      defer { last = number }
      return number != last
    }
    return numbers.map(Roster.Member.pod) + vms.map(Roster.Member.vm)
  }
}
