// What EndpointSlices and Endpoints list (docs/MERGING.md, rules 5, 7 and 8).
extension Merge {
  /// An address of an EndpointSlice or Endpoints.
  private struct Listing {
    var address: IPAddress
    var ports: [UInt16: UInt16]
    var isServing: Bool
    var isTerminating: Bool
    var nodeName: String?
    var zone: String?
    var target: TargetReference?
    var position: Int
    var origin: ObjectReference
  }

  /// The endpoints that `slices` list for `service`.
  mutating func candidates(
    of service: Service, _ slices: [EndpointSlice], ports: [Service.Port]
  ) -> [Candidate] {
    var listings: [Listing] = []
    for slice in slices {
      let origin = slice.reference(.endpointSlice)
      let numbers = match(slice.ports, with: ports, of: service, field: "ports", origin)
      for (position, endpoint) in slice.endpoints.enumerated() {
        guard let address = endpoint.addresses.first else { continue }
        // A serving endpoint that is not ready is one that terminates: no other is to be sent
        // anything.
        let isServing =
          endpoint.isReady || (endpoint.isServing && endpoint.isTerminating)
        listings.append(
          Listing(
            address: address, ports: numbers, isServing: isServing,
            isTerminating: endpoint.isTerminating, nodeName: endpoint.nodeName,
            zone: endpoint.zone, target: endpoint.target, position: position, origin: origin))
      }
    }
    return candidates(of: service, listings)
  }

  /// The endpoints that `object` lists for `service`.
  mutating func candidates(
    of service: Service, _ object: EndpointsObject, ports: [Service.Port]
  ) -> [Candidate] {
    var listings: [Listing] = []
    let origin = object.reference(.endpoints)
    for (position, subset) in object.subsets.enumerated() {
      let field = "subsets[\(position)].ports"
      let numbers = match(subset.ports, with: ports, of: service, field: field, origin)
      for (addresses, isReady) in [(subset.addresses, true), (subset.notReadyAddresses, false)] {
        for address in addresses {
          listings.append(
            Listing(
              address: address.ip, ports: numbers, isServing: isReady, isTerminating: false,
              nodeName: address.nodeName, target: address.target, position: position,
              origin: origin))
        }
      }
    }
    return candidates(of: service, listings)
  }

  /// Service port → listed port, by name: the name of a listed port is that of the Service's.
  private mutating func match(
    _ listed: [EndpointsObject.Port], with ports: [Service.Port], of service: Service,
    field: String, _ origin: ObjectReference
  ) -> [UInt16: UInt16] {
    var numbers: [UInt16: UInt16] = [:]
    for (index, port) in listed.enumerated() where port.transport == .tcp {
      guard let match = ports.first(where: { $0.name == port.name }) else {
        problems.report(
          origin, "\(field)[\(index)].name",
          "\(service.reference(.service)) has no TCP port called `\(port.name)`, so that this one "
            + "is not used; give it the name of one of the Service's ports.")
        continue
      }
      if numbers[match.number] == nil { numbers[match.number] = port.number }
    }
    return numbers
  }

  private mutating func candidates(of service: Service, _ listings: [Listing]) -> [Candidate] {
    var result: [Candidate] = []
    // A pod of two address families is listed in a slice for each, and is to be met at its first
    // address.
    var secondAddresses: [Candidate] = []
    for listing in listings where listing.isServing || service.publishNotReadyAddresses {
      let pod = pod(of: listing)
      let candidate = pod.map { self.candidate(pod: $0, listing) } ?? candidate(withoutPod: listing)
      guard let candidate else { continue }
      if let pod, objects.pods.shared(pod).value.ips.first != listing.address {
        secondAddresses.append(candidate)
      } else {
        result.append(candidate)
      }
    }
    return result + secondAddresses
  }

  /// A pod's endpoint: the list says that it serves, but that it terminates may be seen on the pod
  /// first.
  private mutating func candidate(pod number: Int, _ listing: Listing) -> Candidate? {
    let candidate = candidate(
      pod: number, at: listing.address, ports: listing.ports, acceptsUnready: true,
      origin: listing.origin)
    candidate?.position = listing.position
    if listing.isTerminating { candidate?.endpoint.health = .draining }
    if candidate?.endpoint.locality == nil {
      candidate?.endpoint.locality = locality(of: listing)
    }
    return candidate
  }

  /// The pod behind an address: the one that is named, else the one that has the address.
  private mutating func pod(of listing: Listing) -> Int? {
    if let target = listing.target {
      guard target.kind == "Pod" else { return nil }
      return pod(namespace: target.namespace, name: target.name)
    }
    guard case .pod(let number) = holder(of: listing.address) else { return nil }
    return number
  }

  /// An address behind which there is no pod that is known: a VM, a pod that is only named, or a
  /// foreign address.
  private mutating func candidate(withoutPod listing: Listing) -> Candidate? {
    guard !listing.ports.isEmpty else { return nil }
    var endpoint = Endpoint(
      address: .ip(listing.address), ports: listing.ports, kind: .external,
      health: listing.isTerminating ? .draining : .healthy, locality: locality(of: listing),
      namespace: listing.origin.namespace, workloadName: listing.origin.name,
      origin: listing.origin)
    var workload: Roster.Member?
    if let target = listing.target, target.kind == "Pod" {
      endpoint.kind = .pod
      endpoint.namespace = target.namespace
      endpoint.workloadName = target.name
    } else if let holder = holder(of: listing.address), case .vm(let address) = holder,
      let known = roster.vm(at: address)
    {
      var vm = Endpoint(known, at: endpoint.address)
      vm.ports = listing.ports
      vm.health = roster.isLeaving(known, at: address) ? .draining : endpoint.health
      vm.origin = listing.origin
      endpoint = vm
      workload = holder
    }
    let rank: Candidate.Rank = endpoint.kind == .pod ? .pod : .bareAddress
    return Candidate(
      endpoint: endpoint, rank: rank, workload: workload, position: listing.position)
  }

  private func locality(of listing: Listing) -> Locality? {
    listing.nodeName.flatMap { objects.nodeLocalities[$0] }
      ?? listing.zone.map { Locality(zone: $0) }
  }
}
