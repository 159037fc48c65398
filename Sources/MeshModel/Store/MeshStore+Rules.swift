// From VirtualServices, DestinationRules and Gateways that were touched to those of the mesh.
extension MeshStore {
  /// Arranges the rules that were touched, notes which are not the same any more, and checks again
  /// those that name what is not the same any more, which `difference` has.
  mutating func arrangeRules(_ touched: Touched, _ difference: inout MeshDifference) {
    var unchecked: Set<RuleName> = []
    arrangeVirtualServices(touched.virtualServices, &difference, &unchecked)
    arrangeDestinationRules(touched.destinationRules, &difference, &unchecked)
    arrangeGateways(touched.gateways, &difference, &unchecked)
    for service in difference.services where !references.isEmpty {
      // Only these look at endpoints, which change far more often than anything else.
      for rule in mesh.destinationRules(naming: service.host) {
        unchecked.insert(.destinationRule(rule.name))
      }
    }
    for host in touched.hostsSeenOtherwise where !references.isEmpty {
      references.insertRules(naming: host, into: &unchecked)
      // Advice for a name that lacks the end.
      if let short = mesh.configuration.shortName(of: host) {
        references.insertRules(naming: short, into: &unchecked)
      }
    }
    for rule in unchecked { problems.set(problems(of: rule), by: .rule(rule)) }
  }

  private mutating func arrangeVirtualServices(
    _ names: Set<ObjectName>, _ difference: inout MeshDifference,
    _ unchecked: inout Set<RuleName>
  ) {
    let configuration = mesh.configuration
    let changes = virtualServices.update(names) {
      index.virtualServices.object(named: $0)?.value.qualified(configuration)
    }
    arrange(changes, \.virtualServices, \.virtualServicesByHost, &unchecked)
    difference.note(changes.all)
    for rule in changes.all {
      for host in rule.hosts { references.insertRules(naming: host, into: &unchecked) }
      for gateway in rule.boundGateways.compactMap(mesh.gateway(named:)) {
        unchecked.insert(.gateway(gateway.name))
      }
    }
  }

  private mutating func arrangeDestinationRules(
    _ names: Set<ObjectName>, _ difference: inout MeshDifference,
    _ unchecked: inout Set<RuleName>
  ) {
    let configuration = mesh.configuration
    let changes = destinationRules.update(names) {
      index.destinationRules.object(named: $0)?.value.qualified(configuration)
    }
    arrange(changes, \.destinationRules, \.destinationRulesByHost, &unchecked)
    difference.note(changes.all)
    for rule in changes.all {
      references.insertRules(namingAnyOf: rule.host, into: &unchecked)
    }
  }

  /// Puts rules for hosts where the mesh has them.
  private mutating func arrange<Rule: HostRule>(
    _ changes: RuleTable<Rule>.Changes, _ list: WritableKeyPath<Mesh, MeshList<Rule>>,
    _ byHost: WritableKeyPath<Mesh, SortedChunks<HostedRule<Rule>>>,
    _ unchecked: inout Set<RuleName>
  ) {
    guard !changes.isEmpty else { return }
    mesh[keyPath: list].elements.replace(changes.leaving, with: changes.coming)
    mesh[keyPath: byHost].replace(
      HostedRule.all(changes.leaving), with: HostedRule.all(changes.coming))
    references.apply(changes)
    unchecked.formUnion(changes.all.map(\.ruleName))
  }

  private mutating func arrangeGateways(
    _ names: Set<ObjectName>, _ difference: inout MeshDifference,
    _ unchecked: inout Set<RuleName>
  ) {
    let changes = gateways.update(names) { index.gateways.object(named: $0)?.value }
    guard !changes.isEmpty else { return }
    mesh.gateways.elements.replace(changes.leaving, with: changes.coming)
    for gateway in changes.leaving { mesh.gatewaysByName[gateway.value.boundName] = nil }
    for gateway in changes.coming {
      mesh.gatewaysByName[gateway.value.boundName] = gateway.value
    }
    difference.gatewaysDiffer = true
    for gateway in changes.all {
      unchecked.insert(.gateway(gateway.name))
      for rule in references.byGateway[gateway.boundName] ?? [] {
        unchecked.insert(.virtualService(rule))
      }
      for other in mesh.gateways where other.sharesPort(with: gateway) {
        unchecked.insert(.gateway(other.name))
      }
    }
  }

  /// What does not fit of a rule; nothing when there is no such rule any more.
  private func problems(of rule: RuleName) -> Set<MeshProblem> {
    switch rule {
    case .virtualService(let name):
      virtualServices[name].map { RuleCheck.problems(of: $0, in: mesh) } ?? []
    case .destinationRule(let name):
      destinationRules[name].map { RuleCheck.problems(of: $0, in: mesh) } ?? []
    case .gateway(let name):
      gateways[name].map { gateway in
        RuleCheck.problems(
          of: gateway, isUsed: references.byGateway[gateway.boundName] != nil, in: mesh)
      } ?? []
    }
  }
}

extension MeshConfiguration {
  /// What is left of a Service's host without `.svc` and the cluster's domain: its name and
  /// namespace; nil for any other host.
  fileprivate func shortName(of host: String) -> String? {
    let end = ".svc.\(clusterDomain)"
    return host.hasSuffix(end) ? String(host.dropLast(end.count)) : nil
  }
}
