internal import XDSProto

/// The listeners and routes of gateways that serve the same Gateways.
struct GatewayPart: Sendable {
  /// A virtual host as it stands in a configuration, and what it was made from.
  private struct MadeHost: Sendable {
    let hosts: GatewayHosts
    let bytes: SharedBytes
  }

  private(set) var listeners = ResourceTable()
  private(set) var routes = ResourceTable()
  /// The virtual hosts by the names of their configuration and of themselves.
  private var virtualHosts: [String: [String: MadeHost]] = [:]
  /// The hosts of the VirtualServices.
  private var hosts: Set<String> = []

  /// The resources of gateways that serve none.
  init() {}

  /// Whether it may come out otherwise when the rules for some hosts, or what they lead to, are
  /// others.
  func isConcerned(byRulesFor hosts: Set<String>) -> Bool { !self.hosts.isDisjoint(with: hosts) }

  /// Has it be as `plan` says; what was made of the same is kept.
  ///
  /// - Complexity: O(hosts), but only what differs is encoded.
  mutating func apply(_ plan: GatewayPlan, for client: OutboundClient, encoder: ResourceEncoder) {
    hosts = plan.hosts
    listeners = listeners.holding(
      plan.listeners.map { listener in
        let message = Listeners.gateway(listener)
        return encoder.sharing(
          encoder.encode(message.name, message, .listed(listener.origins)), type: .listener)
      })
    let known = virtualHosts
    virtualHosts = [:]
    routes = routes.holding(
      plan.routeTables.map { table in
        let (resource, made) = Self.make(table, known[table.name] ?? [:], client, encoder)
        virtualHosts[table.name] = made
        return encoder.sharing(resource, type: .route)
      })
  }

  private static func make(
    _ table: GatewayPlan.RouteTable, _ known: [String: MadeHost], _ client: OutboundClient,
    _ encoder: ResourceEncoder
  ) -> (Resource, [String: MadeHost]) {
    var made: [String: MadeHost] = [:]
    let parts = table.hosts.map { hosts in
      let earlier = known[hosts.name].flatMap { $0.hosts == hosts ? $0 : nil }
      let host =
        earlier ?? MadeHost(hosts: hosts, bytes: Routes.encoded(hosts.virtualHost(for: client)))
      made[hosts.name] = host
      return host.bytes
    }
    let all = parts.isEmpty ? [Routes.encoded(.blackHole(port: table.port))] : parts
    let resource = encoder.join(
      table.name, RouteConfiguration.self, Routes.gateway(virtualHosts: all, name: table.name),
      .listed(table.origins))
    return (resource, made)
  }
}

extension VirtualHost {
  /// Answers every request with 404.
  fileprivate static func blackHole(port: UInt16) -> VirtualHost {
    VirtualHost(name: ResourceNames.hostAndPort("blackhole", port: port), domains: ["*"])
  }
}

extension ResourceTable {
  /// The table of those resources; this one where they are the same.
  fileprivate func holding(_ resources: [Resource]) -> ResourceTable {
    updating(list.map(\.name), with: resources)
  }
}

extension Routes {
  /// The encoded parts of a configuration, in their order.
  fileprivate static func gateway(virtualHosts: [SharedBytes], name: String) -> [SharedBytes] {
    [SharedBytes(RouteConfiguration(name: name).encoded())] + virtualHosts + [gatewaySettings]
  }

  // Clients from outside name the port that they have called, whichever it is.
  private static let gatewaySettings = SharedBytes(
    RouteConfiguration(
      validateClusters: false, maxDirectResponseBodySizeBytes: 1 << 20,
      ignorePortInHostMatching: true
    ).encoded())
}
