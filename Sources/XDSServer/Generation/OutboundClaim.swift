internal import enum MeshModel.AppProtocol
internal import struct MeshModel.IPAddress
internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort

/// What one service wants of what the clients of a view listen on.
///
/// Claims are ordered by what they are on, and those on the same by who wins: services of the
/// client's own namespace, then by host.
struct OutboundClaim: OrderedElement {
  /// What can be claimed.
  struct Place: Hashable, Comparable, Sendable {
    enum Target: Hashable, Sendable {
      /// Requests, by their host; many can have a share.
      case requests
      /// Connections to any address; many can have a share.
      case anyAddress
      /// Connections to one address; the first gets it.
      case address(IPAddress)
    }

    var port: UInt16
    var target: Target

    static func < (left: Place, right: Place) -> Bool {
      if left.port != right.port { return left.port < right.port }
      return switch (left.target, right.target) {
      case (.address(let left), .address(let right)): left < right
      case (_, .address): left.target == .requests || left.target == .anyAddress
      case (.requests, .anyAddress): true
      default: false
      }
    }
  }

  let place: Place
  /// Whether the service is in another namespace than the clients.
  let isForeign: Bool
  let shape: ServiceShape
  /// How the clients talk to the service.
  let policy: ServicePolicy
  /// Whether it is no service's, but for a host that VirtualServices name: alone, such claims have
  /// nothing listened on.
  let isNamedOnly: Bool
  /// The encoded virtual host of a service that claims requests; empty when others have all its
  /// names, nil before it is known.
  var virtualHost: SharedBytes?

  /// Claims with the same host are one service's.
  static func precedes(_ left: OutboundClaim, _ right: OutboundClaim) -> Bool {
    if left.place != right.place { return left.place < right.place }
    if left.isNamedOnly != right.isNamedOnly { return right.isNamedOnly }
    if left.isForeign != right.isForeign { return right.isForeign }
    return left.shape.service.host < right.shape.service.host
  }
}

extension OutboundClaim {
  /// What a service claims of what clients of `key` listen on.
  static func all(
    of seen: SeenService, key: ViewKey.Outbound, isRegistryOnly: Bool
  ) -> [OutboundClaim] {
    let shape = seen.shape
    var claims: [OutboundClaim] = []
    let isForeign = shape.service.namespace != key.namespace
    func claim(_ port: ServicePort, _ target: Place.Target) {
      claims.append(
        OutboundClaim(
          place: Place(port: port.number, target: target), isForeign: isForeign, shape: shape,
          policy: seen.policy, isNamedOnly: shape.service.isNamedOnly))
    }
    if shape.service.isNamedOnly {
      for port in shape.ports where seen.ports.contains(port.number) { claim(port, .requests) }
      return claims
    }
    for port in shape.ports where seen.ports.contains(port.number) {
      let flavor = ClusterFlavor(
        of: shape.service, port: port, kind: key.kind, interceptionMode: key.interceptionMode)
      guard let flavor else { continue }
      // These two belong to the proxy itself; a second listener on them would be refused.
      let isTaken =
        key.interceptionMode == .redirect
        && (port.number == ResourceNames.virtualOutboundPort
          || port.number == ResourceNames.virtualInboundPort)
      if port.appProtocol.isHTTP {
        if !isTaken { claim(port, .requests) }
        continue
      }
      let wantsRest: Bool
      switch key.interceptionMode {
      case .redirect:
        for address in shape.service.connectAddresses(port: port) {
          claim(port, .address(address))
        }
        wantsRest =
          !shape.service.addressBlocks.isEmpty
          || shape.isToldByName(port) || shape.isGuessed(flavor, isRegistryOnly: isRegistryOnly)
      case .none: wantsRest = true
      }
      if wantsRest, !isTaken { claim(port, .anyAddress) }
    }
    return claims
  }
}

extension ServiceShape {
  /// Whether nothing is known of the addresses that clients connect to: whatever their DNS says.
  private var hasUnknownAddress: Bool {
    service.addresses.isEmpty && service.addressBlocks.isEmpty && !service.isHeadless
  }

  /// Whether redirected connections are told by the server that TLS names.
  func isToldByName(_ port: ServicePort) -> Bool {
    hasUnknownAddress && port.appProtocol.namesServer && service.host != "*"
  }

  /// Whether redirected connections can only be guessed to be for it, by the port: which is right
  /// where the destination is kept anyway, and where guessing is the only alternative to refusing.
  func isGuessed(_ flavor: ClusterFlavor, isRegistryOnly: Bool) -> Bool {
    hasUnknownAddress && (flavor == .originalDestination || isRegistryOnly)
  }
}

extension AppProtocol {
  /// Whether a client says in its first bytes which server it wants (TLS server name indication).
  var namesServer: Bool { self == .tls || self == .https }
}

extension MeshService {
  /// The addresses to which clients connect for a TCP port.
  fileprivate func connectAddresses(port: ServicePort) -> Set<IPAddress> {
    // 0.0.0.0 is no destination, and as a listener it would be the one for all addresses.
    guard isHeadless else { return Set(virtualIPs.filter { !$0.isUnspecified }) }
    return Set(
      endpoints.compactMap { endpoint in
        guard endpoint.ports[port.number] != nil, case .ip(let address) = endpoint.address,
          !address.isUnspecified
        else { return nil }
        return address
      })
  }
}
