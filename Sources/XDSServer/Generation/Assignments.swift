package import MeshModel
package import XDSProto

/// Makes the endpoints of clusters.
package enum Assignments {
  /// What goes over EDS: every endpoint that serves the port and is known by its address.
  package static func eds(_ service: MeshService, _ port: ServicePort) -> ClusterLoadAssignment {
    eds(service, port: port.number, subset: nil, balance: nil)
  }

  /// The same, or of it the endpoints of a subset.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - port: the number of its port.
  ///   - subset: the subset; nil for all endpoints.
  ///   - balance: which places the traffic goes to; nil where that depends on no rule.
  /// - Returns: the assignment.
  static func eds(
    _ service: MeshService, port: UInt16, subset: ServiceResources.AssignmentKey.Subset?,
    balance: LocalityBalance?
  ) -> ClusterLoadAssignment {
    let members = service.endpoints.lazy.filter { subset.map($0.isIn) ?? true }
      .compactMap { Member($0, port: port, balance: balance) }
    return assignment(
      clusterName: ResourceNames.outboundCluster(
        host: service.host, port: port, subset: subset?.name),
      members: members.filter(\.isResolved), balance: balance)
  }

  /// What a DNS cluster resolves: the names and addresses of the endpoints, or the host itself
  /// where the resolution is NONE.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - port: its port.
  ///   - clusterName: the name of the cluster.
  ///   - isSingle: whether the cluster may have one endpoint only.
  ///   - balance: which places the traffic goes to; nil where that depends on no rule.
  /// - Returns: the assignment that the cluster holds itself.
  static func dns(
    _ service: MeshService, _ port: ServicePort, clusterName: String, isSingle: Bool,
    balance: LocalityBalance? = nil
  ) -> ClusterLoadAssignment {
    var members =
      service.resolution == .originalDestination
      ? [Member(host: service.host, port: port.number)]
      : service.endpoints.filter { $0.isResolvable(port: port.number) }
        .compactMap { Member($0, port: port.number, balance: balance) }
    if isSingle {
      // A name is what the user wants to have resolved again and again; healthy ones before others.
      let best = members.first { $0.health == .healthy && !$0.isResolved }
      members = [best ?? members.first].compactMap { $0 }
      for index in members.indices { members[index].weight = nil }
    }
    return assignment(
      clusterName: clusterName, members: members, balance: isSingle ? nil : balance)
  }

  private static func assignment(
    clusterName: String, members: [Member], balance: LocalityBalance?
  ) -> ClusterLoadAssignment {
    var places: [EndpointGroup.Place: Int] = [:]
    var groups: [EndpointGroup] = []
    var index = 0
    for member in scaled(distinct(members)) {
      // One after the other is often in the same locality.
      if groups.isEmpty || groups[index].place != member.place {
        index = places[member.place] ?? groups.count
        if index == groups.count {
          places[member.place] = index
          groups.append(EndpointGroup(place: member.place))
        }
      }
      groups[index].endpoints.append(member.message)
      groups[index].weight += member.weight ?? 1
    }
    groups.sort { $0.place < $1.place }
    if case .shares(let shares)? = balance { groups = EndpointGroup.sharing(groups, by: shares) }
    return ClusterLoadAssignment(
      clusterName: clusterName, endpoints: EndpointGroup.messages(of: groups))
  }

  /// The first member of each address and port.
  ///
  /// Endpoints of a service are ordered by address, so equal ones are not far from each other.
  private static func distinct(_ members: [Member]) -> [Member] {
    var distinct: [Member] = []
    distinct.reserveCapacity(members.count)
    for member in members {
      let isKnown = distinct.reversed().prefix { $0.address == member.address }
        .contains { $0.port == member.port }
      if !isKnown { distinct.append(member) }
    }
    return distinct
  }

  /// The same members with weights whose sum fits into 32 bits: Envoy refuses an assignment where
  /// it does not.
  private static func scaled(_ members: [Member]) -> [Member] {
    let total = members.reduce(UInt64(0)) { $0 + UInt64($1.weight ?? 1) }
    guard total > UInt64(UInt32.max) else { return members }
    // Each weight loses what comes after the point, and none becomes 0.
    let room = UInt64(UInt32.max) - UInt64(members.count)
    return members.map { member in
      var member = member
      let product = UInt64(member.weight ?? 1).multipliedFullWidth(by: room)
      member.weight = UInt32(max(1, total.dividingFullWidth(product).quotient))
      return member
    }
  }
}

/// An endpoint as it serves one port.
private struct Member {
  var address: WorkloadAddress
  /// 0 where the address is a Unix domain socket.
  var port: UInt16
  var health: MeshModel.Endpoint.Health
  /// Never 0, which Envoy refuses: such an endpoint is out of the rotation, and not sent.
  var weight: UInt32?
  var place: EndpointGroup.Place

  /// The endpoint, unless it is out of the rotation or does not serve that port of the service.
  init?(_ endpoint: MeshModel.Endpoint, port servicePort: UInt16, balance: LocalityBalance?) {
    guard endpoint.isInRotation, let port = endpoint.ports[servicePort] else { return nil }
    address = endpoint.address
    switch address {
    case .ip, .hostname:
      guard port != 0 else { return nil }
      self.port = port
    case .unixSocket: self.port = 0
    }
    health = endpoint.health
    weight = endpoint.weight
    place = EndpointGroup.Place(endpoint, balance: balance)
  }

  /// A host that is resolved by DNS.
  init(host: String, port: UInt16) {
    address = .hostname(host)
    self.port = port
    health = .healthy
    weight = nil
    place = EndpointGroup.Place()
  }

  /// Whether the address is one that needs no DNS.
  var isResolved: Bool {
    switch address {
    case .ip, .unixSocket: true
    case .hostname: false
    }
  }

  var message: LbEndpoint {
    switch address {
    case .ip(let address): tcp(address.description)
    case .hostname(let name): tcp(name)
    case .unixSocket(let path):
      LbEndpoint(
        hostIdentifier: .endpoint(XDSProto.Endpoint(address: .unixSocket(path))),
        healthStatus: status, loadBalancingWeight: weight)
    }
  }

  private func tcp(_ address: String) -> LbEndpoint {
    LbEndpoint(
      address: address, port: UInt32(port), healthStatus: status, loadBalancingWeight: weight)
  }

  private var status: HealthStatus {
    switch health {
    case .healthy: .healthy
    case .draining: .draining
    case .unhealthy: .unhealthy
    }
  }
}
