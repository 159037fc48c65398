internal import XDSProto

internal import struct MeshModel.Gateway

extension Listeners {
  /// Takes connections to one port of a gateway.
  static func gateway(_ plan: GatewayPlan.Listener) -> Listener {
    let (address, port) = (plan.servers.address, plan.servers.port)
    var listener = Listener(
      name: ResourceNames.listener(address: address, port: port),
      address: .tcp(address, port: port),
      filterChains: plan.chains.map(filterChain),
      trafficDirection: .outbound)
    if plan.servers.traffic == .tls { listener.listenerFilters = [.tlsInspector] }
    return listener
  }

  private static func filterChain(_ chain: GatewayChain) -> FilterChain {
    var made = FilterChain(name: chain.name)
    let match = FilterChainMatch(
      prefixRanges: chain.addresses.map {
        CidrRange(addressPrefix: "\($0.base)", prefixLen: UInt32($0.prefixLength))
      },
      transportProtocol: chain.isTLS ? "tls" : "", serverNames: chain.serverNames)
    if match != FilterChainMatch() { made.filterChainMatch = match }
    switch chain.content {
    case .requests(let routes, let statPrefix):
      made.filters = [.http(.gateway(statPrefix: statPrefix, routes: routes))]
      made.transportSocket = chain.tls.map { .server($0, isHTTP: true) }
    case .bytes(let destination):
      made.filters = [.tcpProxy(destination)]
      made.transportSocket = chain.tls.map { .server($0, isHTTP: false) }
    }
    return made
  }
}

extension HttpConnectionManager {
  /// Routes requests from outside: what they say of whom they are from is not believed.
  fileprivate static func gateway(statPrefix: String, routes: String) -> Self {
    var manager = common(
      statPrefix: statPrefix, routes: .rds(Rds(configSource: .ads, routeConfigName: routes)))
    manager.useRemoteAddress = true
    // Of a client with a certificate the application is told who it is, by nobody else.
    manager.forwardClientCertDetails = .sanitizeSet
    manager.setCurrentClientCertDetails = SetCurrentClientCertDetails(
      subject: true, cert: true, dns: true, uri: true)
    return manager
  }
}
