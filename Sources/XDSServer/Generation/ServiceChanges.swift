internal import struct MeshModel.Mesh
internal import struct MeshModel.MeshDifference
internal import struct MeshModel.MeshService
internal import struct MeshModel.ServiceName
internal import struct MeshModel.ServiceVisibility

/// What becomes of the services from one revision to the next.
struct ServiceChanges: Sendable {
  /// All services of one host.
  private struct Host: OrderedElement {
    let name: String
    var old: [ServiceResources]
    var new: [ServiceResources]

    static func precedes(_ left: Host, _ right: Host) -> Bool { left.name < right.name }
  }

  /// All services after the changes.
  let services: OrderedChunks<ServiceResources>
  /// The services that were changed or removed, as they were.
  let removed: [ServiceResources]
  /// The services that were changed or added, as they are.
  let added: [ServiceResources]
  /// The services that are made of other objects than before.
  let madeOtherwise: Set<ServiceName>
  /// The hosts for which rules, or what they lead to, may be others.
  let ruledHosts: Set<String>
  /// The hosts of which a service differs, in order.
  private let hosts: [Host]

  /// What becomes of `old` in `mesh`, when nothing differs but what `difference` names.
  ///
  /// - Parameters:
  ///   - difference: what differs.
  ///   - mesh: the mesh as it is.
  ///   - old: the services as they were.
  ///   - dependents: what depends on what, after the changes.
  init(
    of difference: MeshDifference, in mesh: Mesh, from old: OrderedChunks<ServiceResources>,
    dependents: RuleDependents
  ) {
    var (removed, added): ([ServiceResources], [ServiceResources]) = ([], [])
    var madeOtherwise: Set<ServiceName> = []
    let ruled = Self.hosts(of: difference, in: mesh, from: old, dependents)
    let covered = old.names(coveredBy: ruled)
    // Those that a pattern covers are not there to be lost.
    let stillNamed = covered.filter { old[$0]?.service.isNamedOnly == true }.map(\.host)
    let named = Self.named(ruled.union(stillNamed), in: mesh)
    let concerned = covered.union(named.keys)
    for name in concerned.union(difference.services) {
      let earlier = old[name]
      let new = (mesh.service(named: name) ?? named[name]).map { service in
        let rules =
          concerned.contains(name) ? nil : earlier?.shape.rules
        return ServiceResources.of(
          service, rules: rules ?? ServiceRules(of: service.host, in: mesh),
          rootNamespace: mesh.configuration.rootNamespace, earlier: earlier)
      }
      if earlier === new { continue }
      if let earlier { removed.append(earlier) }
      if let new { added.append(new) }
      if earlier?.service.origins != new?.service.origins { madeOtherwise.insert(name) }
    }
    let services = old.replacing(removed, with: added)
    self.removed = removed
    self.added = added
    self.services = services
    self.madeOtherwise = madeOtherwise
    ruledHosts = ruled
    hosts = Set((removed + added).map(\.service.host)).sorted().map { host in
      Host(name: host, old: old[host: host], new: services[host: host])
    }
  }

  /// The hosts for which rules, or what they lead to, may be others.
  private static func hosts(
    of difference: MeshDifference, in mesh: Mesh, from old: OrderedChunks<ServiceResources>,
    _ dependents: RuleDependents
  ) -> Set<String> {
    if mesh.virtualServices.isEmpty { return difference.ruleHosts }
    var hosts = difference.ruleHosts.union(dependents.dependents(on: difference.ruleHosts))
    for name in difference.services {
      let (before, after) = (old[name]?.service, mesh.service(named: name))
      // Rules do not depend on endpoints.
      if before?.ports == after?.ports, before?.exportTo == after?.exportTo { continue }
      hosts.formUnion(dependents.dependents(on: name.host))
      // A host that only rules name may become that of a service, or stop being one.
      for pattern in Mesh.patterns(covering: name.host)
      where !mesh.virtualServices(naming: pattern).isEmpty { hosts.insert(pattern) }
    }
    return hosts
  }

  /// What stands for those of `hosts` that only VirtualServices name.
  private static func named(_ hosts: Set<String>, in mesh: Mesh) -> [ServiceName: MeshService] {
    var named: [ServiceName: MeshService] = [:]
    for host in hosts {
      guard let service = MeshService(namedBy: mesh, host: host) else { continue }
      named[service.serviceName] = service
    }
    return named
  }

