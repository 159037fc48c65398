internal import Admin
internal import EnvoyAPI
internal import ManifestSource
internal import MeshModel

/// Everything that `causeway validate` has to say.
struct ValidationReport {
  /// The findings, ordered by file and line.
  let problems: [ManifestProblem]
  let fileCount: Int
  let objectCount: Int

  /// Judges the manifests one by one, and the mesh that they make together.
  init(_ manifests: ManifestSnapshot) {
    let mesh = Mesh(objects: manifests.objects.map(\.object))
    problems = (manifests.problems + manifests.located(mesh.problems)).sorted()
    fileCount = manifests.files.count
    objectCount = manifests.objectCount
  }

  var errorCount: Int { problems.count { $0.severity == .error } }
  var warningCount: Int { problems.count { $0.severity == .warning } }

  /// A line for each finding, and one that sums up.
  var text: String {
    problems.map { "\($0)".printable + "\n" }.joined() + summary + "\n"
  }

  /// The same as JSON.
  var json: JSONValue {
    [
      "files": .integer(Int64(fileCount)),
      "objects": .integer(Int64(objectCount)),
      "errors": .integer(Int64(errorCount)),
      "warnings": .integer(Int64(warningCount)),
      "problems": .array(problems.map { AdminRoutes.json($0, withFile: true) }),
    ]
  }

  private var summary: String {
    let counts = [
      Self.counted(fileCount, "file"), Self.counted(objectCount, "object"),
      Self.counted(errorCount, "error"), Self.counted(warningCount, "warning"),
    ]
    return counts.joined(separator: ", ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
