internal import MeshModel
internal import XDSProto

/// The requests for some hosts that come to the servers of one route configuration, and the
/// VirtualServices that say where they go: what one virtual host is made from.
struct GatewayHosts: Equatable, Sendable {
  /// A VirtualService at a server.
  struct Rule: Equatable, Sendable {
    var virtualService: VirtualService
    /// What its destinations are.
    var targets: RuleTargets
    /// The Gateway to which it is bound.
    var gateway: String
    /// The port of the server.
    var port: UInt16
  }

  /// The hosts, ordered; those of one virtual host are routed alike.
  var hosts: [String]
  /// The port of the server.
  let port: UInt16
  /// Whether requests come over TLS that ends at the gateway.
  let isTLS: Bool
  /// Whether requests are sent on to https.
  var redirectsToHTTPS = false
  /// The VirtualServices, the one that counts first first.
  var rules: [Rule] = []

  /// The name of the virtual host, by which it is told from the others of the configuration.
  var name: String { ResourceNames.hostAndPort(hosts[0], port: port) }

  /// The virtual host for gateways of `client`.
  func virtualHost(for client: OutboundClient) -> VirtualHost {
    VirtualHost(
      name: name, domains: hosts.map(HostDomains.authority(ofHost:)), routes: routes(for: client),
      requireTls: redirectsToHTTPS ? .all : .none)
  }

  private func routes(for client: OutboundClient) -> [Route] {
    var routes: [[Route]] = []
    for rule in rules {
      let ruleClient = RuleClient(
        gateway: rule.gateway, namespace: client.namespace, labels: client.labels)
      let translation = HTTPRoutes(client: ruleClient, port: rule.port, isTLS: isTLS) {
        rule.targets.target($0, from: rule.port, for: client)
      }
      let made = translation.routes(of: [rule.virtualService])
      // Bound to two Gateways on the port it says the same twice.
      if !routes.contains(made) { routes.append(made) }
    }
    return [Route](merging: routes)
  }

  /// Whether both go the same way, so that they are one virtual host.
  fileprivate func isRouted(as other: GatewayHosts) -> Bool {
    redirectsToHTTPS == other.redirectsToHTTPS && port == other.port
      && rules.elementsEqual(other.rules) { $0.isSame(as: $1) }
  }
}

extension GatewayHosts.Rule {
  /// Whether both are one VirtualService at one server.
  fileprivate func isSame(as other: Self) -> Bool {
    gateway == other.gateway && port == other.port
      && virtualService.reference == other.virtualService.reference
  }
}

extension GatewayHosts {
  /// The hosts of some servers that share a route configuration, ordered, each once.
  ///
  /// - Parameters:
  ///   - servers: the servers, the one that counts first first.
  ///   - isTLS: whether requests come over TLS.
  ///   - rules: the VirtualServices by the Gateways to which they are bound.
  /// - Returns: the hosts, those of one virtual host together.
  static func all(
    of servers: [GatewayServers.Entry], isTLS: Bool,
    rules: [String: [GatewayPlan.Rule]]
  ) -> [GatewayHosts] {
    var known: [String: GatewayHosts] = [:]
    for entry in servers {
      let server = entry.server
      let port = server.port.number
      func change(_ host: String, _ change: (inout GatewayHosts) -> Void) {
        change(&known[host, default: GatewayHosts(hosts: [host], port: port, isTLS: isTLS)])
      }
      for bound in rules[entry.gateway.boundName] ?? []
      where !bound.virtualService.http.isEmpty {
        let rule = Rule(
          virtualService: bound.virtualService, targets: bound.targets,
          gateway: entry.gateway.boundName, port: port)
        for host in server.hosts(servedOf: bound.virtualService) {
          change(host) { known in
            if !known.rules.contains(where: rule.isSame) { known.rules.append(rule) }
            if server.redirectsToHTTPS { known.redirectsToHTTPS = true }
          }
        }
      }
      // Those for which there is no rule are sent on as well.
      guard server.redirectsToHTTPS else { continue }
      for host in server.hosts { change(host.host) { $0.redirectsToHTTPS = true } }
    }
    return grouped(known.values.sorted { $0.hosts[0] < $1.hosts[0] })
  }

  /// Puts those together that are routed alike: a VirtualService of a thousand hosts is not written
  /// down a thousand times.
  private static func grouped(_ single: [GatewayHosts]) -> [GatewayHosts] {
    var groups: [GatewayHosts] = []
    var places: [[ObjectReference]: [Int]] = [:]
    for next in single {
      let references = next.rules.map(\.virtualService.reference)
      let place = places[references, default: []].first { groups[$0].isRouted(as: next) }
      if let place {
        groups[place].hosts += next.hosts
      } else {
        places[references, default: []].append(groups.count)
        groups.append(next)
      }
    }
    return groups
  }
}

extension Gateway.Server {
  fileprivate var redirectsToHTTPS: Bool { tls?.redirectsToHTTPS ?? false }
}
