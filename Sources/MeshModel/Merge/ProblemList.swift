/// Collects problems: each once, however often it is met.
struct ProblemList {
  private var problems: Set<MeshProblem> = []

  /// Blames `field` of `object`.
  mutating func report(_ object: ObjectReference, _ field: String, _ message: String) {
    problems.insert(MeshProblem(object: object, field: field, message: message))
  }

  /// The problems by object, then field, then message.
  var ordered: [MeshProblem] {
    problems.sorted {
      $0.object == $1.object
        ? ($0.field, $0.message) < ($1.field, $1.message) : $0.object < $1.object
    }
  }
}
