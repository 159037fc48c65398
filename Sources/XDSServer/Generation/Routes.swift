internal import XDSProto

/// Puts routes into Envoy's words.
enum Routes {
  /// The encoded parts of the configuration of one HTTP port, in their order.
  static func outbound(virtualHosts: [SharedBytes], port: UInt16) -> [SharedBytes] {
    let name = RouteConfiguration(name: ResourceNames.routes(port: port))
    return [SharedBytes(name.encoded())] + virtualHosts + [settings]
  }

  // Clusters come and go on their own; a route that is early fails requests, a refused one would
  // stay wrong.
  private static let settings = SharedBytes(RouteConfiguration(validateClusters: false).encoded())

  /// Virtual hosts as they stand in a configuration.
  static func encoded(_ hosts: [RoutePlan.VirtualHost]) -> SharedBytes {
    let configuration = RouteConfiguration(
      virtualHosts: hosts.map { host in
        VirtualHost(name: host.name, domains: host.domains, routes: [route(host.action)])
      })
    return SharedBytes(configuration.encoded())
  }

  private static func route(_ action: RoutePlan.VirtualHost.Action) -> Route {
    switch action {
    case .cluster(ResourceNames.passthrough):
      // Its destination is given: there is no other endpoint to try.
      .all(to: ResourceNames.passthrough)
    case .cluster(let name): .all(to: name, retries: .standard)
    case .refuse:
      Route(
        match: RouteMatch(pathSpecifier: .prefix("/")),
        action: .directResponse(DirectResponseAction(status: 502)))
    }
  }

  /// What the connection manager of an inbound port routes by.
  static func inbound(_ port: InboundPort) -> RouteConfiguration {
    let cluster = ResourceNames.inboundCluster(port: port.port)
    return RouteConfiguration(
      name: cluster,
      virtualHosts: [
        VirtualHost(
          name: "inbound|http|\(port.port)", domains: ["*"], routes: [.all(to: cluster)])
      ],
      validateClusters: false)
  }
}
