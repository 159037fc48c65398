public import ManifestSource
public import MeshModel

extension ManifestSnapshot {
  /// The problems of a mesh made from these manifests, each with the place where its field is
  /// written.
  ///
  /// All are warnings: a mesh is made from every set of objects, and what contradicts itself is
  /// left out of it.
  ///
  /// - Parameters:
  ///   - problems: the problems of the mesh.
  ///   - earlier: what was served before, whose places are taken over where nothing has moved.
  /// - Returns: the problems, ordered by file and line.
  /// - Complexity: reads the document of each problem again that is new, or has moved.
  public func located(
    _ problems: [MeshProblem], since earlier: AdminState.View? = nil
  ) -> [ManifestProblem] {
    var known: [MeshProblem: ManifestProblem] = [:]
    if let earlier, !problems.isEmpty {
      for problem in earlier.meshProblems {
        guard let object = problem.object, isUntouched(object, since: earlier.manifests) else {
          continue
        }
        let key = MeshProblem(object: object, field: problem.field, message: problem.message)
        known[key] = problem
      }
    }
    return problems.map { problem in
      known[problem]
        ?? ManifestProblem(
          .warning,
          at: location(of: problem.object, field: problem.field)
            ?? SourceLocation(file: "", line: 0),
          object: problem.object, field: problem.field, message: problem.message)
    }.sorted()
  }
}
