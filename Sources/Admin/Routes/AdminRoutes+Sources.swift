public import EnvoyAPI
internal import ManifestSource
public import MeshModel
internal import XDSServer

extension AdminRoutes {
  /// Every file with its objects, its problems, and what of it is not read; and the problems of all
  /// objects together.
  static func sources(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let view = state.view else { return .sourcesNotRead }
    let problems = view.manifests.problems + view.meshProblems
    let errorCount = problems.count { $0.severity == .error }
    let warningCount = problems.count { $0.severity == .warning }
    return .json([
      "revision": .integer(Int64(clamping: view.generator.revision)),
      "watching": .string(view.manifests.watching.text),
      "objects": .integer(Int64(view.manifests.objectCount)),
      "errors": .integer(Int64(errorCount)),
      "warnings": .integer(Int64(warningCount)),
      "files": .array(view.manifests.files.map(json)),
      "meshProblems": .array(view.meshProblems.map { json($0, withFile: true) }),
    ])
  }

  private static func json(_ file: FileReport) -> JSONValue {
    [
      "path": .string(file.path),
      "bytes": .integer(Int64(file.byteCount)),
      "lastReadMs": file.lastReadMs.map { .integer($0) } ?? .null,
      "stale": .bool(file.isStale),
      "objects": .array(file.objects.map(json)),
      "problems": .array(file.problems.map { json($0, withFile: false) }),
      "ignored": .array(file.ignored.map(json)),
    ]
  }

  private static func json(_ object: FileReport.ObjectLine) -> JSONValue {
    [
      "object": .string(object.object.description),
      "line": .integer(Int64(object.line)),
      "lastGoodVersion": .bool(object.isLastGoodVersion),
    ]
  }

  private static func json(_ ignored: Manifest.IgnoredKind) -> JSONValue {
    [
      "apiVersion": .string(ignored.apiVersion),
      "kind": .string(ignored.kind),
      "reason": .string(ignored.reason.rawValue),
      "count": .integer(Int64(ignored.count)),
      "firstLine": .integer(Int64(ignored.firstLocation.line)),
    ]
  }

  /// A problem as the API and `causeway validate -o json` show it.
  public static func json(_ problem: ManifestProblem, withFile: Bool) -> JSONValue {
    var members: [JSONValue.Member] = [.init("severity", .string(problem.severity.rawValue))]
    if withFile { members.append(.init("file", .string(problem.location.file))) }
    members += [
      .init("line", .integer(Int64(problem.location.line))),
      .init("object", problem.object.map { .string($0.description) } ?? .null),
      .init("field", .string(problem.field)),
      .init("message", .string(problem.message)),
    ]
    return .object(members)
  }
}

extension WatchMode {
  /// How changes are noticed, in words.
  fileprivate var text: String {
    switch self {
    case .none: "not watched"
    case .inotify: "inotify"
    case .periodic(let reason): "periodic: \(reason)"
    }
  }
}
