internal import MeshModel

/// What made a new mesh of an old one, in words for the log.
struct MeshChange: CustomStringConvertible {
  let description: String

  /// The change from `old`, nil for the first mesh, to `new`.
  init(from old: Mesh?, to new: Mesh) {
    guard let old else {
      description = "first read"
      return
    }
    let changes = new.changedServices(since: old)
    guard !changes.isEmpty else {
      description = "workloads, Sidecars or problems changed"
      return
    }
    let named = changes.prefix(Self.namedMax).map { "\($0.kind.rawValue) \($0.host)" }
    let rest = changes.count - named.count
    description = named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// How many services are named.
  private static let namedMax = 3
}
