internal import enum MeshModel.HostPattern
internal import struct MeshModel.VirtualService

/// What the routing of a port depends on beside the service and its rules: clients for whom it is
/// the same are routed alike.
struct RoutingKey: Hashable, Sendable {
  /// The VirtualServices that hold, by their index, the one that counts first first.
  let rules: [Int]
  /// What of the clients decides which matches can hold; nil when no VirtualService does.
  let client: RuleClient?
  /// What is said of each destination that may be meant.
  private let policies: [RoutedPolicy]

  /// What the routing of a port depends on.
  ///
  /// - Parameters:
  ///   - shape: the service.
  ///   - policy: how the clients talk to it.
  ///   - port: the port.
  ///   - client: the clients.
  ///   - isMeant: whether a VirtualService says anything of what comes to such a port.
  init(
    _ shape: ServiceShape, policy: ServicePolicy, port: UInt16, for client: OutboundClient,
    where isMeant: (VirtualService) -> Bool
  ) {
    var policies = [policy.routed(port: port)]
    rules = shape.rules.indices(for: client, of: shape.service.host, where: isMeant)
    let virtualServices = rules.map { shape.rules.virtualServices[$0] }
    self.client =
      rules.isEmpty ? nil : RuleClient(client, asFarAsAskedBy: virtualServices)
    if shape.rules.targets.dependOnClient {
      policies += virtualServices.flatMap(\.destinations).map {
        shape.rules.targets.target($0, from: port, for: client).policy
      }
    }
    self.policies = policies
  }
}

extension ServiceRules {
  /// Where the VirtualServices lead that hold for clients, each as often as it is named.
  func destinations(for client: OutboundClient, of host: String) -> [VirtualService.Destination] {
    let meant: [(VirtualService) -> Bool] = [
      { !$0.http.isEmpty }, { !$0.tls.isEmpty }, { !$0.tcp.isEmpty },
    ]
    let rules = Set(meant.flatMap { indices(for: client, of: host, where: $0) })
    return rules.flatMap { virtualServices[$0].destinations }
  }

  /// The VirtualServices that hold for clients, by their index, the one that counts first first:
  /// of those that are meant, those of the most telling host.
  fileprivate func indices(
    for client: OutboundClient, of host: String, where isMeant: (VirtualService) -> Bool
  ) -> [Int] {
    var indices: [Int] = []
    var telling: String?
    for (index, rule) in virtualServices.enumerated()
    where isMeant(rule) && rule.exportTo.isVisible(in: client.namespace) {
      let name = rule.mostTellingHost(covering: host)
      if telling == nil { telling = name }
      // They are ordered by that.
      if name != telling { break }
      indices.append(index)
    }
    return indices
  }
}

extension RuleClient {
  /// Clients with sidecars, as far as the matches of those rules ask for them.
  fileprivate init(_ client: OutboundClient, asFarAsAskedBy rules: [VirtualService]) {
    let sources = rules.flatMap(\.sources)
    let labels = Set(sources.flatMap(\.labels.keys))
    self.init(
      gateway: VirtualService.mesh,
      namespace: sources.contains { $0.namespace != nil } ? client.namespace : "",
      labels: client.labels.filter { labels.contains($0.key) })
  }
}

extension VirtualService {
  /// Which of its hosts says most of `host`.
  fileprivate func mostTellingHost(covering host: String) -> String? {
    if hosts.contains(host) { return host }
    return hosts.filter { HostPattern.covers($0, host) }
      .max { $0.utf8.count < $1.utf8.count }
  }
}
