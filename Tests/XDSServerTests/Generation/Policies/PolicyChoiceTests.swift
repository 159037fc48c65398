import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Which DestinationRule holds for whom")
struct PolicyChoiceTests {
  /// The connections that a client may make.
  private static func connections(
    from namespace: String, labels: [String: String] = [:], _ rules: [DestinationRule],
    subset: String = ""
  ) throws -> UInt32? {
    var node = Fixture.node(namespace: namespace)
    node.labels = labels
    let other = Fixture.service("other", namespace: namespace, ports: [])
    return try Decoded(Fixture.mesh([Fixture.shop(), other], rules: rules), for: node)
      .connections(subset: subset)
  }

  private static func rule(
    _ connections: UInt32, namespace: String, host: String = "shop.default.svc.cluster.local",
    exportTo: ExportTo = .everywhere, selector: [String: String]? = nil, age: Int64? = nil
  ) -> DestinationRule {
    Fixture.destinationRule(
      "r\(connections)", namespace: namespace, host: host,
      policy: Fixture.policy(connections: connections), exportTo: exportTo, selector: selector,
      age: age)
  }

  private static func only(_ namespaces: String...) -> ExportTo {
    ExportTo(isPublic: false, namespaces: Set(namespaces))
  }

  @Test("The client's namespace, then the service's, then the root namespace")
  func namespaces() throws {
    let rules = [
      Self.rule(1, namespace: "client"), Self.rule(2, namespace: "default"),
      Self.rule(3, namespace: "istio-system"), Self.rule(4, namespace: "elsewhere"),
    ]
    #expect(try Self.connections(from: "client", rules) == 1)
    #expect(try Self.connections(from: "client", Array(rules[1...])) == 2)
    #expect(try Self.connections(from: "client", Array(rules[2...])) == 3)
    #expect(try Self.connections(from: "client", Array(rules[3...])) == nil)
    #expect(try Self.connections(from: "default", rules) == 2)
  }

  @Test("In the root namespace a rule for all does not come before the service's own")
  func root() throws {
    let general = Self.rule(3, namespace: "istio-system")
    let service = Self.rule(2, namespace: "default")
    let own = Self.rule(4, namespace: "istio-system", exportTo: Self.only("istio-system"))
    #expect(try Self.connections(from: "istio-system", [general, service]) == 2)
    #expect(try Self.connections(from: "istio-system", [general]) == 3)
    #expect(try Self.connections(from: "istio-system", [general, service, own]) == 4)
  }

  @Test("A rule holds for the namespaces to which it is exported")
  func exports() throws {
    let rules = [
      Self.rule(2, namespace: "default", exportTo: Self.only("default", "friend")),
      Self.rule(3, namespace: "istio-system", exportTo: Self.only("client")),
      Self.rule(5, namespace: "hermit", exportTo: Self.only()),
    ]
    #expect(try Self.connections(from: "default", rules) == 2)
    #expect(try Self.connections(from: "friend", rules) == 2)
    #expect(try Self.connections(from: "client", rules) == 3)
    #expect(try Self.connections(from: "stranger", rules) == nil)
    #expect(try Self.connections(from: "hermit", rules) == nil)
  }

  @Test("In one namespace the most telling host counts")
  func hosts() throws {
    let hosts = [
      "shop.default.svc.cluster.local", "*.default.svc.cluster.local", "*.cluster.local",
      "*.local", "*",
    ]
    let rules = hosts.enumerated().map {
      Self.rule(UInt32($0.offset + 1), namespace: "client", host: $0.element)
    }
    for start in rules.indices {
      let left = Array(rules[start...].reversed())
      #expect(try Self.connections(from: "client", left) == UInt32(start + 1))
    }
    // A pattern in the client's namespace comes before the host itself in another.
    let service = Self.rule(9, namespace: "default")
    #expect(try Self.connections(from: "client", [service, rules[4]]) == 5)
    let foreign = Self.rule(9, namespace: "client", host: "*.example.com")
    #expect(try Self.connections(from: "client", [foreign]) == nil)
  }

