/// Collects problems: each once, however often it is met.
struct ProblemList {
  private(set) var problems: Set<MeshProblem> = []

  /// Blames `field` of `object`.
  mutating func report(_ object: ObjectReference, _ field: String, _ message: String) {
    problems.insert(MeshProblem(object: object, field: field, message: message))
  }
}
