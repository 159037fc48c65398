@testable import MeshModel

// Rules that name the hosts, subsets and gateways of the others, or none that there are.
extension RandomObjects {
  /// Hosts that rules have once they are qualified.
  static let ruleHosts = [
    "s.a.svc.cluster.local", "t.a.svc.cluster.local", "s.b.svc.cluster.local",
    "t.b.svc.cluster.local", "x.example", "*.example", "*",
  ]

  private mutating func ruleHost() -> String {
    pick(["s", "t", "s.a", "s.a.svc.cluster.local", "t.b.svc.cluster.local", "x.example"])
  }

  private mutating func ranked(_ names: [String]) -> ObjectMetadata {
    var metadata = metadata(pick(names))
    metadata.creationTime = chance(1, 2) ? pick([1, 2, 3]) : nil
    return metadata
  }

  private mutating func destination() -> VirtualService.Destination {
    VirtualService.Destination(
      host: ruleHost(), subset: chance(1, 2) ? pick(["v1", "v2"]) : nil,
      port: chance(1, 3) ? number() : nil)
  }

  private mutating func weighted() -> [VirtualService.WeightedDestination] {
    some(1...2) { random in .init(random.destination(), weight: random.pick([0, 1, 9])) }
  }

  mutating func virtualService() -> VirtualService {
    let hosts = Set(some(1...2) { $0.chance(1, 6) ? $0.pick(["*.example", "*"]) : $0.ruleHost() })
    return VirtualService(
      metadata: ranked(["v", "w", "x"]), hosts: hosts.sorted(),
      gateways: pick([["mesh"], ["mesh"], ["a/g"], ["mesh", "b/g"], ["a/h"]]),
      exportTo: exportTo(),
      http: some(0...2) { random in
        .init(
          match: random.chance(1, 2)
            ? [
              .init(
                uri: .prefix("/a"), port: random.chance(1, 2) ? random.number() : nil,
                source: .init(gateways: random.chance(1, 4) ? ["a/g", "b/h"] : nil))
            ] : [],
          action: .forward(
            random.some(1...2) { .init($0.destination(), weight: $0.pick([0, 1, 9])) }),
          mirrors: random.chance(1, 4) ? [.init(random.destination())] : [])
      },
      tls: chance(1, 4)
        ? [.init(match: [.init(sniHosts: ["x.example"])], route: weighted())] : [],
      tcp: chance(1, 4) ? [.init(route: weighted())] : [])
  }

  mutating func destinationRule() -> DestinationRule {
    DestinationRule(
      metadata: ranked(["d", "e"]),
      host: chance(1, 6) ? pick(["*.example", "*", "*.svc.cluster.local"]) : ruleHost(),
      subsets: some(0...2) { .init(name: $0.pick(["v1", "v2"]), labels: $0.labels(atLeast: 0)) },
      trafficPolicy: chance(1, 2)
        ? TrafficPolicy(
          settings: .init(
            loadBalancer: .init(algorithm: .simple(pick([.random, .roundRobin])))),
          portSettings: chance(1, 3) ? [number(): .init(tls: .init(mode: .disable))] : [:]) : nil,
      exportTo: exportTo(), workloadSelector: chance(1, 5) ? labels(atLeast: 0) : nil)
  }

  /// Few ports and selectors, so that Gateways keep each other's servers from being served.
  mutating func gateway() -> Gateway {
    Gateway(
      metadata: ranked(["g", "h"]), selector: chance(1, 2) ? [:] : labels(atLeast: 0),
      servers: some(1...2) { $0.server() })
  }

  private mutating func server() -> Gateway.Server {
    let kind = pick([Gateway.ServerProtocol.http, .http, .https, .tcp])
    var tls: Gateway.TLS?
    if kind == .https || (kind == .http && chance(1, 4)) {
      tls = Gateway.TLS()
      tls?.redirectsToHTTPS = kind == .http
      tls?.mode = pick([.simple, .autoPassthrough])
    }
    return Gateway.Server(
      port: .init(number: number(), name: pick(["a", "b"]), protocolKind: kind),
      hosts: some(1...2) { random in
        .init(
          namespace: random.chance(1, 3) ? random.pick(["a", "b"]) : nil,
          host: random.pick(["*", "x.example", "*.example", "s.a.svc.cluster.local"]))
      }, tls: tls)
  }
}
