/// All problems of a mesh, by what found them: what is looked at again gives its problems anew.
struct ProblemBook: Sendable {
  /// What finds problems.
  enum Finder: Hashable, Sendable {
    /// Looking for objects that were given twice.
    case contradictions
    /// Looking for who is at an address.
    case holder(IPAddress)
    /// Merging the host of that number.
    case merge(Int)
    /// Giving an automatic address to the host of that number.
    case address(Int)
    /// Comparing the ports of the WorkloadEntry of that number with those of its services.
    case ports(Int)
    /// Looking for the service for which the WorkloadEntry of that number is registered.
    case registration(Int)
    /// Choosing among the Sidecars of a namespace.
    case sidecars(String)
    /// Checking what a rule names.
    case rule(RuleName)
  }

  private var byFinder: [Finder: Set<MeshProblem>] = [:]
  /// How many finders found each problem.
  private var counts: [MeshProblem: Int] = [:]
  private var isSorted = true
  private var sorted: [MeshProblem] = []

  /// Replaces what `finder` found before.
  mutating func set(_ found: Set<MeshProblem>, by finder: Finder) {
    guard !found.isEmpty || !byFinder.isEmpty else { return }
    let before = byFinder.removeValue(forKey: finder) ?? []
    if !found.isEmpty { byFinder[finder] = found }
    guard found != before else { return }
    for problem in found.subtracting(before) {
      let count = counts[problem] ?? 0
      counts[problem] = count + 1
      if count == 0 { isSorted = false }
    }
    for problem in before.subtracting(found) {
      let count = counts[problem] ?? 0
      counts[problem] = count > 1 ? count - 1 : nil
      if count <= 1 { isSorted = false }
    }
  }

  /// The problems, each once, by object, then field, then message.
  mutating func ordered() -> [MeshProblem] {
    if !isSorted {
      sorted = counts.keys.sorted {
        $0.object == $1.object
          ? ($0.field, $0.message) < ($1.field, $1.message) : $0.object < $1.object
      }
      isSorted = true
    }
    return sorted
  }
}
