internal import struct MeshModel.AddressBlock
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort
internal import struct MeshModel.VirtualService

/// How connections to a port of a service, on which no single requests are routed, are passed on
/// for some clients: by the `tls` routes of VirtualServices where clients name their server, else
/// by the `tcp` routes.
struct ConnectionRouting {
  /// Connections of which more is known than the port.
  struct Branch {
    /// The server that they name, if it matters.
    var serverName: String?
    /// Where they were going, if it matters.
    var block: AddressBlock?
    var destination: ConnectionDestination
  }

  /// What it depends on beside the service and its rules.
  let key: RoutingKey
  /// Each with another match than all others.
  private(set) var branches: [Branch] = []
  /// Where everything else goes; nil when it is closed: TLS for a server that no rule knows.
  private(set) var rest: ConnectionDestination?

  /// The routing of connections of `client` to a port of a service.
  init(
    _ shape: ServiceShape, policy: ServicePolicy, port: ServicePort, for client: OutboundClient
  ) {
    let isNamed = port.appProtocol.namesServer
    key = RoutingKey(shape, policy: policy, port: port.number, for: client) {
      isNamed ? !$0.tls.isEmpty : !$0.tcp.isEmpty
    }
    if let ruleClient = key.client {
      let lists = key.rules.map { index in
        let rule = shape.rules.virtualServices[index]
        func holds(_ match: VirtualService.ConnectionMatch) -> Bool {
          (match.port ?? port.number) == port.number
            && ruleClient.canSatisfy(match.source, of: rule)
        }
        func destination(_ route: [VirtualService.WeightedDestination]) -> ConnectionDestination {
          ConnectionDestination(
            route, of: rule, origins: shape.routeOrigins,
            targets: route.map {
              shape.rules.targets.target($0.destination, from: port.number, for: client)
            })
        }
        return isNamed
          ? rule.tlsConnections(where: holds, to: destination)
          : rule.tcpConnections(where: holds, to: destination)
      }
      for connections in [RoutedConnections](merging: lists) { add(connections) }
    }
    // Where rules tell servers apart, a server that they do not know is none of the service's.
    if rest == nil, !isNamed || branches.isEmpty {
      rest = ConnectionDestination(shape, policy: policy, port: port.number)
    }
  }

  private mutating func add(_ connections: RoutedConnections) {
    if connections.takesEverything {
      rest = connections.destination
      return
    }
    let blocks = connections.blocks
    for block in blocks.isEmpty ? [nil] : blocks.map(Optional.some) {
      let branch = Branch(
        serverName: connections.serverName, block: block, destination: connections.destination)
      let isKnown = branches.contains {
        $0.serverName == branch.serverName && $0.block == branch.block
      }
      if !isKnown { branches.append(branch) }
    }
  }
}

/// Where connections are passed on to.
struct ConnectionDestination: Equatable, Sendable {
  /// A cluster with its share of several.
  struct Share: Equatable, Sendable {
    var cluster: String
    var weight: UInt32
  }

  /// The clusters; never none.
  let shares: [Share]
  /// What statistics are named after.
  let name: String
  /// What of them is said beside; of several clusters that of the first.
  let policy: RoutedPolicy
  /// The objects that made it, ordered.
  let origins: [ObjectReference]

  /// A service's port.
  init(_ shape: ServiceShape, policy: ServicePolicy, port: UInt16) {
    name = ResourceNames.outboundCluster(host: shape.service.host, port: port)
    shares = [Share(cluster: name, weight: 1)]
    self.policy = policy.routed(port: port)
    origins = shape.service.origins
  }

  /// Where a route of a VirtualService leads.
  init(
    _ route: [VirtualService.WeightedDestination], of rule: VirtualService,
    origins: [ObjectReference], targets: [RouteTarget]
  ) {
    self.origins = origins
    var weighted = Array(zip(targets, route.map(\.weight)))
    // A single destination gets everything, whatever its weight.
    if weighted.count > 1 { weighted.removeAll { $0.1 == 0 } }
    policy = weighted.first?.0.policy ?? RoutedPolicy()
    guard weighted.count > 1 else {
      // Nobody has a share: connections are closed.
      name = weighted.first?.0.cluster ?? ResourceNames.blackHole
      shares = [Share(cluster: name, weight: 1)]
      return
    }
    name = "\(rule.metadata.name).\(rule.metadata.namespace)"
    shares = zip(weighted, Weights.bounded(weighted.map(\.1))).map {
      Share(cluster: $0.0.cluster, weight: $1)
    }
  }
}
