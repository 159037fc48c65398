@testable import MeshModel

extension Fixture {
  /// A mesh with every shape of service that there is, among them some that contradict each other.
  static let everyShape: Mesh = {
    let zone1 = MeshLocality(region: "r", zone: "z1")
    let zone2 = MeshLocality(region: "r", zone: "z2")
    let shopPorts: [UInt16: UInt16] = [80: 8080, 9000: 9001, 3306: 3306]
    let shop = service(
      "shop", addresses: [ip(10, 0, 0, 10)],
      ports: [port(80, .http), port(3306, .mysql), port(9000, .grpc)],
      endpoints: [
        endpoint(.ip(ip(10, 1, 0, 2)), ports: shopPorts, locality: zone1),
        endpoint(.ip(ip(10, 1, 0, 3)), ports: shopPorts, health: .draining, locality: zone2),
        endpoint(.ip(ip(172, 16, 0, 4)), ports: [80: 80], locality: zone1, weight: 3),
      ])
    let pod = Fixture.pod(
      "client", at: ip(10, 1, 0, 1),
      serving: [
        (shop, port(80, .http), 8080), (shop, port(9000, .grpc), 9001),
        (shop, port(3306, .mysql), 3306),
      ])
    return mesh(
      [shop] + conflicting + headless + foreign,
      workloads: [pod],
      sidecars: [
        sidecar(namespace: "closed", isRegistryOnly: true),
        sidecar(
          namespace: "listening",
          ingress: [
            Sidecar.Ingress(port: 7000, portName: "http"),
            Sidecar.Ingress(
              port: 7001, protocolName: "GRPC", bind: ip(127, 0, 0, 9),
              defaultEndpoint: .ip(ip(127, 0, 0, 1), port: 7101)),
            Sidecar.Ingress(
              port: 7002, protocolName: "TCP", defaultEndpoint: .unixSocket("/tmp/app")),
          ]),
      ])
  }()

  private static let conflicting: [MeshService] = [
    // One TCP address twice, one port with HTTP and TCP, one host in two namespaces.
    service(
      "a", addresses: [ip(10, 0, 0, 20)], ports: [port(7070, .tcp), port(80, .tcp)],
      endpoints: [endpoint(.ip(ip(10, 1, 1, 1)), ports: [7070: 7070, 80: 80])]),
    service(
      "b", addresses: [ip(10, 0, 0, 20)], ports: [port(7070, .tcp), port(443, .https)],
      endpoints: [endpoint(.ip(ip(10, 1, 1, 2)), ports: [7070: 7070, 443: 8443])]),
    service("empty", addresses: [ip(10, 0, 0, 21)], ports: [port(80, .http), port(81, .http2)]),
    service(
      "six", addresses: [IPAddress(v6: 0xFD00 << 48, 1)],
      ports: [port(80, .http), port(6000, .tcp)],
      endpoints: [endpoint(.ip(IPAddress(v6: 0xFD00 << 48, 2)), ports: [80: 80, 6000: 6000])]),
    external("shared.test", namespace: "default", ports: [port(80, .http)]),
    external("shared.test", namespace: "other", ports: [port(80, .http)]),
    // The proxy's own ports.
    service(
      "own", addresses: [ip(10, 0, 0, 22)], ports: [port(15001, .http), port(15006, .tcp)]),
  ]

  private static let headless: [MeshService] = [
    service(
      "db", namespace: "data", isHeadless: true, ports: [port(5432, .tcp), port(8080, .http)],
      endpoints: [
        endpoint(.ip(ip(10, 1, 2, 1)), ports: [5432: 5432, 8080: 8080], weight: .max),
        endpoint(.ip(ip(10, 1, 2, 2)), ports: [5432: 5432, 8080: 8080], weight: .max),
      ])
  ]

  private static let foreign: [MeshService] = [
    dns("www.example.com", ports: [port(80, .http), port(443, .https)]),
    dns("api.example.com", resolution: .dnsRoundRobin, ports: [port(80, .grpc), port(443, .tls)]),
    external("gone.example.com", resolution: .dnsRoundRobin, ports: [port(80, .http)]),
    external(
      "*.wild.example.com", resolution: .originalDestination,
      ports: [port(80, .http), port(443, .tls)]),
    external("any.example.com", resolution: .originalDestination, ports: [port(6380, .redis)]),
    external(
      "blocks.example.com", resolution: .originalDestination,
      addressBlocks: [AddressBlock(base: ip(10, 99, 0, 0), prefixLength: 16)],
      ports: [port(6379, .redis), port(443, .tls)]),
    external(
      "fixed.example.com", resolution: .endpoints, addresses: [ip(192, 0, 2, 10)],
      ports: [port(9999, .tcp), port(80, .grpcWeb)],
      endpoints: [endpoint(.ip(ip(192, 0, 2, 11)), ports: [9999: 9999, 80: 80])]),
    external(
      "automatic.example.com", resolution: .endpoints, automaticAddress: ip(240, 240, 1, 1),
      ports: [port(9998, .mongo), port(80, .http)],
      endpoints: [
        endpoint(.unixSocket("/tmp/automatic.sock"), ports: [9998: 1, 80: 1]),
        endpoint(.ip(ip(192, 0, 2, 12)), ports: [9998: 9998, 80: 80], weight: 0),
      ]),
  ]
}
