internal import XDSProto

internal import struct MeshModel.TrafficPolicy

/// What a destination of a rule means to a client.
struct RouteTarget: Hashable, Sendable {
  /// The cluster: named even where there is no such service or subset, so that requests fail there
  /// (503) and go nowhere else.
  var cluster: String
  /// What its policy has the route say.
  var policy = RoutedPolicy()
}

/// What of a service's policy is said where requests and connections are routed to it, and not by
/// its cluster.
struct RoutedPolicy: Hashable, Sendable {
  /// What has a request go to the endpoint of others like it; nil when nothing has.
  ///
  /// The cluster looks up the hash, which the route makes, or the TCP proxy.
  var hashKey: TrafficPolicy.ConsistentHash.Key?
  /// How long a connection without requests may be idle; nil for Envoy's own hour.
  var idleTimeout: Duration?
  /// How old a connection without requests may become; nil when there is no bound.
  var maxConnectionDuration: Duration?
}

extension RoutedPolicy {
  /// What those settings have a route say.
  init(_ settings: TrafficPolicy.Settings) {
    if case .consistentHash(let hash)? = settings.loadBalancer?.algorithm { hashKey = hash.key }
    idleTimeout = settings.connectionPool?.tcp.idleTimeout
    maxConnectionDuration = settings.connectionPool?.tcp.maxConnectionDuration
  }
}

extension RouteAction.HashPolicy {
  /// What of a request is hashed.
  init(_ key: TrafficPolicy.ConsistentHash.Key) {
    switch key {
    case .header(let name): self.init(policySpecifier: .header(Header(headerName: name)))
    case .cookie(let cookie):
      self.init(
        policySpecifier: .cookie(
          Cookie(
            name: cookie.name, ttl: cookie.ttl.map { ProtoDuration($0) }, path: cookie.path,
            attributes: cookie.attributes.map {
              CookieAttribute(name: $0.name, value: $0.value)
            })))
    case .sourceAddress:
      self.init(policySpecifier: .connectionProperties(ConnectionProperties(sourceIp: true)))
    case .queryParameter(let name):
      self.init(policySpecifier: .queryParameter(QueryParameter(name: name)))
    }
  }
}
