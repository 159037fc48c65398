internal import struct MeshModel.AddressBlock
internal import struct MeshModel.IPAddress
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort

/// What a client's Envoy listens on for outgoing connections, before it is put into Envoy's words.
///
/// All claims of all services that the client sees, from which each listener and each route
/// configuration can be told on its own.
struct OutboundPlan: Sendable {
  private let key: ViewKey.Outbound
  private let isRegistryOnly: Bool
  private var claims = OrderedChunks<OutboundClaim>()
  /// By port, the encoded virtual hosts that are not one service's: there are some where requests
  /// are routed.
  private var otherHosts: [UInt16: SharedBytes] = [:]

  /// The plan of clients of `key` that see no service.
  init(key: ViewKey.Outbound, isRegistryOnly: Bool) {
    self.key = key
    self.isRegistryOnly = isRegistryOnly
  }

  /// Changes what the clients see, and returns where something may be listened on otherwise.
  mutating func apply(
    _ changes: [VisibleChange], domains: DomainIndex
  ) -> Set<OutboundClaim.Place> {
    var places: Set<OutboundClaim.Place> = []
    var contested: Set<UInt16> = []
    var (removed, added): ([OutboundClaim], [OutboundClaim]) = ([], [])
    for change in changes where change.changesShape {
      let old = all(of: change.old)
      var new = all(of: change.new)
      let ports = Set((old + new).filter { $0.place.target == .requests }.map(\.place.port))
      places.formUnion((old + new).map(\.place))
      if change.changesEndpointsOnly {
        // Who gets which names does not depend on them.
        for index in new.indices { new[index].virtualHost = known(new[index])?.virtualHost }
      } else if ports.contains(where: { otherHosts[$0] == nil })
        || domains.isContested(change, clientNamespace: key.namespace)
      {
        contested.formUnion(ports)
      } else {
        for index in new.indices where new[index].place.target == .requests {
          let plan = routePlan(port: new[index].place.port, [new[index].shape])
          new[index].virtualHost = virtualHost(of: new[index].shape, in: plan, index: 0)
        }
      }
      removed += old
      added += new
    }
    claims = claims.replacing(removed, with: added)
    for port in contested { shareNames(port: port) }
    for port in Set(places.map(\.port)) where first(of: port, .requests) == nil {
      otherHosts[port] = nil
    }
    return places
  }

  /// Works out again which service on a port gets which names.
  private mutating func shareNames(port: UInt16) {
    var claims: [OutboundClaim] = []
    forEach(on: OutboundClaim.Place(port: port, target: .requests)) { claims.append($0) }
    if claims.isEmpty { return }
    let plan = routePlan(port: port, claims.map(\.shape))
    for index in claims.indices {
      claims[index].virtualHost = virtualHost(of: claims[index].shape, in: plan, index: index)
    }
    self.claims = self.claims.replacing(with: claims)
    otherHosts[port] = Routes.encoded(plan.others)
  }

  private func routePlan(port: UInt16, _ shapes: [ServiceShape]) -> RoutePlan {
    RoutePlan(
      port: port, services: shapes.map(\.service), key: key, isRegistryOnly: isRegistryOnly)
  }

  /// The encoded virtual host of one of the services in a plan: a shared one where it has all its
  /// names.
  private func virtualHost(of shape: ServiceShape, in plan: RoutePlan, index: Int) -> SharedBytes {
    guard let host = plan.virtualHosts[index] else { return .empty }
    let isWhole =
      !plan.isContested[index] || host == routePlan(port: plan.port, [shape]).virtualHosts[0]
    guard isWhole else { return Routes.encoded([host]) }
    let isShort = HostDomains.isShort(shape.service, clientNamespace: key.namespace)
    return shape.virtualHost(ServiceShape.VirtualHostKey(port: plan.port, isShort: isShort)) {
      Routes.encoded([host])
    }
  }

  private func all(of seen: SeenService?) -> [OutboundClaim] {
    seen.map {
      OutboundClaim.all(of: $0, key: key, isRegistryOnly: isRegistryOnly)
    } ?? []
  }

  /// The claim of the same service on the same place.
  private func known(_ claim: OutboundClaim) -> OutboundClaim? {
    var rest = claims.elements { OutboundClaim.precedes($0, claim) }
    guard let found = rest.next(), !OutboundClaim.precedes(claim, found) else { return nil }
    return found
  }

  private func forEach(on place: OutboundClaim.Place, _ body: (OutboundClaim) -> Void) {
    var rest = claims.elements { $0.place < place }
    while let claim = rest.next(), claim.place == place { body(claim) }
  }

  private func first(of port: UInt16, _ target: OutboundClaim.Place.Target) -> OutboundClaim? {
    let place = OutboundClaim.Place(port: port, target: target)
    var rest = claims.elements { $0.place < place }
    guard let claim = rest.next(), claim.place == place else { return nil }
    return claim
  }
}

