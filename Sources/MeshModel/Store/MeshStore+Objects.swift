// What an object concerns, as it was and as it is.
extension MeshStore {
  /// Takes `old` out of the objects and puts `new` in.
  mutating func replace(_ old: MeshObject?, with new: MeshObject?, _ touched: inout Touched) {
    if let old, let new, old.reference != new.reference {
      replace(old, with: nil, &touched)
      replace(nil, with: new, &touched)
      return
    }
    switch new ?? old {
    case nil, .namespace: return
    case .service:
      index.services.replace(old?.service, with: new?.service).map { serviceChanged($0, &touched) }
    case .pod: index.pods.replace(old?.pod, with: new?.pod).map { podChanged($0, &touched) }
    case .node: index.nodes.replace(old?.node, with: new?.node).map { nodeChanged($0, &touched) }
    case .endpoints:
      index.endpoints.replace(old?.endpoints, with: new?.endpoints).map { change in
        guard let object = change.after ?? change.before else { return }
        touchHost(ofService: object.value.name, &touched)
      }
    case .endpointSlice:
      index.slices.replace(old?.endpointSlice, with: new?.endpointSlice).map {
        sliceChanged($0, &touched)
      }
    case .serviceEntry:
      index.serviceEntries.replace(old?.serviceEntry, with: new?.serviceEntry).map {
        serviceEntryChanged($0, &touched)
      }
    case .workloadEntry:
      index.workloadEntries.replace(old?.workloadEntry, with: new?.workloadEntry).map {
        workloadEntryChanged($0, &touched)
      }
    case .sidecar:
      index.sidecars.replace(old?.sidecar, with: new?.sidecar).map { change in
        guard let object = change.after ?? change.before else { return }
        touched.haveSidecarsChanged = true
        touched.sidecarNamespaces.insert(object.value.metadata.namespace)
      }
    case .virtualService:
      index.virtualServices.replace(old?.virtualService, with: new?.virtualService).map {
        if let name = $0.name { touched.virtualServices.insert(name) }
      }
    case .destinationRule:
      index.destinationRules.replace(old?.destinationRule, with: new?.destinationRule).map {
        if let name = $0.name { touched.destinationRules.insert(name) }
      }
    case .gateway:
      index.gateways.replace(old?.gateway, with: new?.gateway).map {
        if let name = $0.name { touched.gateways.insert(name) }
      }
    }
  }

  private mutating func serviceChanged(
    _ change: ObjectTable<Service>.Change, _ touched: inout Touched
  ) {
    guard let name = (change.after ?? change.before)?.value.name else { return }
    let host = ServiceName(ofService: name, mesh.configuration)
    if change.before == nil {
      touched.hosts.insert(index.hosts.declare(host, byService: change.number))
    } else if change.after == nil {
      if let number = index.hosts.withdraw(host, byService: change.number) {
        touched.hosts.insert(number)
      }
    } else if let number = index.hosts.number(of: host) {
      touched.hosts.insert(number)
    }
  }

  private func touchHost(ofService name: ObjectName, _ touched: inout Touched) {
    // At first every host is touched by what declares it.
    guard !hosts.isEmpty else { return }
    let host = ServiceName(ofService: name, mesh.configuration)
    if let number = index.hosts.number(of: host) { touched.hosts.insert(number) }
  }

  private mutating func podChanged(_ change: ObjectTable<Pod>.Change, _ touched: inout Touched) {
    let (before, after) = (change.before, change.after)
    if let before, before.value.isWorkload {
      let metadata = before.value.metadata
      if !before.value.isFound(as: after?.value) {
        index.podsByLabel.remove(
          change.number, namespace: metadata.namespace, labels: metadata.labels)
      }
      if !before.value.isHolding(as: after?.value) {
        roster.remove(pod: change.number, at: before.value.ips)
      }
    }
    if let after, after.value.isWorkload {
      let metadata = after.value.metadata
      if !after.value.isFound(as: before?.value) {
        index.podsByLabel.add(
          change.number, namespace: metadata.namespace, labels: metadata.labels)
      }
      if !after.value.isHolding(as: before?.value) {
        roster.add(pod: change.number, at: after.value.ips)
      }
    }
    if let before { touch(before.value, change.number, &touched) }
    if let after { touch(after.value, change.number, &touched) }
  }

  private func touch(_ pod: Pod, _ number: Int, _ touched: inout Touched) {
    touched.pods.append(number)
    for address in pod.ips { touched.addresses.insert(address) }
    // At first every host is touched by what declares it.
    guard !hosts.isEmpty else { return }
    lookups.insertHosts(askingFor: number, pod.name, into: &touched.hosts)
    lookups.insertHosts(
      selecting: pod.metadata.labels, of: pod.metadata.namespace, into: &touched.hosts)
  }

  private mutating func nodeChanged(
    _ change: ObjectTable<ClusterNode>.Change, _ touched: inout Touched
  ) {
    guard let name = (change.after ?? change.before)?.value.metadata.name else { return }
    let locality = (change.after?.value.metadata.labels).flatMap(Locality.init(nodeLabels:))
    guard index.nodeLocalities[name] != locality else { return }
    index.nodeLocalities[name] = locality
    touched.nodes.insert(name)
  }

