import MeshModel
import Testing
import XDSProto

@testable import XDSServer

/// Clients in one place, settings, and what the endpoints of each place get.
struct LocalityCase: Sendable, CustomTestStringConvertible {
  var name: String
  /// Where the client is.
  var client: String?
  var labels: [String: String] = [:]
  var setting: TrafficPolicy.LocalitySetting?
  var hasOutlierDetection = true
  /// `PLACE priority weight`, in the order of the assignment.
  var expected: [String]

  var testDescription: String { name }

  static let unruled = ["a/x/1 0 1", "a/x/2 0 1", "a/y/1 0 3", "b/x/1 0 1", "c/x/1 0 1"]
}

@Suite("Where the traffic of a place goes")
struct LocalityBalanceTests {
  static let service = Fixture.shop([
    Fixture.server(1, labels: ["version": "v1"], at: "a/x/1"),
    Fixture.server(2, labels: ["version": "v2"], at: "a/x/2"),
    Fixture.server(3, labels: ["version": "v1"], kind: .vm, at: "a/y/1", weight: 3),
    Fixture.server(4, labels: ["version": "v2"], kind: .vm, at: "b/x/1"),
    Fixture.server(5, at: "c/x/1"),
  ])

  static func assignment(
    for node: ProxyNode, setting: TrafficPolicy.LocalitySetting?, outliers: Bool = true,
    _ service: MeshService = service
  ) throws -> (Cluster, ClusterLoadAssignment) {
    let policy = Fixture.policy(
      TrafficPolicy.LoadBalancer(locality: setting),
      outliers: outliers ? TrafficPolicy.OutlierDetection() : nil)
    let mesh = Fixture.mesh([service], rules: [Fixture.destinationRule(policy: policy)])
    let decoded = try Decoded(mesh, for: node)
    return (try decoded.shop(), try decoded.servers())
  }

  static let cases = [
    LocalityCase(
      name: "Without outlier detection all places are alike", client: "a/x/1",
      hasOutlierDetection: false, expected: LocalityCase.unruled),
    LocalityCase(
      name: "With it, sub-zone, zone, region, then the rest", client: "a/x/1",
      expected: ["a/x/1 0 1", "a/x/2 1 1", "a/y/1 2 3", "b/x/1 3 1", "c/x/1 3 1"]),
    LocalityCase(
      name: "Priorities have no gaps", client: "a/y/7",
      expected: ["a/y/1 0 3", "a/x/1 1 1", "a/x/2 1 1", "b/x/1 2 1", "c/x/1 2 1"]),
    LocalityCase(
      name: "From a place where nothing is, all are equally far", client: "d/x/1",
      expected: LocalityCase.unruled),
    LocalityCase(
      name: "Of a client that does not say where it is, too", client: nil,
      expected: LocalityCase.unruled),
    LocalityCase(
      name: "It can be switched off", client: "a/x/1", setting: .init(isEnabled: false),
      expected: LocalityCase.unruled),
    LocalityCase(
      name: "A failover names the region that is next", client: "a/x/1",
      setting: .init(failover: [
        .init(from: "b", to: "a"), .init(from: "a", to: "c"),
      ]),
      expected: ["a/x/1 0 1", "a/x/2 1 1", "a/y/1 2 3", "c/x/1 3 1", "b/x/1 4 1"]),
    LocalityCase(
      name: "A failover from another region changes nothing", client: "a/x/1",
      setting: .init(failover: [.init(from: "b", to: "c")]),
      expected: ["a/x/1 0 1", "a/x/2 1 1", "a/y/1 2 3", "b/x/1 3 1", "c/x/1 3 1"]),
    LocalityCase(
      name: "Fixed shares need no outlier detection", client: "a/x/1",
      setting: .init(distribute: [
        .init(from: "b/*", to: ["b/*": 100]),
        .init(from: "a/x/*", to: ["a/x/*": 80, "b/*": 20]),
      ]),
      hasOutlierDetection: false, expected: ["a/x/1 0 40", "a/x/2 0 40", "b/x/1 0 20"]),
    LocalityCase(
      name: "A share is divided by weight, in the most telling place", client: "c/x/1",
      setting: .init(distribute: [
        .init(from: "*", to: ["a/*": 40, "a/x/1": 10, "c": 50, "b/*": 0])
      ]),
      expected: ["a/x/1 0 10", "a/x/2 0 10", "a/y/1 0 30", "c/x/1 0 50"]),
    LocalityCase(
      name: "Shares of other places concern nobody here", client: "c/x/1",
      setting: .init(distribute: [.init(from: "a", to: ["a": 100])]),
      expected: LocalityCase.unruled),
    LocalityCase(
      name: "Labels count by their order", client: "a/x/1", labels: ["version": "v1"],
      setting: .init(failoverPriority: [
        "version", "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
      ]),
      expected: ["a/x/1 0 1", "a/y/1 1 3", "a/x/2 2 1", "b/x/1 2 1", "c/x/1 2 1"]),
    LocalityCase(
      name: "A label may say its value", client: "a/x/1", labels: ["version": "v1"],
      setting: .init(failoverPriority: ["version=v2"]),
      expected: ["a/x/2 0 1", "b/x/1 0 1", "a/x/1 1 1", "a/y/1 1 3", "c/x/1 1 1"]),
    LocalityCase(
      name: "Where both are said, the failover is inside of the labels", client: "a/x/1",
      labels: ["version": "v1"],
      setting: .init(failover: [.init(from: "a", to: "c")], failoverPriority: ["version"]),
      expected: ["a/x/1 0 1", "a/y/1 1 3", "a/x/2 2 1", "c/x/1 3 1", "b/x/1 4 1"]),
  ]