  @Test("A workload selector is for clients of its own namespace with those labels")
  func selectors() throws {
    let rules = [
      Self.rule(1, namespace: "client", selector: ["app": "a"]),
      Self.rule(2, namespace: "client"),
      Self.rule(3, namespace: "default", selector: ["app": "a"]),
    ]
    #expect(try Self.connections(from: "client", labels: ["app": "a", "x": "y"], rules) == 1)
    #expect(try Self.connections(from: "client", labels: ["app": "b"], rules) == 2)
    #expect(try Self.connections(from: "client", rules) == 2)
    #expect(try Self.connections(from: "other", labels: ["app": "a"], rules) == nil)
    #expect(try Self.connections(from: "client", labels: ["app": "a"], [rules[2]]) == nil)
    #expect(try Self.connections(from: "default", labels: ["app": "a"], rules) == 3)
    // Where nobody is selected, a less telling host is looked at.
    let pattern = Self.rule(7, namespace: "client", host: "*")
    #expect(try Self.connections(from: "client", [rules[0], pattern]) == 7)
  }

  @Test("Rules of one host are merged: the first policy, and the first subset of each name")
  func merging() throws {
    func subset(_ name: String, _ connections: UInt32?) -> DestinationRule.Subset {
      DestinationRule.Subset(
        name: name, labels: ["version": name],
        trafficPolicy: connections.map { Fixture.policy(connections: $0) })
    }
    let old = Fixture.destinationRule("z", subsets: [subset("v1", 1)], age: 10)
    let young = Fixture.destinationRule(
      "a", subsets: [subset("v1", 2), subset("v2", nil)],
      policy: Fixture.policy(connections: 3), age: 20)
    let rules = [young, old]
    #expect(try Self.connections(from: "default", rules) == 3)
    #expect(try Self.connections(from: "default", rules, subset: "v1") == 1)
    #expect(try Self.connections(from: "default", rules, subset: "v2") == 3)
    // What a rule for some workloads leaves open, that for all says.
    let selected = Fixture.destinationRule(
      "s", policy: Fixture.policy(connections: 4), selector: ["app": "a"], age: 30)
    let labels = ["app": "a"]
    let all = rules + [selected]
    #expect(try Self.connections(from: "default", labels: labels, all) == 4)
    #expect(try Self.connections(from: "default", labels: labels, all, subset: "v1") == 1)
    #expect(try Self.connections(from: "default", labels: labels, all, subset: "v2") == 4)
    #expect(try Self.connections(from: "default", all, subset: "v2") == 3)
  }

  @Test("A port's settings replace all others, a subset's come before the rule's")
  func levels() throws {
    func settings(_ connections: UInt32) -> TrafficPolicy.Settings {
      Fixture.policy(connections: connections).settings
    }
    let random = TrafficPolicy.LoadBalancer.simple(.random)
    var general = Fixture.policy(connections: 1)
    general.settings.loadBalancer = random
    general.portSettings = [90: settings(2)]
    var subset = Fixture.policy(connections: 3)
    subset.portSettings = [90: TrafficPolicy.Settings(loadBalancer: random)]
    let rule = Fixture.destinationRule(
      subsets: [
        DestinationRule.Subset(name: "own", trafficPolicy: subset),
        DestinationRule.Subset(name: "none"),
      ], policy: general)
    let decoded = try Decoded(Fixture.mesh([Fixture.shop()], rules: [rule]))
    #expect(try decoded.connections() == 1 && decoded.shop().lbPolicy == .random)
    #expect(try decoded.connections(90) == 2 && decoded.shop(90).lbPolicy == .roundRobin)
    #expect(try decoded.connections(subset: "own") == 3)
    #expect(try decoded.shop(subset: "own").lbPolicy == .random)
    #expect(try decoded.connections(90, subset: "own") == nil)
    #expect(try decoded.shop(90, subset: "own").lbPolicy == .random)
    #expect(try decoded.connections(subset: "none") == 1)
    #expect(try decoded.connections(90, subset: "none") == 2)
  }
}
