internal import struct MeshModel.AddressBlock
internal import enum MeshModel.AppProtocol
internal import struct MeshModel.IPAddress
internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort
internal import enum MeshModel.WorkloadAddress

/// What a client's Envoy listens on for outgoing connections, before it is put into Envoy's words.
struct OutboundPlan {
  /// A port on which requests are routed by their host.
  struct HTTPPort {
    var port: UInt16
    /// The services on that port, best first.
    var services: [ServiceResources]
  }

  /// One listener that passes bytes on.
  struct TCPListener {
    /// The address; nil for all addresses.
    var address: IPAddress?
    var port: UInt16
    /// Chains for connections of which more is known than the port, in no particular order.
    var chains: [Chain] = []
    /// Where everything else goes; nil when it is no service's.
    var rest: Destination?
  }

  /// The cluster of a service, and who made it.
  struct Destination: Equatable {
    var cluster: String
    var origins: [ObjectReference]
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

  /// HTTP ports, ordered.
  private(set) var httpPorts: [HTTPPort] = []
  /// TCP listeners, ordered by port, then address, the one for all addresses last.
  private(set) var tcpListeners: [TCPListener] = []

  /// What clients of `key` listen on, to reach `visible`.
  init(_ visible: VisibleServices, key: ViewKey.Outbound, isRegistryOnly: Bool) {
    var http: [UInt16: [ServiceResources]] = [:]
    var tcp = TCPPlan()
    for resources in visible.services {
      let service = resources.service
      for port in service.distinctPorts {
        let flavor = ClusterFlavor(
          of: service, port: port, kind: key.kind, interceptionMode: key.interceptionMode)
        guard let flavor else { continue }
        if port.appProtocol.isHTTP {
          http[port.number, default: []].append(resources)
          continue
        }
        switch key.interceptionMode {
        case .redirect:
          tcp.addRedirected(service, port, flavor: flavor, isRegistryOnly: isRegistryOnly)
        case .none: tcp.addBound(service, port)
        }
      }
    }
    if key.interceptionMode == .redirect {
      // These two belong to the proxy itself; a second listener on them would be refused.
      for port in [ResourceNames.virtualOutboundPort, ResourceNames.virtualInboundPort] {
        http[port] = nil
        tcp.shared[port] = nil
      }
    }
    httpPorts = http.map { HTTPPort(port: $0.key, services: $0.value) }
    httpPorts.sort { $0.port < $1.port }
    tcpListeners = tcp.listeners(exceptShared: Set(http.keys))
  }
}

/// Who gets the bytes of which address and port.
///
/// The first to claim something keeps it.
private struct TCPPlan {
  /// An address and a port.
  struct Socket: Hashable {
    var address: IPAddress
    var port: UInt16
  }

  /// What is known of a port on all addresses.
  struct SharedPort {
    var chains: [OutboundPlan.Chain] = []
    var matches: Set<OutboundPlan.Chain.Match> = []
    /// The first service that takes any connection.
    var rest: OutboundPlan.Destination?
    /// The first service that would rather be told by its server name.
    var tlsRest: OutboundPlan.Destination?

    mutating func claim(_ match: OutboundPlan.Chain.Match, _ destination: OutboundPlan.Destination)
    {
      guard matches.insert(match).inserted else { return }
      chains.append(OutboundPlan.Chain(match: match, destination: destination))
    }
  }

  /// Listeners on single addresses.
  var single: [Socket: OutboundPlan.Destination] = [:]
  /// Listeners on all addresses, by port.
  var shared: [UInt16: SharedPort] = [:]

  /// A port of a service that is reached over redirected connections.
  mutating func addRedirected(
    _ service: MeshService, _ port: ServicePort, flavor: ClusterFlavor, isRegistryOnly: Bool
  ) {
    let destination = OutboundPlan.Destination(service, port)
    for address in service.connectAddresses(port: port) {
      let socket = Socket(address: address, port: port.number)
      if single[socket] == nil { single[socket] = destination }
    }
    for block in service.addressBlocks {
      shared[port.number, default: SharedPort()].claim(.block(block), destination)
    }
    guard service.addresses.isEmpty, service.addressBlocks.isEmpty, !service.isHeadless else {
      return
    }
    // Its clients connect to whatever their DNS says. TLS names the server; of other connections
    // one can only guess by the port, which is right where the destination is kept anyway, and
    // where guessing is the only alternative to refusing.
    if port.appProtocol.namesServer, service.host != "*" {
      shared[port.number, default: SharedPort()].claim(.serverName(service.host), destination)
    } else if flavor == .originalDestination || isRegistryOnly {
      if shared[port.number]?.rest == nil {
        shared[port.number, default: SharedPort()].rest = destination
      }
    }
  }

  /// A port of a service that clients reach on 127.0.0.1.
  mutating func addBound(_ service: MeshService, _ port: ServicePort) {
    let destination = OutboundPlan.Destination(service, port)
    var entry = shared[port.number] ?? SharedPort()
    if port.appProtocol.namesServer {
      if service.host != "*" { entry.claim(.serverName(service.host), destination) }
      if entry.tlsRest == nil { entry.tlsRest = destination }
    } else if entry.rest == nil {
      entry.rest = destination
    }
    shared[port.number] = entry
  }

  /// The listeners, ordered.
  ///
  /// On a port where HTTP is spoken, HTTP gets what no single address claims.
  func listeners(exceptShared httpPorts: Set<UInt16>) -> [OutboundPlan.TCPListener] {
    var result = single.map { socket, destination in
      OutboundPlan.TCPListener(address: socket.address, port: socket.port, rest: destination)
    }
    result.sort { left, right in
      if left.port != right.port { return left.port < right.port }
      guard let leftAddress = left.address, let rightAddress = right.address else { return false }
      return leftAddress < rightAddress
    }
    for (port, entry) in shared.sorted(by: { $0.key < $1.key }) where !httpPorts.contains(port) {
      let rest = entry.rest ?? entry.tlsRest
      // A chain that leads where the rest goes as well says nothing.
      let chains = entry.chains.filter { $0.destination.cluster != rest?.cluster }
      result.append(
        OutboundPlan.TCPListener(address: nil, port: port, chains: chains, rest: rest))
    }
    return result
  }
}

extension OutboundPlan.Destination {
  /// A service's port.
  fileprivate init(_ service: MeshService, _ port: ServicePort) {
    cluster = ResourceNames.outboundCluster(host: service.host, port: port.number)
    origins = service.origins
  }
}

extension AppProtocol {
  /// Whether a client says in its first bytes which server it wants (TLS server name indication).
  fileprivate var namesServer: Bool { self == .tls || self == .https }
}

extension MeshService {
  /// The addresses to which clients connect for a TCP port.
  fileprivate func connectAddresses(port: ServicePort) -> [IPAddress] {
    // 0.0.0.0 is no destination, and as a listener it would be the one for all addresses.
    guard isHeadless else { return virtualIPs.filter { !$0.isUnspecified } }
    return endpoints.compactMap { endpoint in
      guard endpoint.ports[port.number] != nil, case .ip(let address) = endpoint.address,
        !address.isUnspecified
      else { return nil }
      return address
    }
  }
}
