/// Resources that depend on more than one service: equal ones are kept once, however many views
/// make them.
///
/// Used by several threads at once.
final class SharedResources: Sendable {
  private struct Key: Hashable {
    var type: ResourceType
    var name: String
    var version: ContentVersion
  }

  private let kept = Lock<[Key: Resource]>([:])
  /// What the generator before kept.
  private let previous: [Key: Resource]

  /// Nothing; what `earlier` kept is found again when it is made again.
  init(reusing earlier: SharedResources?) {
    previous = earlier?.kept.withLock { $0 } ?? [:]
  }

  /// `resource`, or the equal one that was made first.
  func sharing(_ resource: Resource, type: ResourceType) -> Resource {
    let key = Key(type: type, name: resource.name, version: resource.version)
    return kept.withLock { kept in
      if let earlier = kept[key] { return earlier }
      let earlier = previous[key].flatMap { $0.origins == resource.origins ? $0 : nil }
      kept[key] = earlier ?? resource
      return earlier ?? resource
    }
  }
}
