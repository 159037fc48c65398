internal import XDSProto

extension Listeners {
  /// Takes redirected incoming connections: those to a port of a service as that port says, others
  /// as they are.
  static func virtualInbound(_ ports: [InboundPort]) -> Listener {
    let port = ResourceNames.virtualInboundPort
    // The proxy's own port is guarded; nothing of an application can listen there.
    let chains = ports.filter { $0.port != port }.map { port in
      FilterChain(
        filterChainMatch: FilterChainMatch(destinationPort: UInt32(port.port)),
        filters: [inboundFilter(port, address: "0.0.0.0")],
        name: ResourceNames.inboundCluster(port: port.port))
    }
    return Listener(
      name: ResourceNames.virtualInbound, address: .tcp("0.0.0.0", port: port),
      filterChains: [loopGuard(port: port)] + chains,
      listenerFilters: [.originalDst],
      trafficDirection: .inbound,
      defaultFilterChain: FilterChain(
        filters: [.tcpProxy(cluster: ResourceNames.inboundPassthrough)], name: "rest"))
  }

  /// Takes connections to one port of a service; nil when the port has no address to be bound to.
  static func inbound(_ port: InboundPort) -> Listener? {
    guard let bind = port.bind else { return nil }
    let address = "\(bind)"
    return Listener(
      name: ResourceNames.listener(address: address, port: port.port),
      address: .tcp(bind, port: port.port),
      filterChains: [FilterChain(filters: [inboundFilter(port, address: address)])],
      trafficDirection: .inbound)
  }

  private static func inboundFilter(_ port: InboundPort, address: String) -> Filter {
    switch port.traffic {
    case .tcp: .tcpProxy(cluster: ResourceNames.inboundCluster(port: port.port))
    case .http, .http2:
      .http(
        .common(
          statPrefix: "inbound_\(address)_\(port.port)",
          routes: .routeConfig(Routes.inbound(port))))
    }
  }
}
