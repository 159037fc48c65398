internal import Platform

internal import struct MeshModel.DestinationRule

/// What the DestinationRules that may concern a service mean for its clients.
///
/// Clients for whom they come out the same are given the same ``ServicePolicy``, and with it the
/// same clusters. Taken over by later revisions of the service as long as neither the rules nor the
/// shape is another. Used by several threads at once.
final class ServicePolicies: Sendable {
  /// What a policy is made from.
  private struct Choice: Hashable, Sendable {
    /// The rules that hold, by their index, the one that counts first first.
    var rules: [Int]
    /// Where the traffic goes, for each setting that says anything of it.
    var balances: [LocalityBalance?]
  }

  /// The rules, as in ``ServiceRules``.
  let rules: [DestinationRule]
  /// The namespace of the service.
  let serviceNamespace: String
  private let rootNamespace: String
  private let made = Lock<[Choice: ServicePolicy]>([:])

  /// What `rules` mean for clients of a service.
  ///
  /// - Parameters:
  ///   - rules: the rules, as in ``ServiceRules``.
  ///   - serviceNamespace: the namespace of the service.
  ///   - rootNamespace: the namespace whose rules hold where there are no others.
  init(_ rules: [DestinationRule], serviceNamespace: String, rootNamespace: String) {
    self.rules = rules
    self.serviceNamespace = serviceNamespace
    self.rootNamespace = rootNamespace
  }

  /// What holds for a client; nil when no rule does.
  func policy(for client: OutboundClient) -> ServicePolicy? {
    let indices = chosen(for: client)
    if indices.isEmpty { return nil }
    let merged = MergedRule(indices.map { rules[$0] })
    let choice = Choice(
      rules: indices,
      balances: merged.everySettings.map { LocalityBalance($0, client: client) })
    return made.value(for: choice) { ServicePolicy(merged, client: client) }
  }
}

// Which rules hold: https://istio.io/latest/docs/ops/best-practices/traffic-management/
// "Cross-namespace configuration sharing", and the reference of `workloadSelector`.
extension ServicePolicies {
  /// The rules that hold for a client, by their index: those of one host and namespace.
  ///
  /// The client's own namespace is asked first, then the service's, then the root namespace; in
  /// each the most telling host counts.
  private func chosen(for client: OutboundClient) -> [Int] {
    // Rules of the root namespace are meant for all, so to its own clients too they come last, but
    // for those that nobody else could be meant by.
    let isRoot = client.namespace == rootNamespace
    let own = rules(of: client.namespace) { rule in
      rule.exportTo.isVisible(in: client.namespace) && (!isRoot || rule.isPrivate)
        && rule.selects(client.labels)
    }
    if !own.isEmpty { return own }
    for namespace in [serviceNamespace, rootNamespace] {
      let exported = rules(of: namespace) { rule in
        // A selector is for workloads of the rule's own namespace.
        rule.workloadSelector == nil && rule.exportTo.isVisible(in: client.namespace)
      }
      if !exported.isEmpty { return exported }
    }
    return []
  }

  /// The rules of a namespace that hold: all of the first host of which one does.
  private func rules(of namespace: String, where holds: (DestinationRule) -> Bool) -> [Int] {
    let holding = rules.indices.filter { index in
      rules[index].metadata.namespace == namespace && holds(rules[index])
    }
    guard let host = holding.first.map({ rules[$0].host }) else { return [] }
    let same = holding.filter { rules[$0].host == host }
    // Of rules for some workloads, those with the first one's selector; what they leave open the
    // rules for all say.
    guard let selected = same.first(where: { rules[$0].workloadSelector != nil }) else {
      return same
    }
    let selector = rules[selected].workloadSelector
    return same.filter { rules[$0].workloadSelector == selector }
      + same.filter { rules[$0].workloadSelector == nil }
  }
}

extension DestinationRule {
  /// Whether it is for clients of its own namespace alone.
  fileprivate var isPrivate: Bool {
    workloadSelector != nil
      || (!exportTo.isPublic && exportTo.namespaces == [metadata.namespace])
  }

  /// Whether it concerns clients with those labels.
  fileprivate func selects(_ labels: [String: String]) -> Bool {
    workloadSelector.map(labels.hasAll) ?? true
  }
}
