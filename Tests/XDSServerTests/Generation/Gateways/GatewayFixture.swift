import XDSProto

@testable import MeshModel
@testable import XDSServer

extension Fixture {
  /// A Gateway of the namespace `default`, for proxies with the label `istio: ingressgateway`.
  static func gateway(
    _ servers: Gateway.Server..., name: String = "edge", namespace: String = "default",
    selector: [String: String] = ["istio": "ingressgateway"]
  ) -> Gateway {
    Gateway(
      metadata: ObjectMetadata(name: name, namespace: namespace), selector: selector,
      servers: servers)
  }

  /// A server for hosts, each with the namespace that it lets in before a slash if it has one.
  static func server(
    _ port: UInt16, _ protocolKind: Gateway.ServerProtocol = .http, hosts: String...,
    name: String? = nil, bind: IPAddress? = nil, tls: Gateway.TLS? = nil
  ) -> Gateway.Server {
    Gateway.Server(
      port: Gateway.Port(
        number: port, name: name ?? "\(protocolKind.rawValue.lowercased())-\(port)",
        protocolKind: protocolKind),
      bind: bind,
      hosts: hosts.map { text in
        let parts = text.split(separator: "/").map(String.init)
        return Gateway.Host(namespace: parts.count > 1 ? parts[0] : nil, host: parts.last ?? "")
      }, tls: tls)
  }

  /// TLS that ends at the gateway.
  static func tls(
    _ mode: Gateway.TLS.Mode = .simple, _ change: (inout Gateway.TLS) -> Void = { _ in }
  ) -> Gateway.TLS {
    var tls = Gateway.TLS()
    tls.mode = mode
    if mode != .passthrough { (tls.serverCertificate, tls.privateKey) = ("/tls/crt", "/tls/key") }
    if mode == .mutual || mode == .optionalMutual { tls.caCertificates = "/tls/ca" }
    change(&tls)
    return tls
  }

  /// A VirtualService bound to Gateways, which sends all requests to one host.
  static func bound(
    _ name: String = "web", namespace: String = "default", hosts: [String],
    to gateways: [String] = ["default/edge"], leadingTo destination: String = "web.example.com"
  ) -> VirtualService {
    virtualService(
      name, namespace: namespace, hosts: hosts, gateways: gateways,
      http: [rule(to: destination)])
  }

  static func mesh(
    _ services: [MeshService] = [], gateways: [Gateway], _ virtualServices: [VirtualService] = [],
    destinationRules: [DestinationRule] = [], workloads: [Workload] = []
  ) -> Mesh {
    Mesh(
      services: services.sorted { ($0.host, $0.namespace) < ($1.host, $1.namespace) },
      workloads: workloads, sidecars: [], problems: [],
      virtualServices: virtualServices.sorted { $0.metadata.precedes($1.metadata) },
      destinationRules: destinationRules, gateways: gateways)
  }

  /// The proxy of a gateway.
  static func router(
    labels: [String: String] = ["istio": "ingressgateway"], namespace: String = "default",
    at address: IPAddress = ip(10, 1, 0, 99)
  ) -> ProxyNode {
    ProxyNode(
      id: "router~\(address)~edge.\(namespace)~\(namespace).svc.cluster.local", kind: .router,
      address: address, name: "edge", namespace: namespace, labels: labels)
  }
}

extension Decoded {
  /// What the proxy of a gateway is given.
  init(
    gateways: Gateway..., rules: [VirtualService] = [], for node: ProxyNode = Fixture.router()
  ) throws {
    try self.init(Fixture.mesh(gateways: gateways, rules), for: node)
  }

  /// The virtual hosts of a route configuration, by their names.
  func virtualHosts(of routes: String) -> [String: VirtualHost] {
    let hosts = self.routes[routes]?.virtualHosts ?? []
    return Dictionary(hosts.map { ($0.name, $0) }) { first, _ in first }
  }
}

extension Listener {
  /// The servers that clients name, by chain.
  var serverNames: [[String]] { filterChains.map { $0.filterChainMatch?.serverNames ?? [] } }
}

extension FilterChain {
  /// The route configuration by which its requests are routed.
  var routes: String? {
    guard case .rds(let rds)? = http?.routeSpecifier else { return nil }
    return rds.routeConfigName
  }

  /// How TLS ends.
  var serverTLS: DownstreamTlsContext? {
    guard case .typedConfig(let any)? = transportSocket?.configType else { return nil }
    return try? DownstreamTlsContext(protobuf: any.value)
  }
}
