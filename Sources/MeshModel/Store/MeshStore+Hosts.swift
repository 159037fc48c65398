// From hosts that were touched to the services of the mesh.
extension MeshStore {
  /// A host before and after it was merged again.
  private struct Merged {
    var number: Int
    var before: Shared<MeshService>?
    var after: MeshService?
  }

  /// Merges the hosts that were touched; answers which services are not the same any more, ordered.
  mutating func mergeHosts(_ touched: inout Touched) -> [ServiceName] {
    var merged: [Merged] = []
    do {
      // Gone before the objects are changed again, which else would be copied.
      var merge = Merge(index, roster)
      for number in touched.hosts {
        let declaration = index.hosts.declaration(
          number, services: index.services, entries: index.serviceEntries)
        let outcome = declaration.map { merge.merge($0) }
        merged.append(accept(outcome, for: number, &touched))
      }
    }
    addOthersWithNewAddresses(to: &merged, touched)
    var leaving: [Shared<MeshService>] = []
    var coming: [Shared<MeshService>] = []
    for host in merged {
      let service = host.after.map { addressed($0, host.number) }
      if let before = host.before, before.value == service { continue }
      noteWhatIsSeen(host.before?.value, service, &touched)
      if let before = host.before { leaving.append(before) }
      guard let service else { continue }
      let shared = Shared(service)
      hosts[host.number]?.service = shared
      coming.append(shared)
    }
    for host in merged where host.after == nil { forget(host.number) }
    leaving.sort { $0.precedes($1) }
    coming.sort { $0.precedes($1) }
    mesh.services.elements.replace(leaving, with: coming)
    return Set((leaving + coming).map(\.value.serviceName)).sorted()
  }

  private func noteWhatIsSeen(
    _ before: MeshService?, _ after: MeshService?, _ touched: inout Touched
  ) {
    if let before, let after, before.isSeen(as: after) { return }
    if let host = (after ?? before)?.host { touched.hostsSeenOtherwise.insert(host) }
  }

  /// Remembers what a host has become, and what else that concerns.
  private mutating func accept(
    _ outcome: Merge.Outcome?, for number: Int, _ touched: inout Touched
  ) -> Merged {
    while hosts.count <= number { hosts.append(nil) }
    let before = hosts[number]
    if before?.lookups != outcome?.lookups {
      if let before { lookups.remove(before.lookups, of: number) }
      if let outcome { lookups.add(outcome.lookups, of: number, index.podsByLabel) }
    }
    problems.set(outcome?.problems ?? [], by: .merge(number))
    if before?.portNamesKnown != outcome?.portNamesKnown {
      for entry in (before?.portNamesKnown ?? [:]).keys {
        hostsByEntry.remove(number, from: entry)
        touched.entries.insert(entry)
      }
      for entry in (outcome?.portNamesKnown ?? [:]).keys {
        hostsByEntry[entry, default: .none].insert(number)
        touched.entries.insert(entry)
      }
    }
    noteWhatIsServed(before, outcome, number, &touched)
    noteAddresses(before?.service.value, outcome?.service)
    if let name = outcome?.service.serviceName ?? before?.service.value.serviceName,
      before == nil || outcome == nil
    {
      touched.registrations.insert(name)
    }
    hosts[number] = outcome.map {
      // Stands for the service until that has its address.
      MergedHost(
        service: before?.service ?? Shared($0.service), served: $0.served,
        portNamesKnown: $0.portNamesKnown, lookups: $0.lookups)
    }
    return Merged(number: number, before: before?.service, after: outcome?.service)
  }

  private mutating func noteWhatIsServed(
    _ before: MergedHost?, _ after: Merge.Outcome?, _ number: Int, _ touched: inout Touched
  ) {
    // What a workload serves also says what the port of the service is called and speaks.
    if let before, let after, before.service.value.ports == after.service.ports,
      before.served == after.served || Set(before.served) == Set(after.served)
    {
      return
    }
    for serving in before?.served ?? [] {
      members.update(serving.workload) { $0.serves.removeAll { $0.host == number } }
      touched.insert(serving.workload)
    }
    for serving in after?.served ?? [] {
      members.update(serving.workload) {
        $0.serves.append(
          MemberTable.Serving(
            host: number, servicePort: serving.servicePort, port: serving.port))
      }
      touched.insert(serving.workload)
    }
  }

