internal import XDSProto

/// Puts routes into Envoy's words.
enum Routes {
  /// The configuration of one HTTP port.
  static func outbound(_ plan: RoutePlan, port: UInt16) -> RouteConfiguration {
    RouteConfiguration(
      name: ResourceNames.routes(port: port),
      virtualHosts: plan.virtualHosts.map { host in
        VirtualHost(name: host.name, domains: host.domains, routes: [route(host.action)])
      },
      // Clusters come and go on their own; a route that is early fails requests, a refused one
      // would stay wrong.
      validateClusters: false)
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
