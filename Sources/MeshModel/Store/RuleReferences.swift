/// Names a rule within a mesh.
enum RuleName: Hashable, Sendable {
  case virtualService(ObjectName)
  case destinationRule(ObjectName)
  case gateway(ObjectName)
}

/// Which rules have to be checked again when something that they name is not the same any more.
struct RuleReferences: Sendable {
  /// By each host that a rule names, as what it is for or as a destination.
  private var byHost: [String: Set<RuleName>] = [:]
  /// The VirtualServices by the Gateways to which they are bound, `NAMESPACE/NAME`.
  private(set) var byGateway: [String: Set<ObjectName>] = [:]

  /// Whether no rule names anything.
  var isEmpty: Bool { byHost.isEmpty }

  /// Follows what became of rules for hosts.
  mutating func apply<Rule: HostRule>(_ changes: RuleTable<Rule>.Changes) {
    for rule in changes.leaving.map(\.value) {
      for host in rule.namedHosts { remove(rule.ruleName, host) }
      for gateway in rule.boundGateways {
        byGateway[gateway]?.remove(rule.name)
        if byGateway[gateway]?.isEmpty == true { byGateway[gateway] = nil }
      }
    }
    for rule in changes.coming.map(\.value) {
      for host in rule.namedHosts { insert(rule.ruleName, host) }
      for gateway in rule.boundGateways { byGateway[gateway, default: []].insert(rule.name) }
    }
  }

  private mutating func insert(_ rule: RuleName, _ host: String) {
    byHost[host, default: []].insert(rule)
  }

  private mutating func remove(_ rule: RuleName, _ host: String) {
    guard var rules = byHost.removeValue(forKey: host) else { return }
    rules.remove(rule)
    if !rules.isEmpty { byHost[host] = rules }
  }

  /// Adds the rules that name `host`.
  func insertRules(naming host: String, into rules: inout Set<RuleName>) {
    if let found = byHost[host] { rules.formUnion(found) }
  }

  /// Adds the rules that name a host for which `pattern` stands.
  func insertRules(namingAnyOf pattern: String, into rules: inout Set<RuleName>) {
    guard pattern.hasPrefix("*") else { return insertRules(naming: pattern, into: &rules) }
    for (host, found) in byHost where HostPattern.covers(pattern, host) { rules.formUnion(found) }
  }
}
