internal import XDSProto

internal import struct MeshModel.TrafficPolicy

/// What a destination of a rule means to a client.
struct RouteTarget: Hashable, Sendable {
  /// The cluster: named even where there is no such service or subset, so that requests fail there
  /// (503) and go nowhere else.
  var cluster: String
  /// What has a request go to the endpoint of others like it; nil when nothing has.
  var hashKey: TrafficPolicy.ConsistentHash.Key?
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
