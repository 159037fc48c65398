internal import struct MeshModel.AddressBlock
internal import struct MeshModel.IPAddress
internal import struct MeshModel.ObjectReference

/// What a client's Envoy listens on for outgoing connections, before it is put into Envoy's words.
///
/// All claims of all services that the client sees, from which each listener and each route
/// configuration can be told on its own.
struct OutboundPlan: Sendable {
  private let key: ViewKey.Outbound
  private let client: OutboundClient
  private let isRegistryOnly: Bool
  private var claims = OrderedChunks<OutboundClaim>()
  /// By port, the encoded virtual hosts that are not one service's: there are some where requests
  /// are routed.
  private var otherHosts: [UInt16: SharedBytes] = [:]

  /// The plan of clients of `key` that see no service.
  init(key: ViewKey.Outbound, client: OutboundClient, isRegistryOnly: Bool) {
    self.key = key
    self.client = client
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
          new[index].virtualHost = virtualHost(of: new[index], in: plan, index: 0)
        }
      }
      removed += old
      added += new
    }
    claims = claims.replacing(removed, with: added)
    for port in contested { shareNames(port: port) }
    for port in Set(places.map(\.port)) where !hasRequests(on: port) { otherHosts[port] = nil }
    return places
  }

  /// Works out again which service on a port gets which names.
  private mutating func shareNames(port: UInt16) {
    var claims: [OutboundClaim] = []
    forEach(on: OutboundClaim.Place(port: port, target: .requests)) { claims.append($0) }
    guard hasRequests(on: port) else { return }
    let plan = routePlan(port: port, claims.map(\.shape))
    for index in claims.indices {
      claims[index].virtualHost = virtualHost(of: claims[index], in: plan, index: index)
    }
    self.claims = self.claims.replacing(with: claims)
    otherHosts[port] = Routes.encoded(others: plan.others)
  }

  private func routePlan(port: UInt16, _ shapes: [ServiceShape]) -> RoutePlan {
    RoutePlan(
      port: port, services: shapes.map(\.service), key: key, isRegistryOnly: isRegistryOnly)
  }

  /// The encoded virtual host of one of the services in a plan: a shared one where it has all its
  /// names.
  private func virtualHost(of claim: OutboundClaim, in plan: RoutePlan, index: Int) -> SharedBytes {
    guard let host = plan.virtualHosts[index] else { return .empty }
    let shape = claim.shape
    let routing = RequestRouting(shape, policy: claim.policy, port: plan.port, for: client)
    let isWhole =
      !plan.isContested[index] || host == routePlan(port: plan.port, [shape]).virtualHosts[0]
    guard isWhole else { return Routes.encoded(host, routing.routes) }
    let isShort = HostDomains.isShort(shape.service, clientNamespace: key.namespace)
    let key = ServiceShape.VirtualHostKey(
      port: plan.port, isShort: isShort, routing: routing.key)
    return shape.virtualHost(key) { Routes.encoded(host, routing.routes) }
  }

  private func all(of seen: SeenService?) -> [OutboundClaim] {
    guard let seen else { return [] }
    let claims = OutboundClaim.all(of: seen, key: key, isRegistryOnly: isRegistryOnly)
    guard seen.shape.service.isNamedOnly else { return claims }
    // Where no rule is for these clients there is nothing to be routed.
    return claims.filter { claim in
      !RequestRouting(seen.shape, policy: seen.policy, port: claim.place.port, for: client)
        .ruleRoutes.isEmpty
    }
  }

  /// Whether requests are routed on a port: not for hosts alone that only VirtualServices name.
  private func hasRequests(on port: UInt16) -> Bool {
    first(of: port, .requests).map { !$0.isNamedOnly } ?? false
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
    var rest: ConnectionDestination?

    /// The objects that made it, ordered.
    var origins: [ObjectReference] {
      Set(chains.flatMap(\.destination.origins) + (rest?.origins ?? [])).sorted()
    }
  }

  /// Connections of which more is known than the port.
  struct Chain: Equatable {
    /// What is known; all of it holds.
    struct Match: Hashable {
      /// The server that TLS names.
      var serverName: String?
      /// Where they were going.
      var block: AddressBlock?
    }
    var match: Match
    var destination: ConnectionDestination
  }

  /// Requests on a port, to be routed by their host.
  struct RoutedPort {
    /// The encoded virtual hosts.
    var virtualHosts: [SharedBytes] = []
    /// The objects that made them.
    var origins: Origins
  }

  /// The service that gets the connections to an address, and how they are passed on.
  func service(
    at address: IPAddress, port: UInt16
  ) -> (shape: ServiceShape, routing: ConnectionRouting)? {
    guard let claim = first(of: port, .address(address)), let routing = routing(of: claim) else {
      return nil
    }
    return (claim.shape, routing)
  }

  private func routing(of claim: OutboundClaim) -> ConnectionRouting? {
    claim.shape.ports.first { $0.number == claim.place.port }.map {
      ConnectionRouting(claim.shape, policy: claim.policy, port: $0, for: client)
    }
  }

  /// What is routed on a port; nil when no HTTP is spoken there.
  func routedPort(_ port: UInt16) -> RoutedPort? {
    guard let otherHosts = otherHosts[port] else { return nil }
    var hosts: [SharedBytes] = []
    var origins: [[ObjectReference]] = []
    forEach(on: OutboundClaim.Place(port: port, target: .requests)) { claim in
      if let host = claim.virtualHost { hosts.append(host) }
      origins.append(claim.shape.routeOrigins)
    }
    return RoutedPort(
      virtualHosts: hosts + [otherHosts], origins: .union(OriginUnion(origins)))
  }

  /// The listener on all addresses of a port where no HTTP is spoken, which gets what no single
  /// address claims.
  func tcpListener(port: UInt16) -> TCPListener? {
    if first(of: port, .anyAddress) == nil { return nil }
    var shared = SharedPort(key, isRegistryOnly: isRegistryOnly)
    forEach(on: OutboundClaim.Place(port: port, target: .anyAddress)) { claim in
      guard let port = claim.shape.ports.first(where: { $0.number == port }),
        let routing = routing(of: claim)
      else { return }
      shared.add(claim.shape, port, routing)
    }
    return shared.listener(port: port)
  }
}
