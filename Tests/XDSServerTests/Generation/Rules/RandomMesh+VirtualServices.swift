@testable import MeshModel
@testable import XDSServer

// VirtualServices that meet in every way: few hosts, ports, labels and namespaces.
extension RandomMesh {
  private mutating func source() -> VirtualService.SourceMatch {
    VirtualService.SourceMatch(
      labels: chance(2) ? [:] : labels(), namespace: chance(3) ? pick(Self.namespaces) : nil,
      gateways: chance(4) ? [pick(["mesh", "one/g"])] : nil)
  }

  private mutating func destination() -> VirtualService.Destination {
    VirtualService.Destination(
      host: pick(Self.hosts.filter { !$0.hasPrefix("*") }), subset: maybe(["v1", "v2", "v3"]),
      port: chance(3) ? pick(Self.numbers.filter { $0 > 0 }) : nil)
  }

  private mutating func weights() -> [VirtualService.WeightedDestination] {
    (0...Int(random.next() % 3)).map { _ in
      VirtualService.WeightedDestination(destination(), weight: pick([0, 1, 50, 100, .max]))
    }
  }

  private mutating func text() -> VirtualService.StringMatch {
    pick([.exact("/a"), .prefix("/"), .prefix(""), .regex(".*"), .regex("[a-z]+"), .present])
  }

  private mutating func httpMatch() -> VirtualService.HTTPMatch {
    VirtualService.HTTPMatch(
      name: pick(["", "m"]), uri: chance(2) ? text() : nil, ignoresURICase: chance(3),
      method: chance(4) ? .exact(pick(["GET", "POST"])) : nil,
      authority: chance(5) ? text() : nil, headers: chance(3) ? ["x": text()] : [:],
      withoutHeaders: chance(4) ? ["y": text()] : [:],
      queryParameters: chance(4) ? ["q": text()] : [:],
      port: chance(4) ? pick(Self.numbers) : nil, source: source())
  }

  private mutating func httpRule() -> VirtualService.HTTPRoute {
    let action: VirtualService.HTTPRoute.Action =
      switch random.next() % 5 {
      case 0: .redirect(.init(uri: maybe(["/new", "%PREFIX()%/x"]), port: maybe([.request])))
      case 1: .respond(.init(status: 404))
      default:
        .forward(
          weights().map { share in
            VirtualService.HTTPDestination(
              share.destination, weight: share.weight,
              headers: .init(request: .init(set: chance(3) ? ["x-a": "100%"] : [:])))
          })
      }
    var rule = VirtualService.HTTPRoute(
      name: pick(["", "r"]),
      match: (0..<Int(random.next() % 3)).map { _ in httpMatch() }, action: action)
    if chance(3) { rule.rewrite = .init(path: .uri("/y"), authority: maybe(["host"])) }
    if chance(3) { rule.timeout = .seconds(1) }
    if chance(3) {
      rule.retries = .init(
        attempts: pick([0, 3]), retryOn: ["503"], retriesRemoteLocalities: true)
    }
    if chance(4) { rule.fault = .init(abort: .init(.http(503), percentage: 10)) }
    if chance(4) { rule.mirrors = [.init(destination(), percentage: 5)] }
    if chance(4) { rule.cors = .init(allowOrigins: [text()]) }
    if chance(4) {
      rule.headers = .init(request: .init(add: ["host": "h", "x-b": "%PROTOCOL%"], remove: ["z"]))
    }
    return rule
  }

  private mutating func connection() -> VirtualService.ConnectionMatch {
    let blocks = [
      AddressBlock(base: IPAddress(v4: 0x0A00_0000), prefixLength: 8),
      AddressBlock(base: IPAddress(v4: 0), prefixLength: 0),
    ]
    return VirtualService.ConnectionMatch(
      destinationSubnets: chance(2) ? [] : some(blocks, atMost: 2),
      port: chance(4) ? pick(Self.numbers) : nil, source: source())
  }

  mutating func virtualService() -> VirtualService {
    let names = ["www.example.com", "*.example.com", "a.one", "*"]
    return VirtualService(
      metadata: ObjectMetadata(
        name: pick(["v", "w", "x"]), namespace: pick(Self.namespaces),
        creationTime: maybe([1, 2])),
      hosts: Array(Set([pick(Self.patterns)] + some(Self.patterns + ["no.example.net"], atMost: 2)))
        .sorted(),
      gateways: pick([["mesh"], ["mesh"], ["one/g"], ["mesh", "one/g"]]),
      exportTo: chance(3)
        ? ExportTo(isPublic: false, namespaces: Set(some(Self.namespaces, atMost: 2)))
        : .everywhere,
      http: (0..<Int(random.next() % 4)).map { _ in httpRule() },
      tls: (0..<Int(random.next() % 2)).map { _ in
        VirtualService.TLSRoute(
          match: [.init(sniHosts: [pick(names)], connection: connection())], route: weights())
      },
      tcp: (0..<Int(random.next() % 3)).map { _ in
        VirtualService.TCPRoute(
          match: (0..<Int(random.next() % 3)).map { _ in connection() }, route: weights())
      })
  }
}
