internal import XDSProto

internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort

/// What gRPC libraries that speak xDS themselves are given: gRFC A27 "xDS-Based Global Load
/// Balancing" says which fields they read.
enum ProxylessClient {
  /// The listener that stands for the target `xds:///HOST:PORT`.
  static func listener(_ service: MeshService, _ port: ServicePort) -> Listener {
    let name = ResourceNames.hostAndPort(service.host, port: port.number)
    let manager = HttpConnectionManager(
      // gRPC does not need it; Envoy's own checks of the message do.
      statPrefix: name,
      routeSpecifier: .rds(Rds(configSource: .ads, routeConfigName: name)),
      httpFilters: [.fault, .router])
    return Listener(
      name: name, apiListener: ApiListener(apiListener: AnyMessage(packing: manager)))
  }

  /// The routes of that target.
  ///
  /// A domain must match all of it, port included.
  static func routes(
    _ service: MeshService, _ port: ServicePort, _ routing: RequestRouting
  ) -> RouteConfiguration {
    let name = ResourceNames.hostAndPort(service.host, port: port.number)
    let routes = ProxylessRoutes(authority: name).routes(of: routing.routes)
    return RouteConfiguration(
      name: name, virtualHosts: [VirtualHost(name: name, domains: [name], routes: routes)])
  }
}
