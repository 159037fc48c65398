import XDSProto

@testable import MeshModel
@testable import XDSServer

// Rules that meet in every way: few hosts, names, labels and places.
extension RandomMesh {
  static let patterns =
    hosts + ["*.svc.cluster.local", "*.one.svc.cluster.local", "s1.one.svc.cluster.local"]

  private mutating func exportTo() -> ExportTo {
    ExportTo(isPublic: chance(2), namespaces: Set(some(Self.namespaces, atMost: 2)))
  }

  mutating func labels() -> [String: String] {
    Dictionary(
      some(["app", "version", "x"], atMost: 2).map { ($0, pick(["a", "b"])) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func locality() -> MeshLocality? {
    chance(3) ? nil : MeshLocality(region: pick(["", "r", "s"]), zone: pick(["", "z"]))
  }

  private mutating func settings() -> TrafficPolicy.Settings {
    var settings = TrafficPolicy.Settings()
    if chance(2) {
      var places = TrafficPolicy.LocalitySetting(isEnabled: maybe([true, false]))
      if chance(3) {
        places.distribute = [.init(from: pick(["r", "r/z", "*"]), to: ["r": 70, "*": 30])]
      } else {
        places.failover = chance(2) ? [] : [.init(from: "r", to: "s")]
        places.failoverPriority = some(["version", "app=a"], atMost: 2)
      }
      let algorithms: [TrafficPolicy.LoadBalancer.Algorithm] =
        TrafficPolicy.LoadBalancer.Simple.allCases.map { .simple($0) } + [
          .consistentHash(.init(.sourceAddress)),
          .consistentHash(.init(.header("x"), table: .maglev())),
        ]
      settings.loadBalancer = .init(
        algorithm: maybe(algorithms), locality: chance(2) ? nil : places,
        warmup: chance(3) ? .init(duration: .seconds(9), aggression: 2) : nil)
    }
    if chance(3) {
      var pool = TrafficPolicy.ConnectionPool()
      pool.tcp.maxConnections = maybe([1, 2])
      pool.http.idleTimeout = maybe([.seconds(1)])
      pool.http.h2UpgradePolicy = maybe(
        TrafficPolicy.ConnectionPool.HTTP.H2UpgradePolicy.allCases)
      pool.http.usesClientProtocol = chance(4)
      settings.connectionPool = pool
    }
    if chance(2) { settings.outlierDetection = .init() }
    if chance(3) { settings.tls = .init(mode: pick(TrafficPolicy.ClientTLS.Mode.allCases)) }
    return settings
  }

  private mutating func policy() -> TrafficPolicy? {
    if chance(3) { return nil }
    var policy = TrafficPolicy(settings: settings())
    for port in some(Self.numbers, atMost: 1) { policy.portSettings[port] = settings() }
    return policy
  }

  mutating func destinationRule() -> DestinationRule {
    let subsets = some(["v1", "v2"], atMost: 2).map { name in
      DestinationRule.Subset(name: name, labels: labels(), trafficPolicy: policy())
    }
    return DestinationRule(
      metadata: ObjectMetadata(
        name: pick(["d", "e", "f"]), namespace: pick(Self.namespaces + ["istio-system"]),
        creationTime: maybe([1, 2])),
      host: pick(Self.patterns), subsets: subsets, trafficPolicy: policy(),
      exportTo: exportTo(), workloadSelector: chance(3) ? labels() : nil)
  }
}