  /// Touches what is on those Nodes.
  ///
  /// That looks at all pods and lists: a Node changes its labels too seldom to be kept a list for.
  func touchWorkloads(onNodes nodes: Set<String>, _ touched: inout Touched) {
    // What has not been made yet is touched already.
    guard !nodes.isEmpty, !hosts.isEmpty || !mesh.workloads.isEmpty else { return }
    for number in 0..<index.pods.numberEnd {
      guard let pod = index.pods.object(number)?.value, let node = pod.nodeName,
        nodes.contains(node)
      else { continue }
      touch(pod, number, &touched)
    }
    func isConcerned(_ node: String?) -> Bool { node.map(nodes.contains) ?? false }
    for slice in index.slices.all
    where slice.endpoints.contains(where: { isConcerned($0.nodeName) }) {
      if let service = slice.service { touchHost(ofService: service, &touched) }
    }
    for object in index.endpoints.all {
      let addresses = object.subsets.flatMap { $0.addresses + $0.notReadyAddresses }
      if addresses.contains(where: { isConcerned($0.nodeName) }) {
        touchHost(ofService: object.name, &touched)
      }
    }
  }

  private mutating func sliceChanged(
    _ change: ObjectTable<EndpointSlice>.Change, _ touched: inout Touched
  ) {
    let (before, after) = (change.before?.value.service, change.after?.value.service)
    if let before, before != after { index.slicesByService.remove(change.number, from: before) }
    if let after, before != after {
      index.slicesByService[after, default: .none].insert(change.number)
    }
    for service in Set([before, after].compactMap(\.self)) {
      touchHost(ofService: service, &touched)
    }
  }

  private mutating func serviceEntryChanged(
    _ change: ObjectTable<ServiceEntry>.Change, _ touched: inout Touched
  ) {
    // Withdrawn and declared anew, which leaves a host its number.
    if let before = change.before?.value {
      for host in before.serviceNames {
        index.hosts.withdraw(host, byEntry: change.number).map { _ = touched.hosts.insert($0) }
      }
      let addresses = before.addressesOfVirtualMachines
      roster.remove(inlineEndpointsOf: change.number, at: addresses)
      touched.addresses.formUnion(addresses.map(\.1))
    }
    if let after = change.after?.value {
      for host in after.serviceNames {
        touched.hosts.insert(index.hosts.declare(host, byEntry: change.number))
      }
      let addresses = after.addressesOfVirtualMachines
      roster.add(inlineEndpointsOf: change.number, at: addresses)
      touched.addresses.formUnion(addresses.map(\.1))
    }
  }

  private mutating func workloadEntryChanged(
    _ change: ObjectTable<WorkloadEntry>.Change, _ touched: inout Touched
  ) {
    touched.entries.insert(change.number)
    problems.set([], by: .registration(change.number))
    if let before = change.before?.value {
      index.workloadEntriesByLabel.remove(
        change.number, namespace: before.metadata.namespace, labels: before.mergedWorkload.labels)
      if let service = before.registeredService {
        index.registrations.remove(change.number, from: service)
      }
      if case .ip(let address) = before.workload.address {
        roster.remove(entry: change.number, at: address)
      }
      touch(before, &touched)
    }
    if let after = change.after?.value {
      index.workloadEntriesByLabel.add(
        change.number, namespace: after.metadata.namespace, labels: after.mergedWorkload.labels)
      if let service = after.registeredService {
        index.registrations[service, default: .none].insert(change.number)
      }
      if case .ip(let address) = after.workload.address {
        roster.add(entry: change.number, at: address)
      }
      touch(after, &touched)
    }
  }

  private func touch(_ entry: WorkloadEntry, _ touched: inout Touched) {
    lookups.insertHosts(
      selecting: entry.mergedWorkload.labels, of: entry.metadata.namespace, into: &touched.hosts)
    if let service = entry.registeredService {
      touched.registrations.insert(service)
      index.hosts.number(of: service).map { _ = touched.hosts.insert($0) }
    }
    if case .ip(let address) = entry.workload.address { touched.addresses.insert(address) }
  }
}

extension Pod {
  /// Whether selectors find it as they found `other`.
  fileprivate func isFound(as other: Pod?) -> Bool {
    guard let other else { return false }
    return isWorkload == other.isWorkload && metadata.labels == other.metadata.labels
  }

  /// Whether it holds the addresses of `other`.
  fileprivate func isHolding(as other: Pod?) -> Bool {
    guard let other else { return false }
    return isWorkload == other.isWorkload && ips == other.ips
  }
}

extension ServiceName {
  /// The host of a Kubernetes Service.
  init(ofService name: ObjectName, _ configuration: MeshConfiguration) {
    self.init(
      host: configuration.host(ofService: name.name, namespace: name.namespace),
      namespace: name.namespace)
  }
}

extension EndpointSlice {
  /// The name of the Service it belongs to.
  fileprivate var service: ObjectName? {
    serviceName.map { ObjectName(namespace: metadata.namespace, name: $0) }
  }
}

extension ServiceEntry {
  /// The services that it declares, each once.
  fileprivate var serviceNames: Set<ServiceName> {
    Set(hosts.map { ServiceName(host: $0.lowercased(), namespace: metadata.namespace) })
  }
}
