package import MeshModel
package import XDSProto

/// Makes the endpoints of clusters.
package enum Assignments {
  /// What goes over EDS: every endpoint that serves the port and is known by its address.
  package static func eds(_ service: MeshService, _ port: ServicePort) -> ClusterLoadAssignment {
    let members = service.endpoints.lazy.compactMap { Member($0, port: port.number) }
    return assignment(
      clusterName: ResourceNames.outboundCluster(host: service.host, port: port.number),
      members: members.filter(\.isResolved))
  }

  /// What a DNS cluster resolves: the names and addresses of the endpoints, or the host itself
  /// where the resolution is NONE.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - port: its port.
  ///   - clusterName: the name of the cluster.
  ///   - isSingle: whether the cluster may have one endpoint only.
  /// - Returns: the assignment that the cluster holds itself.
  static func dns(
    _ service: MeshService, _ port: ServicePort, clusterName: String, isSingle: Bool
  ) -> ClusterLoadAssignment {
    var members =
      service.resolution == .originalDestination
      ? [Member(host: service.host, port: port.number)]
      : service.endpoints.filter { $0.isResolvable(port: port.number) }
        .compactMap { Member($0, port: port.number) }
    if isSingle {
      // A name is what the user wants to have resolved again and again; healthy ones before others.
      let best = members.first { $0.health == .healthy && !$0.isResolved }
      members = [best ?? members.first].compactMap { $0 }
      for index in members.indices { members[index].weight = nil }
    }
    return assignment(clusterName: clusterName, members: members)
  }

  private static func assignment(
    clusterName: String, members: [Member]
  ) -> ClusterLoadAssignment {
    var places: [MeshModel.Locality: Int] = [:]
    var groups: [(locality: MeshModel.Locality, endpoints: [LbEndpoint], weight: UInt32)] = []
    var place = 0
    for member in scaled(distinct(members)) {
      // One after the other is often in the same locality.
      if groups.isEmpty || groups[place].locality != member.locality {
        place = places[member.locality] ?? groups.count
        if place == groups.count {
          places[member.locality] = place
          groups.append((member.locality, [], 0))
        }
      }
      groups[place].endpoints.append(member.message)
      groups[place].weight += member.weight ?? 1
    }
    groups.sort { $0.locality < $1.locality }
    return ClusterLoadAssignment(
      clusterName: clusterName,
      endpoints: groups.map { locality, endpoints, weight in
        LocalityLbEndpoints(
          locality: XDSProto.Locality(
            region: locality.region, zone: locality.zone, subZone: locality.subZone),
          // gRPC drops a locality without a weight, and Envoy takes any.
          lbEndpoints: endpoints, loadBalancingWeight: weight)
      })
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
  var locality: MeshModel.Locality

  /// The endpoint, unless it is out of the rotation or does not serve that port of the service.
  init?(_ endpoint: MeshModel.Endpoint, port servicePort: UInt16) {
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
    locality = endpoint.locality ?? MeshModel.Locality()
  }

  /// A host that is resolved by DNS.
  init(host: String, port: UInt16) {
    address = .hostname(host)
    self.port = port
    health = .healthy
    weight = nil
    locality = MeshModel.Locality()
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
