internal import MeshModel

/// Which objects made a new mesh of an old one, in words for people.
struct ManifestChange: CustomStringConvertible {
  let description: String

  /// What happened to objects; nil when they were read for the first time.
  init(_ changes: [ObjectChange]?) {
    guard let changes else {
      description = "first read"
      return
    }
    let named = changes.prefix(Self.namedMax).map { "\(Self.name($0)): \($0.reference)" }
    let rest = changes.count - named.count
    description = named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private static func name(_ change: ObjectChange) -> String {
    switch change {
    case .added: "added"
    case .changed: "changed"
    case .removed: "removed"
    }
  }

  /// How many objects are named.
  private static let namedMax = 3
}
