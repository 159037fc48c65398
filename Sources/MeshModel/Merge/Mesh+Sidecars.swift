// Which Sidecar holds for a workload (docs/MERGING.md, rule 19).
extension Mesh {
  /// The Sidecar for a workload in `namespace` with these labels.
  ///
  /// The first by name of those in the namespace that select the labels; else of those that select
  /// nothing; else of those in the root namespace that select nothing.
  public func sidecar(forNamespace namespace: String, labels: [String: String]) -> Sidecar? {
    let own = sidecars(of: namespace)
    return own.first { $0.selects(labels) } ?? own.first { $0.workloadSelector == nil }
      ?? sidecars(of: configuration.rootNamespace).first { $0.workloadSelector == nil }
  }

  private func sidecars(of namespace: String) -> ArraySlice<Sidecar> {
    let start = sidecars.partitionPoint { $0.metadata.namespace >= namespace }
    let end = sidecars[start...].partitionPoint { $0.metadata.namespace > namespace }
    return sidecars[start..<end]
  }

  /// The Sidecars of `namespace` that another keeps from ever being used, or from being used for a
  /// workload that both select.
  func ties(in namespace: String) -> Set<MeshProblem> {
    var problems = ProblemList()
    let group = sidecars(of: namespace)
    guard group.count > 1 else { return [] }
    let general = group.filter { $0.workloadSelector == nil }
    for loser in general.dropFirst() {
      problems.report(
        loser.reference(.sidecar), "spec.workloadSelector",
        "\(general[0].reference(.sidecar)) holds for the whole namespace already, and this one "
          + "is not used; give it a selector, or remove it.")
    }
    let start = workloads.elements.partitionPoint { $0.value.namespace >= namespace }
    for workload in workloads.elements[start...].prefix(while: { $0.value.namespace == namespace })
    {
      let matches = group.filter { $0.selects(workload.value.labels) }
      for loser in matches.dropFirst() {
        problems.report(
          loser.reference(.sidecar), "spec.workloadSelector",
          "\(matches[0].reference(.sidecar)) selects a workload that this one selects too, and "
            + "counts for it; make the selectors exclude each other.")
      }
    }
    return problems.problems
  }
}

extension Sidecar {
  /// Whether it has a selector, and the selector has no label that is missing from `labels`.
  fileprivate func selects(_ labels: [String: String]) -> Bool {
    workloadSelector.map(labels.hasAll) ?? false
  }
}
