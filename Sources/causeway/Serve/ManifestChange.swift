internal import MeshModel

/// Which objects made a new mesh of an old one, in words for people.
struct ManifestChange: CustomStringConvertible {
  /// What happened to an object.
  private enum Kind: String {
    case added
    case changed
    case removed
  }

  let description: String

  /// The change from the objects `old`, nil for the first ones, to `new`.
  init(from old: [MeshObject]?, to new: [MeshObject]) {
    guard let old else {
      description = "first read"
      return
    }
    var before = Dictionary(
      old.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    var changes: [(Kind, ObjectReference)] = []
    for object in new {
      guard let earlier = before.removeValue(forKey: object.reference) else {
        changes.append((.added, object.reference))
        continue
      }
      if earlier != object { changes.append((.changed, object.reference)) }
    }
    changes += before.keys.sorted().map { (.removed, $0) }
    let named = changes.prefix(Self.namedMax).map { "\($0.0.rawValue): \($0.1)" }
    let rest = changes.count - named.count
    description = named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// How many objects are named.
  private static let namedMax = 3
}
