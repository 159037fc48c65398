internal import XDSProto

internal import struct MeshModel.MeshService
internal import struct MeshModel.VirtualService

/// How requests to a port of a service are routed for some clients.
struct RequestRouting {
  /// What the routes depend on beside the service and its rules.
  let key: RoutingKey
  private let shape: ServiceShape
  private let policy: ServicePolicy
  private let client: OutboundClient
  private let port: UInt16

  /// The routing of requests of `client` to a port of a service.
  init(_ shape: ServiceShape, policy: ServicePolicy, port: UInt16, for client: OutboundClient) {
    self.shape = shape
    self.policy = policy
    self.client = client
    self.port = port
    key = RoutingKey(shape, policy: policy, port: port, for: client) { !$0.http.isEmpty }
  }

  /// The routes that VirtualServices make; none where none is for these clients.
  var ruleRoutes: [Route] {
    guard let ruleClient = key.client else { return [] }
    let routes = HTTPRoutes(client: ruleClient, port: port) { destination in
      shape.rules.targets.target(destination, from: port, for: client)
    }
    return routes.routes(of: key.rules.map { shape.rules.virtualServices[$0] })
  }

  /// The routes: where no rule is for these clients, all requests go to the service.
  var routes: [Route] {
    let routes = ruleRoutes
    guard routes.isEmpty else { return routes }
    let cluster = ResourceNames.outboundCluster(host: shape.service.host, port: port)
    return [.all(to: cluster, retries: .standard, hashKey: policy.routed(port: port).hashKey)]
  }
}
