/// The rules of one kind, as the mesh has them: with qualified hosts.
struct RuleTable<Rule: RankedObject & Sendable>: Sendable {
  /// What became of some rules.
  struct Changes {
    var leaving: [Shared<Rule>] = []
    var coming: [Shared<Rule>] = []

    var isEmpty: Bool { leaving.isEmpty && coming.isEmpty }

    /// The rules as they were, and as they are.
    var all: [Rule] { (leaving + coming).map(\.value) }
  }

  private var rules: [ObjectName: Shared<Rule>] = [:]

  /// The rule of that name; nil when there is none.
  subscript(name: ObjectName) -> Rule? { rules[name]?.value }

  /// Makes those of `names` anew; answers with those that are not the same any more, ordered.
  mutating func update(_ names: Set<ObjectName>, _ make: (ObjectName) -> Rule?) -> Changes {
    var changes = Changes()
    for name in names {
      let before = rules[name]
      let after = make(name)
      if before?.value == after { continue }
      let shared = after.map { Shared($0) }
      rules[name] = shared
      if let before { changes.leaving.append(before) }
      if let shared { changes.coming.append(shared) }
    }
    changes.leaving.sort { $0.precedes($1) }
    changes.coming.sort { $0.precedes($1) }
    return changes
  }
}

/// A rule, of which the older counts more than the younger.
protocol RankedObject: NamedObject, Ordered {}

extension RankedObject {
  /// Whether it counts more than `other`.
  func precedes(_ other: Self) -> Bool { metadata.precedes(other.metadata) }
}

extension ObjectMetadata {
  /// Whether a rule counts more than another of its kind: by age, then name, then namespace.
  ///
  /// One that says no age counts as older than all, as Istio has it of a time that is not set.
  package func precedes(_ other: Self) -> Bool {
    if creationTime != other.creationTime {
      return (creationTime ?? .min) < (other.creationTime ?? .min)
    }
    return name == other.name ? namespace < other.namespace : name < other.name
  }
}

extension VirtualService: RankedObject {}
extension DestinationRule: RankedObject {}
extension Gateway: RankedObject {}

/// A rule that is for hosts.
protocol HostRule: RankedObject, Sendable {
  /// Its name among those of all kinds.
  var ruleName: RuleName { get }
  /// The hosts that it is for, each once.
  var ruleHosts: Set<String> { get }
  /// Every host that it names.
  var namedHosts: Set<String> { get }
  /// The Gateways to which it is bound, `NAMESPACE/NAME`.
  var boundGateways: Set<String> { get }

  /// The same with all hosts qualified.
  func qualified(_ configuration: MeshConfiguration) -> Self
}

extension VirtualService: HostRule {
  var ruleName: RuleName { .virtualService(name) }
  var ruleHosts: Set<String> { Set(hosts) }
}

extension DestinationRule: HostRule {
  var ruleName: RuleName { .destinationRule(name) }
  var ruleHosts: Set<String> { [host] }
  var namedHosts: Set<String> { [host] }
  var boundGateways: Set<String> { [] }
}

/// A rule under one of its hosts.
struct HostedRule<Rule: HostRule>: Sendable, Ordered {
  var host: String
  var rule: Shared<Rule>

  func precedes(_ other: Self) -> Bool {
    host == other.host ? rule.precedes(other.rule) : host < other.host
  }

  /// Each of `rules` under all of its hosts, ordered.
  static func all(_ rules: [Shared<Rule>]) -> [Self] {
    var result: [Self] = []
    result.reserveCapacity(rules.count)
    for rule in rules {
      for host in rule.value.ruleHosts { result.append(Self(host: host, rule: rule)) }
    }
    result.sort { $0.precedes($1) }
    return result
  }
}
