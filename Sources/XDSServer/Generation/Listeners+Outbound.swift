internal import XDSProto

internal import struct MeshModel.IPAddress

/// Puts listeners into Envoy's words.
enum Listeners {
  /// How a listener on all addresses is bound: not at all where connections are redirected, and on
  /// the loopback address where applications connect to it.
  static func sharedAddress(_ mode: ProxyNode.InterceptionMode) -> String {
    mode == .redirect ? "0.0.0.0" : "127.0.0.1"
  }

  /// Takes redirected connections and hands them to the listener of their destination; those
  /// without one go to `rest`.
  static func virtualOutbound(isRegistryOnly: Bool) -> Listener {
    let port = ResourceNames.virtualOutboundPort
    let rest = isRegistryOnly ? ResourceNames.blackHole : ResourceNames.passthrough
    return Listener(
      name: ResourceNames.virtualOutbound, address: .tcp("0.0.0.0", port: port),
      filterChains: [loopGuard(port: port)], useOriginalDst: true,
      trafficDirection: .outbound,
      defaultFilterChain: FilterChain(filters: [.tcpProxy(cluster: rest)], name: "rest"))
  }

  /// Ends connections that were made to the listener itself: passed through, they would come back
  /// for ever.
  static func loopGuard(port: UInt16) -> FilterChain {
    FilterChain(
      filterChainMatch: FilterChainMatch(destinationPort: UInt32(port)),
      filters: [.tcpProxy(cluster: ResourceNames.blackHole)], name: "loop")
  }

  /// Routes requests to `port`.
  static func http(port: UInt16, mode: ProxyNode.InterceptionMode) -> Listener {
    let address = sharedAddress(mode)
    let manager = HttpConnectionManager.common(
      statPrefix: "outbound_\(address)_\(port)",
      routes: .rds(
        Rds(configSource: .ads, routeConfigName: ResourceNames.routes(port: port))))
    return Listener(
      name: ResourceNames.listener(address: address, port: port),
      address: .tcp(address, port: port),
      filterChains: [FilterChain(filters: [.http(manager)])],
      trafficDirection: .outbound,
      bindToPort: mode == .redirect ? false : nil)
  }

  /// Passes bytes on as `plan` says; what no service takes goes to `rest`.
  static func tcp(
    _ plan: OutboundPlan.TCPListener, mode: ProxyNode.InterceptionMode, rest: String?
  ) -> Listener {
    let address = plan.address.map { "\($0)" } ?? sharedAddress(mode)
    var listener = Listener(
      name: ResourceNames.listener(address: address, port: plan.port),
      address: .tcp(address, port: plan.port),
      trafficDirection: .outbound,
      bindToPort: mode == .redirect ? false : nil)
    // One chain for each match, in an order that does not depend on the services'.
    listener.filterChains = plan.chains.map(filterChain).sorted { $0.name < $1.name }
    if let filter = plan.rest.map(Filter.tcpProxy) ?? rest.map({ .tcpProxy(cluster: $0) }) {
      let chain = FilterChain(filters: [filter], name: "rest")
      if listener.filterChains.isEmpty {
        listener.filterChains = [chain]
      } else {
        listener.defaultFilterChain = chain
      }
    }
    if plan.chains.contains(where: { $0.match.serverName != nil }) {
      listener.listenerFilters = [.tlsInspector]
      // Where the server speaks first nothing comes that could be inspected: go on without.
      listener.listenerFiltersTimeout = .seconds(1)
      listener.continueOnListenerFiltersTimeout = true
    }
    return listener
  }

  private static func filterChain(_ chain: OutboundPlan.Chain) -> FilterChain {
    var match = FilterChainMatch()
    var names: [String] = []
    if let name = chain.match.serverName {
      match.transportProtocol = "tls"
      match.serverNames = [name]
      names.append(name)
    }
    if let block = chain.match.block {
      match.prefixRanges = [
        CidrRange(addressPrefix: "\(block.base)", prefixLen: UInt32(block.prefixLength))
      ]
      names.append("\(block.base)/\(block.prefixLength)")
    }
    return FilterChain(
      filterChainMatch: match, filters: [.tcpProxy(chain.destination)],
      name: names.joined(separator: " "))
  }
}
