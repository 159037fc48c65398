/// What was looked up to merge one host: when one of the answers changes, the host is merged again.
struct Lookups: Hashable, Sendable {
  /// The pods that were asked for by name, and are there.
  var pods: [Int] = []
  /// The pods that were asked for by name, and are not there.
  var missingPods: [ObjectName] = []
  /// The addresses whose holders were asked for.
  var addresses: [IPAddress] = []
  /// What pods or WorkloadEntries were selected with.
  var selectors: Set<Selector> = []
}

/// The labels that workloads of a namespace must have; all of its workloads when it has none.
struct Selector: Hashable, Sendable {
  var namespace: String
  var labels: [String: String]

  /// Whether it takes a workload of `namespace` with `labels`.
  func selects(_ labels: [String: String], of namespace: String) -> Bool {
    self.namespace == namespace && labels.hasAll(self.labels)
  }
}

/// Which hosts have looked something up.
struct LookupIndex: Sendable {
  private struct Label: Hashable {
    var namespace: String
    var key: String
    var value: String
  }

  private struct Selection {
    var host: Int
    var selector: Selector
  }

  /// By the pod's number.
  private var byPod: [NumberSet] = []
  private var byMissingPod: [ObjectName: NumberSet] = [:]
  private var byAddress: [IPAddress: NumberSet] = [:]
  /// Each selector is at one of its labels only: the one that the fewest pods have.
  private var byLabel: [Label: [Selection]] = [:]
  /// The selectors without labels, by namespace.
  private var byNamespace: [String: NumberSet] = [:]
  /// Where each selector is.
  private var labels: [Selector: Label] = [:]

  mutating func add(_ lookups: Lookups, of host: Int, _ pods: LabelIndex) {
    for pod in lookups.pods {
      while byPod.count <= pod { byPod.append(.none) }
      byPod[pod].insert(host)
    }
    for name in lookups.missingPods { byMissingPod[name, default: .none].insert(host) }
    for address in lookups.addresses { byAddress[address, default: .none].insert(host) }
    for selector in lookups.selectors {
      guard let label = label(of: selector, pods) else {
        byNamespace[selector.namespace, default: .none].insert(host)
        continue
      }
      byLabel[label, default: []].append(Selection(host: host, selector: selector))
    }
  }

  mutating func remove(_ lookups: Lookups, of host: Int) {
    for pod in lookups.pods { byPod[pod].remove(host) }
    for name in lookups.missingPods { byMissingPod.remove(host, from: name) }
    for address in lookups.addresses { byAddress.remove(host, from: address) }
    for selector in lookups.selectors {
      guard let label = labels[selector] else {
        byNamespace.remove(host, from: selector.namespace)
        continue
      }
      byLabel[label]?.removeAll { $0.host == host && $0.selector == selector }
      if byLabel[label]?.contains(where: { $0.selector == selector }) != true {
        labels[selector] = nil
      }
      if byLabel[label]?.isEmpty == true { byLabel[label] = nil }
    }
  }

  private mutating func label(of selector: Selector, _ pods: LabelIndex) -> Label? {
    if let label = labels[selector] { return label }
    let rarest = selector.labels.map { key, value in
      (pods.count(of: selector.namespace, key: key, value: value), key, value)
    }.min { $0 < $1 }
    guard let (_, key, value) = rarest else { return nil }
    let label = Label(namespace: selector.namespace, key: key, value: value)
    labels[selector] = label
    return label
  }

  /// Adds the hosts that asked for the pod of that number and name to `hosts`.
  func insertHosts(askingFor pod: Int, _ name: ObjectName, into hosts: inout Set<Int>) {
    if pod < byPod.count { byPod[pod].insert(into: &hosts) }
    if !byMissingPod.isEmpty { byMissingPod[name]?.insert(into: &hosts) }
  }

  /// Adds the hosts that asked who holds `address` to `hosts`.
  func insertHosts(askingFor address: IPAddress, into hosts: inout Set<Int>) {
    if !byAddress.isEmpty { byAddress[address]?.insert(into: &hosts) }
  }

  /// Adds the hosts with a selector that takes a workload to `hosts`.
  func insertHosts(
    selecting workload: [String: String], of namespace: String, into hosts: inout Set<Int>
  ) {
    if !byNamespace.isEmpty { byNamespace[namespace]?.insert(into: &hosts) }
    guard !byLabel.isEmpty else { return }
    for (key, value) in workload {
      let label = Label(namespace: namespace, key: key, value: value)
      for selection in byLabel[label] ?? []
      where selection.selector.selects(workload, of: namespace) {
        hosts.insert(selection.host)
      }
    }
  }
}