// MARK: What is listened on

extension OutboundPlan {
  /// One listener that passes bytes on.
  struct TCPListener {
    /// The address; nil for all addresses.
    var address: IPAddress?
    var port: UInt16
    /// Chains for connections of which more is known than the port, in no particular order.
    var chains: [Chain] = []
    /// Where everything else goes; nil when it is no service's.
    var rest: Destination?

    /// The objects that made it, ordered.
    var origins: [ObjectReference] {
      Set(chains.flatMap(\.destination.origins) + (rest?.origins ?? [])).sorted()
    }
  }

  /// The cluster of a service, and who made it.
  struct Destination: Equatable {
    var cluster: String
    var origins: [ObjectReference]

    /// A service's port.
    init(_ shape: ServiceShape, port: UInt16) {
      cluster = ResourceNames.outboundCluster(host: shape.service.host, port: port)
      origins = shape.service.origins
    }
  }

  /// Connections that one service takes on a shared port.
  struct Chain: Equatable {
    enum Match: Hashable {
      /// TLS connections that name this server.
      case serverName(String)
      /// Connections to an address of this block.
      case block(AddressBlock)
    }
    var match: Match
    var destination: Destination
  }

  /// Requests on a port, to be routed by their host.
  struct RoutedPort {
    /// The encoded virtual hosts.
    var virtualHosts: [SharedBytes] = []
    /// The objects that made them.
    var origins: Origins
  }

  /// The service that gets the connections to an address.
  func service(at address: IPAddress, port: UInt16) -> ServiceShape? {
    first(of: port, .address(address))?.shape
  }

  /// What is routed on a port; nil when no HTTP is spoken there.
  func routedPort(_ port: UInt16) -> RoutedPort? {
    guard let otherHosts = otherHosts[port] else { return nil }
    var hosts: [SharedBytes] = []
    var origins: [[ObjectReference]] = []
    forEach(on: OutboundClaim.Place(port: port, target: .requests)) { claim in
      if let host = claim.virtualHost { hosts.append(host) }
      origins.append(claim.shape.service.origins)
    }
    return RoutedPort(
      virtualHosts: hosts + [otherHosts], origins: .union(OriginUnion(origins)))
  }

  /// The listener on all addresses of a port where no HTTP is spoken, which gets what no single
  /// address claims.
  func tcpListener(port: UInt16) -> TCPListener? {
    if first(of: port, .anyAddress) == nil { return nil }
    var shared = SharedPort()
    forEach(on: OutboundClaim.Place(port: port, target: .anyAddress)) { claim in
      shared.add(claim.shape, number: port, key, isRegistryOnly)
    }
    return shared.listener(port: port)
  }
}

/// Who gets the bytes on a port of all addresses.
///
/// The first to claim something keeps it.
private struct SharedPort {
  var chains: [OutboundPlan.Chain] = []
  var matches: Set<OutboundPlan.Chain.Match> = []
  /// The first service that takes any connection.
  var rest: OutboundPlan.Destination?
  /// The first service that would rather be told by its server name.
  var tlsRest: OutboundPlan.Destination?

  mutating func add(
    _ shape: ServiceShape, number: UInt16, _ key: ViewKey.Outbound, _ isRegistryOnly: Bool
  ) {
    guard let port = shape.ports.first(where: { $0.number == number }) else { return }
    let destination = OutboundPlan.Destination(shape, port: number)
    switch key.interceptionMode {
    case .redirect:
      let flavor = ClusterFlavor(
        of: shape.service, port: port, kind: key.kind, interceptionMode: .redirect)
      for block in shape.service.addressBlocks { claim(.block(block), destination) }
      if shape.isToldByName(port) {
        claim(.serverName(shape.service.host), destination)
      } else if let flavor, shape.isGuessed(flavor, isRegistryOnly: isRegistryOnly), rest == nil {
        rest = destination
      }
    case .none:
      // A port of a service that clients reach on 127.0.0.1.
      if port.appProtocol.namesServer {
        if shape.service.host != "*" { claim(.serverName(shape.service.host), destination) }
        if tlsRest == nil { tlsRest = destination }
      } else if rest == nil {
        rest = destination
      }
    }
  }

  private mutating func claim(
    _ match: OutboundPlan.Chain.Match, _ destination: OutboundPlan.Destination
  ) {
    guard matches.insert(match).inserted else { return }
    chains.append(OutboundPlan.Chain(match: match, destination: destination))
  }

  func listener(port: UInt16) -> OutboundPlan.TCPListener {
    let rest = rest ?? tlsRest
    // A chain that leads where the rest goes as well says nothing.
    let chains = chains.filter { $0.destination.cluster != rest?.cluster }
    return OutboundPlan.TCPListener(address: nil, port: port, chains: chains, rest: rest)
  }
}