  private mutating func noteAddresses(_ before: MeshService?, _ after: MeshService?) {
    if before?.addresses != after?.addresses {
      for address in after?.addresses ?? [] { automaticAddresses.avoid(address) }
      for address in before?.addresses ?? [] { automaticAddresses.stopAvoiding(address) }
    }
    let (did, does) = (before?.wantsAutomaticAddress, after?.wantsAutomaticAddress)
    if let after, does == true, did != true { automaticAddresses.want(after.host) }
    if let before, did == true, does != true { automaticAddresses.stopWanting(before.host) }
  }

  /// Adds the hosts that were not merged, but have another automatic address now.
  private mutating func addOthersWithNewAddresses(
    to merged: inout [Merged], _ touched: borrowing Touched
  ) {
    for host in automaticAddresses.settle() {
      for service in mesh.services(of: host) {
        guard let number = index.hosts.number(of: service.serviceName),
          !touched.hosts.contains(number)
        else { continue }
        merged.append(Merged(number: number, before: hosts[number]?.service, after: service))
      }
    }
  }

  /// The service with its automatic address, if it is to have one.
  private mutating func addressed(_ service: MeshService, _ number: Int) -> MeshService {
    var service = service
    service.automaticAddress =
      service.wantsAutomaticAddress ? automaticAddresses.byHost[service.host] : nil
    let isWithout = service.wantsAutomaticAddress && service.automaticAddress == nil
    problems.set(isWithout ? [service.problemWithoutAddress] : [], by: .address(number))
    return service
  }

  /// Forgets a host that nothing declares any more.
  private mutating func forget(_ number: Int) {
    problems.set([], by: .address(number))
    index.hosts.free(number)
  }

  /// Looks for the WorkloadEntries that are registered for a service that there is not.
  mutating func findRegistrations(without service: ServiceName) {
    let isThere = index.hosts.number(of: service) != nil
    for number in index.registrations(for: service) {
      let problem = index.workloadEntries[number].problemWithoutService
      problems.set(isThere ? [] : [problem], by: .registration(number))
    }
  }

  /// Looks for ports of a selected WorkloadEntry whose names no service knows.
  mutating func findUnknownPorts(ofEntry number: Int) {
    var found = ProblemList()
    if let entry = index.workloadEntries.object(number)?.value, let selecting = hostsByEntry[number]
    {
      let known = selecting.members.reduce(into: Set<String>()) {
        $0.formUnion(hosts[$1]?.portNamesKnown[number] ?? [])
      }
      for name in entry.workload.ports.keys where !known.contains(name) {
        found.report(
          entry.reference(.workloadEntry), "spec.ports.\(name)",
          "No service of which the entry is an endpoint has a port called `\(name)`; correct the "
            + "name, or remove it.")
      }
    }
    problems.set(found.problems, by: .ports(number))
  }
}

extension ObjectIndex {
  /// The objects that were given more than once, with different contents.
  var contradictions: Set<MeshProblem> {
    var found = ProblemList()
    func find<Object>(_ table: ObjectTable<Object>, _ kind: ObjectKind) {
      for name in table.contradictory {
        found.report(
          ObjectReference(kind, namespace: name.namespace, name: name.name), "metadata.name",
          "The object is given more than once, with different contents, and only one of them is "
            + "used; remove the others.")
      }
    }
    find(services, .service)
    find(pods, .pod)
    find(nodes, .node)
    find(endpoints, .endpoints)
    find(slices, .endpointSlice)
    find(serviceEntries, .serviceEntry)
    find(workloadEntries, .workloadEntry)
    find(sidecars, .sidecar)
    find(virtualServices, .virtualService)
    find(destinationRules, .destinationRule)
    find(gateways, .gateway)
    return found.problems
  }
}
