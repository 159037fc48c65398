internal import struct MeshModel.DestinationRule
internal import struct MeshModel.Mesh
internal import struct MeshModel.VirtualService

/// What the rules of the mesh ask of clients: a view depends on nothing else of a client's labels
/// and place, so that those who differ in what nobody asks for share one.
struct ClientTraits: Sendable {
  /// How many rules name a label of clients, counted once for each host of the rule.
  private var labelCounts: [String: Int] = [:]
  /// How many rules ask where clients are.
  private var localityCount = 0
  /// How many rules are in a namespace, for it, or ask for it.
  private var namespaceCounts: [String: Int] = [:]

  /// What the rules of `mesh` ask.
  init(_ mesh: Mesh) {
    for rule in mesh.virtualServices {
      for _ in Set(rule.hosts) { count(rule, by: 1) }
    }
    for rule in mesh.destinationRules { count(rule, by: 1) }
  }

  /// What is asked when the rules for those hosts are no longer those of `old`, but of `new`.
  func applying(_ hosts: Set<String>, from old: Mesh, to new: Mesh) -> ClientTraits {
    var traits = self
    for (mesh, step) in [(old, -1), (new, 1)] {
      for host in hosts {
        for rule in mesh.virtualServices(naming: host) { traits.count(rule, by: step) }
        for rule in mesh.destinationRules(naming: host) { traits.count(rule, by: step) }
      }
    }
    return traits
  }

  /// Whether any rule asks where clients are.
  var askForLocality: Bool { localityCount > 0 }

  /// Those of `labels` that any rule asks for.
  func asked(of labels: [String: String]) -> [String: String] {
    labelCounts.isEmpty ? [:] : labels.filter { labelCounts[$0.key] != nil }
  }

  /// Whether it makes a difference to any rule that a client is in that namespace.
  func contains(namespace: String) -> Bool { namespaceCounts[namespace] != nil }

  /// Whether the same is asked: then no view of a client is another.
  func asksTheSame(as other: ClientTraits) -> Bool {
    askForLocality == other.askForLocality && labelCounts.keys == other.labelCounts.keys
      && namespaceCounts.keys == other.namespaceCounts.keys
  }

  private mutating func count(_ rule: VirtualService, by step: Int) {
    let sources = rule.sources
    count(Set(sources.flatMap(\.labels.keys)), in: &labelCounts, by: step)
    let namespaces = rule.exportTo.namespaces.union(sources.compactMap(\.namespace))
    count(namespaces.union([rule.metadata.namespace]), in: &namespaceCounts, by: step)
  }

  private mutating func count(_ rule: DestinationRule, by step: Int) {
    // Rules are merged, and what none asks for alone they may ask for together.
    let settings = MergedRule([rule]).everySettings
    let mayAsk = settings.contains {
      $0.outlierDetection != nil || $0.loadBalancer?.locality != nil
    }
    if mayAsk { localityCount += step }
    let priorities = settings.flatMap { $0.loadBalancer?.locality?.failoverPriority ?? [] }
    let keys = (rule.workloadSelector ?? [:]).keys + priorities.filter { !$0.contains("=") }
    count(Set(keys), in: &labelCounts, by: step)
    let namespaces = rule.exportTo.namespaces.union([rule.metadata.namespace])
    count(namespaces, in: &namespaceCounts, by: step)
  }

  private func count(_ names: Set<String>, in counts: inout [String: Int], by step: Int) {
    for name in names {
      let count = counts[name, default: 0] + step
      counts[name] = count == 0 ? nil : count
    }
  }
}
