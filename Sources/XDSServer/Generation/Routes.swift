internal import XDSProto

/// Puts routes into Envoy's words.
enum Routes {
  /// The encoded parts of the configuration of one HTTP port, in their order.
  static func outbound(virtualHosts: [SharedBytes], port: UInt16) -> [SharedBytes] {
    let name = RouteConfiguration(name: ResourceNames.routes(port: port))
    return [SharedBytes(name.encoded())] + virtualHosts + [settings]
  }

  // Clusters come and go on their own; a route that is early fails requests, a refused one would
  // stay wrong. An answer that a rule makes may have a body of 1 MiB, as in Istio.
  private static let settings = SharedBytes(
    RouteConfiguration(validateClusters: false, maxDirectResponseBodySizeBytes: 1 << 20)
      .encoded())

  /// A virtual host as it stands in a configuration.
  static func encoded(_ host: RoutePlan.VirtualHost, _ routes: [Route]) -> SharedBytes {
    encoded([VirtualHost(name: host.name, domains: host.domains, routes: routes)])
  }

  /// The virtual hosts that are no service's, as they stand in a configuration.
  static func encoded(others: [RoutePlan.OtherHost]) -> SharedBytes {
    encoded(
      others.map { other in
        VirtualHost(
          name: other.host.name, domains: other.host.domains, routes: [route(other.action)])
      })
  }

  private static func encoded(_ hosts: [VirtualHost]) -> SharedBytes {
    SharedBytes(RouteConfiguration(virtualHosts: hosts).encoded())
  }

  /// A virtual host as it stands in a configuration.
  static func encoded(_ host: VirtualHost) -> SharedBytes { encoded([host]) }

  private static func route(_ action: RoutePlan.OtherHost.Action) -> Route {
    switch action {
    case .passThrough:
      // Its destination is given: there is no other endpoint to try.
      .all(to: ResourceNames.passthrough)
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
