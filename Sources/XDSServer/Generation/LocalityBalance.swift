internal import struct MeshModel.Endpoint
internal import struct MeshModel.Locality
internal import struct MeshModel.TrafficPolicy

/// Where the traffic of clients in one place goes.
///
/// https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/
enum LocalityBalance: Hashable, Sendable {
  /// Fixed shares of places, written as in `distribute`; other places get nothing.
  case shares([String: UInt32])
  /// The nearest that are healthy.
  case failover(Failover)

  /// What is near.
  struct Failover: Hashable, Sendable {
    /// A label that an endpoint should have.
    struct Label: Hashable, Sendable {
      var key: String
      /// Nil when an endpoint should not have it.
      var value: String?
    }

    /// The labels that count before the place, the most important first.
    var labels: [Label] = []
    /// Where the client is; nil when the place does not count.
    var locality: Locality?
    /// The region that comes before all others but the client's own; nil when all are equal.
    var nextRegion: String?
  }

  /// What is asked of a client.
  struct Client: Sendable {
    var labels: [String: String]
    var locality: Locality

    init(_ client: OutboundClient) {
      labels = client.labels
      locality = client.locality ?? Locality()
    }
  }

  /// What `settings` say to a client; nil when they say nothing.
  init?(_ settings: TrafficPolicy.Settings, client: OutboundClient) {
    self.init(settings, client: Client(client))
  }

  /// What `settings` say to a client; nil when they say nothing.
  init?(_ settings: TrafficPolicy.Settings, client: Client) {
    guard settings.asksForLocality else { return nil }
    let setting = settings.loadBalancer?.locality ?? TrafficPolicy.LocalitySetting()
    if !setting.distribute.isEmpty {
      let own = setting.distribute.first { client.locality.isIn($0.from) }
      guard let own else { return nil }
      self = .shares(own.to)
      return
    }
    var failover = Failover()
    failover.labels = setting.failoverPriority.map { Failover.Label($0, client: client) }
    if setting.failoverPriority.isEmpty || !setting.failover.isEmpty {
      failover.locality = client.locality
      let own = setting.failover.first { $0.from == client.locality.region }
      failover.nextRegion = own?.to
    }
    self = .failover(failover)
  }
}

extension TrafficPolicy.Settings {
  /// Whether where the traffic goes depends on where the client is.
  ///
  /// "Failover requires outlier detection to be in effect for it to work"
  /// (https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting):
  /// without it nobody would notice that a place is down.
  var asksForLocality: Bool {
    guard loadBalancer?.locality?.isEnabled != false else { return false }
    return outlierDetection != nil || loadBalancer?.locality?.distribute.isEmpty == false
  }

  /// Whether the weights of places count against each other, and not only those of endpoints.
  var weighsLocalities: Bool {
    guard asksForLocality, let setting = loadBalancer?.locality else { return false }
    return !setting.distribute.isEmpty || !setting.failover.isEmpty
      || !setting.failoverPriority.isEmpty
  }
}

extension LocalityBalance.Failover {
  /// How far an endpoint is: 0 is nearest, and numbers may be left out.
  func distance(to endpoint: Endpoint) -> UInt32 {
    let byLabels = labels.firstIndex { $0.value != endpoint.topologyLabel($0.key) }
      .map { UInt32(labels.count - $0) }
    return 5 * (byLabels ?? 0) + distance(to: endpoint.locality ?? Locality())
  }

  private func distance(to other: Locality) -> UInt32 {
    guard let locality else { return 0 }
    guard locality.region == other.region else {
      return nextRegion.map { $0 == other.region ? 3 : 4 } ?? 3
    }
    guard locality.zone == other.zone else { return 2 }
    return locality.subZone == other.subZone ? 0 : 1
  }
}

extension LocalityBalance.Failover.Label {
  /// A label of `failoverPriority`: `KEY` is as the client has it, `KEY=VALUE` says itself what it
  /// is.
  fileprivate init(_ text: String, client: LocalityBalance.Client) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    key = String(parts[0])
    value =
      parts.count == 2
      ? String(parts[1])
      : client.labels[key] ?? client.locality.topologyLabel(key)
  }
}

extension Locality {
  /// Whether it is covered by `place`, which is `REGION/ZONE/SUBZONE`, where `*` and what is left
  /// out mean any.
  func isIn(_ place: String) -> Bool {
    let parts = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    func covers(_ index: Int, _ name: String) -> Bool {
      guard index < parts.count, parts[index] != "*" else { return true }
      // Of a region that is left out nothing is known; of a zone, that it does not matter.
      return parts[index] == name || (index > 0 && parts[index].isEmpty)
    }
    return covers(0, region) && covers(1, zone) && covers(2, subZone)
  }

  /// What the labels of Kubernetes and Istio for places would say of it.
  fileprivate func topologyLabel(_ key: String) -> String? {
    let name: String? =
      switch key {
      case "topology.kubernetes.io/region": region
      case "topology.kubernetes.io/zone": zone
      case "topology.istio.io/subzone": subZone
      default: nil
      }
    return name?.isEmpty == true ? nil : name
  }
}

extension Endpoint {
  /// A label of its workload, or what is known of its place by another way.
  fileprivate func topologyLabel(_ key: String) -> String? {
    if let value = labels[key] { return value }
    if key == "topology.istio.io/network" { return network.isEmpty ? nil : network }
    return locality?.topologyLabel(key)
  }
}
