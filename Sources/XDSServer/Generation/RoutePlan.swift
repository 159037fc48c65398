internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort

/// The virtual hosts of one HTTP port, before they are put into Envoy's words.
struct RoutePlan {
  /// One virtual host.
  struct VirtualHost: Equatable {
    /// Where its requests go.
    enum Action: Equatable {
      case cluster(String)
      /// 502, as Istio answers for hosts outside the registry.
      case refuse
    }

    var name: String
    var domains: [String]
    var action: Action
  }

  /// The virtual hosts, in the order of the services; the one for all other hosts is last.
  private(set) var virtualHosts: [VirtualHost] = []
  /// The objects that made it, ordered.
  private(set) var origins: [ObjectReference] = []

  /// The routes for `services`, best first, on `port`, for clients of `key`.
  init(
    port: UInt16, services: [ServiceResources], key: ViewKey.Outbound, isRegistryOnly: Bool
  ) {
    let passesThrough = key.interceptionMode == .redirect
    var claims = DomainClaims(port: port)
    var domains: [[String]] = Array(repeating: [], count: services.count)
    for rank in HostDomains.Rank.allCases {
      for (index, resources) in services.enumerated() {
        let names = HostDomains.names(
          of: resources.service, rank: rank, clientNamespace: key.namespace)
        for name in names { domains[index] += claims.claim(name) }
      }
    }
    for (resources, domains) in zip(services, domains) where !domains.isEmpty {
      let service = resources.service
      let name = ResourceNames.hostAndPort(service.host, port: port)
      let cluster = ResourceNames.outboundCluster(host: service.host, port: port)
      virtualHosts.append(VirtualHost(name: name, domains: domains, action: .cluster(cluster)))
    }
    if passesThrough {
      for resources in services where resources.service.isHeadless {
        addPods(of: resources.service, port: port, key: key, claims: &claims)
      }
    }
    if claims.claimRest() {
      virtualHosts.append(
        passesThrough && !isRegistryOnly
          ? VirtualHost(
            name: "allow_any", domains: ["*"], action: .cluster(ResourceNames.passthrough))
          : VirtualHost(name: "block_all", domains: ["*"], action: .refuse))
    }
    origins = Set(services.flatMap(\.service.origins)).sorted()
  }

  /// Pods of a headless service have names of their own (`db-0.db.shop.svc.cluster.local`), and a
  /// request for one of them must not be balanced: it goes where its client sent it.
  private mutating func addPods(
    of service: MeshService, port: UInt16, key: ViewKey.Outbound, claims: inout DomainClaims
  ) {
    var domains: [String] = []
    for rank in HostDomains.Rank.allCases where rank != .address {
      let names = HostDomains.names(of: service, rank: rank, clientNamespace: key.namespace)
      for name in names where !name.hasPrefix("*") { domains += claims.claim("*.\(name)") }
    }
    guard !domains.isEmpty else { return }
    let name = ResourceNames.hostAndPort("*.\(service.host)", port: port)
    virtualHosts.append(
      VirtualHost(name: name, domains: domains, action: .cluster(ResourceNames.passthrough)))
  }
}

/// Which domains of a route configuration are taken: Envoy refuses one that has a domain twice, in
/// whatever case.
private struct DomainClaims {
  private let port: UInt16
  private var taken: Set<String> = []

  init(port: UInt16) { self.port = port }

  /// The domains that `name` gets: with and without port, without those that are taken.
  mutating func claim(_ name: String) -> [String] {
    let lowercased = name.lowercased()
    let candidates =
      lowercased == "*" ? ["*"] : [lowercased, ResourceNames.hostAndPort(lowercased, port: port)]
    return candidates.filter { taken.insert($0).inserted }
  }

  /// Claims every other host; false when a service has done so.
  mutating func claimRest() -> Bool { taken.insert("*").inserted }
}
