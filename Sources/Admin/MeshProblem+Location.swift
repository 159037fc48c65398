public import ManifestSource
public import MeshModel

extension ManifestSnapshot {
  /// The problems of a mesh made from these manifests, each with the place where its field is
  /// written.
  ///
  /// All are warnings: a mesh is made from every set of objects, and what contradicts itself is
  /// left out of it.
  /// - Complexity: reads the document of each problem again.
  public func located(_ problems: [MeshProblem]) -> [ManifestProblem] {
    problems.map { problem in
      ManifestProblem(
        .warning,
        at: location(of: problem.object, field: problem.field)
          ?? SourceLocation(file: "", line: 0),
        object: problem.object, field: problem.field, message: problem.message)
    }.sorted()
  }
}
