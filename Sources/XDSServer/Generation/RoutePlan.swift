internal import struct MeshModel.MeshService

/// The virtual hosts of one HTTP port, before they are put into Envoy's words.
struct RoutePlan {
  /// One virtual host.
  struct VirtualHost: Equatable {
    var name: String
    var domains: [String]
  }

  /// A virtual host for what is no service's.
  struct OtherHost {
    /// What becomes of its requests.
    enum Action {
      /// They go where their client sent them.
      case passThrough
      /// 502, as Istio answers for hosts outside the registry.
      case refuse
    }

    var host: VirtualHost
    var action: Action
  }

  /// The port.
  let port: UInt16
  /// Each service's virtual host, in the order of the services; nil where others have all names.
  private(set) var virtualHosts: [VirtualHost?] = []
  /// Whether some name of a service was taken already, be it by itself.
  private(set) var isContested: [Bool]
  /// The virtual hosts that are not one service's; the one for all other hosts is last.
  private(set) var others: [OtherHost] = []

  /// The routes for `services`, best first, on `port`, for clients of `key`.
  init(port: UInt16, services: [MeshService], key: ViewKey.Outbound, isRegistryOnly: Bool) {
    self.port = port
    let passesThrough = key.interceptionMode == .redirect
    var claims = DomainClaims(port: port)
    var domains: [[String]] = Array(repeating: [], count: services.count)
    isContested = Array(repeating: false, count: services.count)
    for rank in HostDomains.Rank.allCases {
      for (index, service) in services.enumerated() {
        let names = HostDomains.names(
          of: service, rank: rank, clientNamespace: key.namespace)
        for name in names {
          claims.claim(name, addingTo: &domains[index], isContested: &isContested[index])
        }
      }
    }
    virtualHosts = zip(services, domains).map { service, domains in
      if domains.isEmpty { return nil }
      let name = ResourceNames.hostAndPort(service.host, port: port)
      return VirtualHost(name: name, domains: domains)
    }
    if passesThrough {
      for service in services where service.isHeadless {
        addPods(of: service, port: port, key: key, claims: &claims)
      }
    }
    if claims.claimRest() {
      let isOpen = passesThrough && !isRegistryOnly
      others.append(
        OtherHost(
          host: VirtualHost(name: isOpen ? "allow_any" : "block_all", domains: ["*"]),
          action: isOpen ? .passThrough : .refuse))
    }
  }

  /// Pods of a headless service have names of their own (`db-0.db.shop.svc.cluster.local`), and a
  /// request for one of them must not be balanced: it goes where its client sent it.
  private mutating func addPods(
    of service: MeshService, port: UInt16, key: ViewKey.Outbound, claims: inout DomainClaims
  ) {
    var domains: [String] = []
    for rank in HostDomains.Rank.allCases where rank != .address {
      let names = HostDomains.names(of: service, rank: rank, clientNamespace: key.namespace)
      var isContested = false
      for name in names where !name.hasPrefix("*") {
        claims.claim("*.\(name)", addingTo: &domains, isContested: &isContested)
      }
    }
    guard !domains.isEmpty else { return }
    let name = ResourceNames.hostAndPort("*.\(service.host)", port: port)
    others.append(
      OtherHost(host: VirtualHost(name: name, domains: domains), action: .passThrough))
  }
}

/// Which domains of a route configuration are taken: Envoy refuses one that has a domain twice, in
/// whatever case.
private struct DomainClaims {
  private let port: UInt16
  private var taken: Set<String> = []

  init(port: UInt16) { self.port = port }

  /// Adds the domains that `name` gets, with and without port, unless they are taken.
  mutating func claim(
    _ name: String, addingTo domains: inout [String], isContested: inout Bool
  ) {
    let lowercased = name.lowercased()
    for domain in [lowercased, ResourceNames.hostAndPort(lowercased, port: port)] {
      if taken.insert(domain).inserted { domains.append(domain) } else { isContested = true }
      if lowercased == "*" { return }
    }
  }

  /// Claims every other host; false when a service has done so.
  mutating func claimRest() -> Bool { taken.insert("*").inserted }
}
