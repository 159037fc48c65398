internal import Logging
internal import MeshModel

/// Says each problem of the sources once when it appears, and once when it is gone; and what of
/// broken documents stays in force.
struct ProblemLog {
  /// A line for the log.
  struct Line: Hashable {
    var level: Logger.Level
    var message: String
  }

  private var known: Set<ManifestProblem> = []
  private var kept: Set<ObjectReference> = []

  /// The lines for the change from the problems given before to these.
  ///
  /// A problem that only moved to another line of its file is neither new nor gone.
  ///
  /// - Parameters:
  ///   - problems: all there are.
  ///   - keptObjects: the objects whose last good version is in force.
  /// - Returns: what is new, and what is gone.
  mutating func lines(
    for problems: [ManifestProblem], keeping keptObjects: [ObjectReference] = []
  ) -> [Line] {
    let before = Set(known.map(Identity.init))
    let now = Set(problems.map(Identity.init))
    let gone = known.filter { !now.contains(Identity($0)) }.sorted()
    var said: Set<Identity> = before
    let new = problems.sorted().filter { said.insert(Identity($0)).inserted }
    known = Set(problems)
    return gone.map { Line(level: .notice, message: "Settled: \($0)") }
      + new.map { Line(level: Self.level(of: $0), message: "\($0)") }
      + [line(keeping: Set(keptObjects))].compactMap { $0 }
  }

  /// Without it nobody could tell from the log whether traffic has lost what is broken.
  private mutating func line(keeping objects: Set<ObjectReference>) -> Line? {
    let new = objects.subtracting(kept).sorted()
    kept = objects
    guard !new.isEmpty else { return nil }
    let named = new.prefix(Self.namedMax).map(\.description).joined(separator: ", ")
    let rest = new.count > Self.namedMax ? " and \(new.count - Self.namedMax) more" : ""
    return Line(
      level: .warning, message: "The last good version stays in force: \(named)\(rest).")
  }

  /// How many objects are named.
  private static let namedMax = 3

  private static func level(of problem: ManifestProblem) -> Logger.Level {
    switch problem.severity {
    case .error: .error
    case .warning: .warning
    case .note: .info
    }
  }

  /// What makes two problems the same to a person.
  private struct Identity: Hashable {
    var file: String
    var severity: ManifestProblem.Severity
    var object: ObjectReference?
    var field: String
    var message: String

    init(_ problem: ManifestProblem) {
      file = problem.location.file
      severity = problem.severity
      object = problem.object
      field = problem.field
      message = problem.message
    }
  }
}