  @Test("Places, priorities and weights", arguments: cases)
  func balance(_ example: LocalityCase) throws {
    var node = Fixture.node()
    node.locality = example.client.map(Fixture.locality)
    node.labels = example.labels
    let (cluster, assignment) = try Self.assignment(
      for: node, setting: example.setting, outliers: example.hasOutlierDetection)
    #expect(
      assignment.endpoints.map { group in
        let place = group.locality ?? XDSProto.Locality()
        return "\(place.region)/\(place.zone)/\(place.subZone) \(group.priority) "
          + "\(group.loadBalancingWeight ?? 0)"
      } == example.expected)
    let weighs =
      example.setting.map {
        !$0.distribute.isEmpty || !$0.failover.isEmpty || !$0.failoverPriority.isEmpty
      } ?? false
    let isWeighted =
      cluster.commonLbConfig?.localityConfigSpecifier == .localityWeightedLbConfig(.init())
    #expect(isWeighted == weighs)
    #expect(cluster.commonLbConfig?.healthyPanicThreshold?.value == 0)
  }

  @Test("A client is where it says, else where its workload is")
  func workload() throws {
    var pod = Fixture.pod("client", at: Fixture.ip(10, 1, 0, 1))
    pod.locality = Fixture.locality("b/x/1")
    let policy = Fixture.policy(outliers: TrafficPolicy.OutlierDetection())
    let mesh = Fixture.mesh(
      [Self.service], workloads: [pod], rules: [Fixture.destinationRule(policy: policy)])
    func nearest(_ node: ProxyNode) throws -> String? {
      try Decoded(mesh, for: node).servers().endpoints.first?.locality?.region
    }
    var node = Fixture.node()
    #expect(try nearest(node) == "b")
    // Envoy sends an empty one when it does not know.
    node.locality = MeshLocality()
    #expect(try nearest(node) == "b")
    node.locality = Fixture.locality("c/x/1")
    #expect(try nearest(node) == "c")
  }

  @Test("In a DNS cluster names have priorities too, and a single name has none")
  func names() throws {
    for resolution in [MeshService.Resolution.dns, .dnsRoundRobin] {
      var service = Fixture.shop(
        ["a/x/1", "b/x/1"].map { place in
          Fixture.endpoint(
            .hostname("\(place.prefix(1)).example"), ports: [80: 80],
            locality: Fixture.locality(place))
        })
      service.resolution = resolution
      var node = Fixture.node()
      node.locality = Fixture.locality("b/x/1")
      let policy = Fixture.policy(outliers: TrafficPolicy.OutlierDetection())
      let mesh = Fixture.mesh([service], rules: [Fixture.destinationRule(policy: policy)])
      let cluster = try Decoded(mesh, for: node).shop()
      let isSingle = resolution == .dnsRoundRobin
      #expect(
        cluster.loadAssignment?.sockets
          == (isSingle ? ["a.example:80"] : ["b.example:80", "a.example:80"]))
      #expect(cluster.loadAssignment?.endpoints.map(\.priority) == (isSingle ? [0] : [0, 1]))
    }
  }
}
