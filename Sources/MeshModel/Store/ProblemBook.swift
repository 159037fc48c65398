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

  /// So many problems that come and go are put into their places; more are sorted with all others.
  private static let insertedMax = 16

  private var byFinder: [Finder: Set<MeshProblem>] = [:]
  /// How many finders found each problem.
  private var counts: [MeshProblem: Int] = [:]
  /// The problems as they were when they were asked for last, ordered.
  private var sorted: [MeshProblem] = []
  /// Those that have come since.
  private var coming: Set<MeshProblem> = []
  /// Those that have gone since.
  private var leaving: Set<MeshProblem> = []

  /// Replaces what `finder` found before.
  mutating func set(_ found: Set<MeshProblem>, by finder: Finder) {
    guard !found.isEmpty || !byFinder.isEmpty else { return }
    let before = byFinder.removeValue(forKey: finder) ?? []
    if !found.isEmpty { byFinder[finder] = found }
    guard found != before else { return }
    for problem in found.subtracting(before) {
      let count = counts[problem] ?? 0
      counts[problem] = count + 1
      if count == 0, leaving.remove(problem) == nil { coming.insert(problem) }
    }
    for problem in before.subtracting(found) {
      let count = counts[problem] ?? 0
      counts[problem] = count > 1 ? count - 1 : nil
      if count <= 1, coming.remove(problem) == nil { leaving.insert(problem) }
    }
  }

  /// The problems, each once, by object, then field, then message.
  mutating func ordered() -> [MeshProblem] {
    if coming.count + leaving.count > Self.insertedMax {
      sorted = counts.keys.sorted { $0.precedes($1) }
    } else {
      for problem in leaving { sorted.remove(at: place(of: problem)) }
      for problem in coming { sorted.insert(problem, at: place(of: problem)) }
    }
    coming = []
    leaving = []
    return sorted
  }

  /// Where a problem is, or would be.
  private func place(of problem: MeshProblem) -> Int {
    sorted.partitionPoint { !$0.precedes(problem) }
  }
}

extension MeshProblem: Ordered {
  /// Whether it is listed before `other`: by object, then field, then message.
  func precedes(_ other: Self) -> Bool {
    object == other.object
      ? (field, message) < (other.field, other.message) : object < other.object
  }
}
