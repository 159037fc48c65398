internal import struct MeshModel.AddressBlock
internal import struct MeshModel.ServicePort

/// Who gets the bytes on a port of all addresses.
///
/// The first to claim something keeps it.
struct SharedPort {
  private let key: ViewKey.Outbound
  private let isRegistryOnly: Bool
  private var chains: [OutboundPlan.Chain] = []
  private var matches: Set<OutboundPlan.Chain.Match> = []
  /// Where the first service that takes any connection has them go.
  private var rest: ConnectionDestination?
  /// The same of the first service that would rather be told by its server name.
  private var tlsRest: ConnectionDestination?

  /// A port of clients of `key` that nobody has claimed.
  init(_ key: ViewKey.Outbound, isRegistryOnly: Bool) {
    self.key = key
    self.isRegistryOnly = isRegistryOnly
  }

  /// Gives a service what is left of what it claims.
  mutating func add(_ shape: ServiceShape, _ port: ServicePort, _ routing: ConnectionRouting) {
    switch key.interceptionMode {
    case .redirect: addRedirected(shape, port, routing)
    case .none: addBound(shape, port, routing)
    }
  }

  private mutating func addRedirected(
    _ shape: ServiceShape, _ port: ServicePort, _ routing: ConnectionRouting
  ) {
    for branch in routing.branches {
      // The addresses that a rule names stand for those of the service.
      let blocks = branch.block.map { [$0] } ?? shape.service.addressBlocks
      claim(serverName: branch.serverName, blocks, branch.destination)
    }
    guard let destination = routing.rest else { return }
    let flavor = ClusterFlavor(
      of: shape.service, port: port, kind: key.kind, interceptionMode: .redirect)
    for block in shape.service.addressBlocks {
      claim(serverName: nil, [block], destination)
    }
    if shape.isToldByName(port) {
      claim(serverName: shape.service.host, [], destination)
    } else if let flavor, shape.isGuessed(flavor, isRegistryOnly: isRegistryOnly), rest == nil {
      rest = destination
    }
  }

  /// A port of a service that clients reach on 127.0.0.1.
  private mutating func addBound(
    _ shape: ServiceShape, _ port: ServicePort, _ routing: ConnectionRouting
  ) {
    for branch in routing.branches {
      claim(
        serverName: branch.serverName, [branch.block].compactMap { $0 }, branch.destination)
    }
    guard let destination = routing.rest else { return }
    if port.appProtocol.namesServer {
      if shape.service.host != "*" { claim(serverName: shape.service.host, [], destination) }
      if tlsRest == nil { tlsRest = destination }
    } else if rest == nil {
      rest = destination
    }
  }

  private mutating func claim(
    serverName: String?, _ blocks: [AddressBlock], _ destination: ConnectionDestination
  ) {
    for block in blocks.isEmpty ? [nil] : blocks.map(Optional.some) {
      let match = OutboundPlan.Chain.Match(serverName: serverName, block: block)
      guard matches.insert(match).inserted else { continue }
      chains.append(OutboundPlan.Chain(match: match, destination: destination))
    }
  }

  /// The listener that comes of it.
  func listener(port: UInt16) -> OutboundPlan.TCPListener {
    let rest = rest ?? tlsRest
    // A chain that leads where the rest goes as well says nothing.
    let chains = chains.filter { $0.destination.shares != rest?.shares }
    return OutboundPlan.TCPListener(address: nil, port: port, chains: chains, rest: rest)
  }
}
