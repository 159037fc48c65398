import XDSProto

@testable import MeshModel
@testable import XDSServer

extension Fixture {
  static func destinationRule(
    _ name: String = "rule", namespace: String = "default",
    host: String = "shop.default.svc.cluster.local", subsets: [DestinationRule.Subset] = [],
    policy: TrafficPolicy? = nil, exportTo: ExportTo = .everywhere,
    selector: [String: String]? = nil, age: Int64? = nil
  ) -> DestinationRule {
    DestinationRule(
      metadata: ObjectMetadata(name: name, namespace: namespace, creationTime: age), host: host,
      subsets: subsets, trafficPolicy: policy, exportTo: exportTo, workloadSelector: selector)
  }

  /// A VirtualService that passes all connections on to its own host, if clients have `labels`.
  static func tcpRule(
    _ name: String = "rule", namespace: String = "default",
    hosts: [String] = ["shop.default.svc.cluster.local"], labels: [String: String] = [:]
  ) -> VirtualService {
    VirtualService(
      metadata: ObjectMetadata(name: name, namespace: namespace), hosts: hosts,
      tcp: [
        VirtualService.TCPRoute(
          match: [
            VirtualService.ConnectionMatch(source: VirtualService.SourceMatch(labels: labels))
          ],
          route: [VirtualService.WeightedDestination(.init(host: hosts[0]))])
      ])
  }

  /// A mesh with DestinationRules.
  static func mesh(
    _ services: [MeshService], workloads: [Workload] = [], sidecars: [Sidecar] = [],
    rules: [DestinationRule]
  ) -> Mesh {
    mesh(
      services, workloads: workloads, sidecars: sidecars, virtualServices: [], rules: rules)
  }

  /// A mesh with rules.
  static func mesh(
    _ services: [MeshService], workloads: [Workload] = [], sidecars: [Sidecar] = [],
    virtualServices: [VirtualService], rules: [DestinationRule] = []
  ) -> Mesh {
    Mesh(
      services: services.sorted { ($0.host, $0.namespace) < ($1.host, $1.namespace) },
      workloads: workloads, sidecars: sidecars, problems: [],
      virtualServices: virtualServices.sorted { $0.precedes($1) },
      destinationRules: rules.sorted { $0.precedes($1) })
  }

  /// The service of most tests: HTTP on port 80, TCP on 90.
  static func shop(_ endpoints: [MeshEndpoint] = []) -> MeshService {
    service("shop", ports: [port(80, .http), port(90, .tcp)], endpoints: endpoints)
  }

  /// One of its endpoints.
  static func server(
    _ last: UInt32, labels: [String: String] = [:], kind: MeshEndpoint.Kind = .pod,
    at place: String? = nil, weight: UInt32? = nil
  ) -> MeshEndpoint {
    var endpoint = endpoint(
      .ip(ip(10, 1, 0, last)), ports: [80: 8080, 90: 9090], locality: place.map(locality),
      weight: weight)
    endpoint.labels = labels
    endpoint.kind = kind
    return endpoint
  }

  /// A locality, written `REGION/ZONE/SUBZONE`.
  static func locality(_ text: String) -> MeshLocality {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return MeshLocality(
      region: parts[0], zone: parts.count > 1 ? parts[1] : "",
      subZone: parts.count > 2 ? parts[2] : "")
  }

  /// A policy for all ports.
  static func policy(
    _ loadBalancer: TrafficPolicy.LoadBalancer? = nil,
    pool: TrafficPolicy.ConnectionPool? = nil,
    outliers: TrafficPolicy.OutlierDetection? = nil, tls: TrafficPolicy.ClientTLS? = nil,
    ports: [UInt16: TrafficPolicy.Settings] = [:]
  ) -> TrafficPolicy {
    TrafficPolicy(
      settings: TrafficPolicy.Settings(
        loadBalancer: loadBalancer, connectionPool: pool, outlierDetection: outliers, tls: tls),
      portSettings: ports)
  }

  /// A policy that can be told from others: so many connections.
  static func policy(connections: UInt32) -> TrafficPolicy {
    var pool = TrafficPolicy.ConnectionPool()
    pool.tcp.maxConnections = connections
    return policy(pool: pool)
  }
}

extension TrafficPolicy.LoadBalancer {
  static func simple(_ simple: TrafficPolicy.LoadBalancer.Simple) -> Self {
    Self(algorithm: .simple(simple))
  }
}

extension Decoded {
  /// The cluster of a port of `shop`.
  func shop(_ port: UInt16 = 80, subset: String = "") throws -> Cluster {
    try Required(clusters["outbound|\(port)|\(subset)|shop.default.svc.cluster.local"]).value
  }

  /// The endpoints of a port of `shop`.
  func servers(_ port: UInt16 = 80, subset: String = "") throws -> ClusterLoadAssignment {
    try Required(assignments["outbound|\(port)|\(subset)|shop.default.svc.cluster.local"]).value
  }

  /// So many connections may be made to `shop`; nil where no rule says it.
  func connections(_ port: UInt16 = 80, subset: String = "") throws -> UInt32? {
    let count = try shop(port, subset: subset).circuitBreakers?.thresholds.first?.maxConnections
    return count == .max ? nil : count
  }
}

extension Cluster {
  /// How HTTP is spoken.
  var http: UpstreamHttpProtocolOptions? {
    typedExtensionProtocolOptions[UpstreamHttpProtocolOptions.typeName]
      .flatMap { try? UpstreamHttpProtocolOptions(protobuf: $0.value) }
  }

  /// How TLS is spoken.
  var tls: UpstreamTlsContext? {
    guard case .typedConfig(let any)? = transportSocket?.configType else { return nil }
    return try? UpstreamTlsContext(protobuf: any.value)
  }
}