  /// The change from no service to those.
  init(addingAll services: OrderedChunks<ServiceResources>) {
    self.services = services
    removed = []
    added = Array(services)
    madeOtherwise = []
    ruledHosts = []
    var hosts: [Host] = []
    for resources in added {
      if let last = hosts.last?.new.last, last.service.host == resources.service.host {
        hosts[hosts.count - 1].new.append(resources)
      } else {
        hosts.append(Host(name: resources.service.host, old: [], new: [resources]))
      }
    }
    self.hosts = hosts
  }

  /// The shapes that are gone.
  var shapesRemoved: [ServiceShape] { shapes(of: removed, without: added) }
  /// The shapes that are new.
  var shapesAdded: [ServiceShape] { shapes(of: added, without: removed) }

  private func shapes(
    of services: [ServiceResources], without others: [ServiceResources]
  ) -> [ServiceShape] {
    let kept = Set(others.map { ObjectIdentifier($0.shape) })
    return services.map(\.shape).filter { !kept.contains(ObjectIdentifier($0)) }
  }

  /// The hosts of which a service differs, in order.
  var hostNames: some Sequence<String> { hosts.lazy.map(\.name) }

  /// The services of a host as they were and as they are, ordered by namespace.
  ///
  /// - Complexity: O(log n).
  func services(of host: String) -> (old: [ServiceResources], new: [ServiceResources]) {
    let place = hosts.firstIndex(notBefore: { $0.name < host })
    if place < hosts.count, hosts[place].name == host {
      return (hosts[place].old, hosts[place].new)
    }
    let same = services[host: host]
    return (same, same)
  }

  /// What of it a client notices of the services that its Sidecar shows.
  func visible(to client: OutboundClient) -> [VisibleChange] {
    hosts.compactMap { host in
      let old = client.visibility.winner(of: host.old)
      let new = client.visibility.winner(of: host.new)
      if old === new { return nil }
      return VisibleChange(old: old.map(client.sees), new: new.map(client.sees))
    }
  }
}

extension ServiceVisibility {
  /// Which of the services of one host, ordered by namespace, the client means.
  func winner(of candidates: [ServiceResources]) -> ServiceResources? {
    guard candidates.count > 1 else {
      return candidates.first.flatMap { sees($0.service) ? $0 : nil }
    }
    let winner = winner(of: candidates.lazy.map(\.service))
    return candidates.first { $0.service.namespace == winner?.namespace }
  }
}

extension OrderedChunks<ServiceResources> {
  /// The services that rules for `hosts` concern, which may be patterns.
  ///
  /// - Complexity: O(hosts · log n); O(n) where one is a pattern.
  fileprivate func names(coveredBy hosts: Set<String>) -> Set<ServiceName> {
    var names: Set<ServiceName> = []
    var suffixes: [Substring] = []
    for host in hosts {
      if host.hasPrefix("*") { suffixes.append(host.dropFirst()) }
      for resources in self[host: host] { names.insert(resources.service.serviceName) }
    }
    if suffixes.isEmpty { return names }
    for resources in self where suffixes.contains(where: resources.service.host.hasSuffix) {
      names.insert(resources.service.serviceName)
    }
    return names
  }

  /// The service of that name.
  ///
  /// - Complexity: O(log n).
  subscript(name: ServiceName) -> ServiceResources? {
    self[host: name.host].first { $0.service.namespace == name.namespace }
  }

  /// The services of that host, ordered by namespace.
  ///
  /// - Complexity: O(log n).
  subscript(host host: String) -> [ServiceResources] {
    var rest = elements { $0.service.host < host }
    var found: [ServiceResources] = []
    while let resources = rest.next(), resources.service.host == host { found.append(resources) }
    return found
  }
}

extension ViewKey.Inbound {
  /// Whether the origins of its resources may be others after the changes.
  func isConcerned(by changes: ServiceChanges) -> Bool {
    if changes.madeOtherwise.isEmpty { return false }
    return ports.contains { !changes.madeOtherwise.isDisjoint(with: $0.services) }
  }
}
