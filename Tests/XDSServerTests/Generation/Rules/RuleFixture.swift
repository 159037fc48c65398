import XDSProto

@testable import MeshModel
@testable import XDSServer

typealias HTTPMatch = VirtualService.HTTPMatch
typealias HTTPRule = VirtualService.HTTPRoute

extension Fixture {
  /// A VirtualService of the namespace `default`.
  static func virtualService(
    _ name: String = "rule", namespace: String = "default",
    hosts: [String] = ["shop.default.svc.cluster.local"], gateways: [String] = ["mesh"],
    exportTo: ExportTo = .everywhere, http: [HTTPRule] = [],
    tls: [VirtualService.TLSRoute] = [], tcp: [VirtualService.TCPRoute] = []
  ) -> VirtualService {
    VirtualService(
      metadata: ObjectMetadata(name: name, namespace: namespace), hosts: hosts,
      gateways: gateways, exportTo: exportTo, http: http, tls: tls, tcp: tcp)
  }

  /// A rule that sends requests to one host.
  static func rule(_ name: String = "", _ match: [HTTPMatch] = [], to host: String) -> HTTPRule {
    HTTPRule(name: name, match: match, action: forward([(host, 0)]))
  }

  /// Shares of hosts, each with a subset after a slash if it has one.
  static func forward(_ shares: [(String, UInt32)]) -> HTTPRule.Action {
    .forward(shares.map { VirtualService.HTTPDestination(destination($0), weight: $1) })
  }

  /// `HOST`, or `HOST/SUBSET`.
  static func destination(_ text: String) -> VirtualService.Destination {
    let parts = text.split(separator: "/").map(String.init)
    return VirtualService.Destination(host: parts[0], subset: parts.count > 1 ? parts[1] : nil)
  }

  /// What clients with sidecars, or those of a Gateway, are given of rules.
  static func routes(
    of virtualServices: [VirtualService], gateway: String = "mesh", namespace: String = "default",
    labels: [String: String] = [:], port: UInt16 = 80, isTLS: Bool = false,
    hash: TrafficPolicy.ConsistentHash.Key? = nil
  ) -> [Route] {
    let client = RuleClient(gateway: gateway, namespace: namespace, labels: labels)
    return HTTPRoutes(client: client, port: port, isTLS: isTLS) { destination in
      RouteTarget(
        cluster: [destination.host, destination.subset].compactMap { $0 }.joined(separator: "/"),
        policy: RoutedPolicy(hashKey: hash))
    }.routes(of: virtualServices)
  }

  /// The route of one rule.
  static func route(
    _ rule: HTTPRule, port: UInt16 = 80, isTLS: Bool = false,
    hash: TrafficPolicy.ConsistentHash.Key? = nil
  ) throws -> Route {
    try Required(
      routes(of: [virtualService(http: [rule])], port: port, isTLS: isTLS, hash: hash).first
    ).value
  }
}

extension Route {
  /// The action of a route that forwards.
  var forwarding: RouteAction? { if case .route(let action) = action { action } else { nil } }

  /// Where requests go: clusters with their weights, 0 for a single one.
  var shares: [String: UInt32] {
    switch forwarding?.clusterSpecifier {
    case .cluster(let name): [name: 0]
    case .weightedClusters(let clusters):
      Dictionary(uniqueKeysWithValues: clusters.clusters.map { ($0.name, $0.weight ?? 0) })
    default: [:]
    }
  }

  /// The options of a filter.
  func options<Message: ProtoMessage>(_ type: Message.Type, of filter: String) throws -> Message {
    let any = try Required(typedPerFilterConfig[filter]).value
    guard any.typeURL == Message.typeURL else { throw Missing() }
    return try Message(protobuf: any.value)
  }
}
