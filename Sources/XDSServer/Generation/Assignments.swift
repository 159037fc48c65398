internal import XDSProto

internal import struct MeshModel.Endpoint
internal import struct MeshModel.Locality
internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort
internal import enum MeshModel.WorkloadAddress

/// Makes the endpoints of clusters.
enum Assignments {
  /// What goes over EDS: every endpoint that serves the port and is known by its address.
  static func eds(_ service: MeshService, _ port: ServicePort) -> ClusterLoadAssignment {
    let members = service.endpoints.compactMap { Member($0, port: port.number) }
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
    var seen: Set<Member.Socket> = []
    let distinct = scaled(members.filter { seen.insert($0.socket).inserted })
    // gRPC drops a locality without a weight, and Envoy takes any.
    let localities = Dictionary(grouping: distinct, by: \.locality)
      .sorted { $0.key < $1.key }
      .map { locality, members in
        LocalityLbEndpoints(
          locality: XDSProto.Locality(
            region: locality.region, zone: locality.zone, subZone: locality.subZone),
          lbEndpoints: members.map(\.message),
          loadBalancingWeight: members.reduce(0) { $0 + ($1.weight ?? 1) })
      }
    return ClusterLoadAssignment(clusterName: clusterName, endpoints: localities)
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
  /// What tells two endpoints apart.
  enum Socket: Hashable {
    case tcp(String, UInt16)
    case unix(String)
  }

  var socket: Socket
  /// Whether the address is one that needs no DNS.
  var isResolved: Bool
  var health: MeshModel.Endpoint.Health
  /// Never 0, which Envoy refuses: such an endpoint is out of the rotation, and not sent.
  var weight: UInt32?
  var locality: MeshModel.Locality

  /// The endpoint, unless it is out of the rotation or does not serve that port of the service.
  init?(_ endpoint: MeshModel.Endpoint, port servicePort: UInt16) {
    guard endpoint.isInRotation, let port = endpoint.ports[servicePort] else { return nil }
    switch endpoint.address {
    case .ip(let address):
      guard port != 0 else { return nil }
      socket = .tcp("\(address)", port)
      isResolved = true
    case .hostname(let name):
      guard port != 0 else { return nil }
      socket = .tcp(name, port)
      isResolved = false
    case .unixSocket(let path):
      socket = .unix(path)
      isResolved = true
    }
    health = endpoint.health
    weight = endpoint.weight
    locality = endpoint.locality ?? MeshModel.Locality()
  }

  /// A host that is resolved by DNS.
  init(host: String, port: UInt16) {
    socket = .tcp(host, port)
    isResolved = false
    health = .healthy
    weight = nil
    locality = MeshModel.Locality()
  }

  var message: LbEndpoint {
    let address: XDSProto.Address =
      switch socket {
      case .tcp(let address, let port): .tcp(address, port: port)
      case .unix(let path): .unixSocket(path)
      }
    let status: HealthStatus =
      switch health {
      case .healthy: .healthy
      case .draining: .draining
      case .unhealthy: .unhealthy
      }
    return LbEndpoint(
      hostIdentifier: .endpoint(XDSProto.Endpoint(address: address)), healthStatus: status,
      loadBalancingWeight: weight)
  }
}
