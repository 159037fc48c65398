internal import Platform

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

  /// `resource`, with the bytes that were made first where they are the same.
  ///
  /// Its origins stay its own: the same listener is needed for other services in another view.
  func sharing(_ resource: Resource, type: ResourceType) -> Resource {
    let key = Key(type: type, name: resource.name, version: resource.version)
    let first = kept.withLock { kept in
      if let earlier = kept[key] { return earlier }
      let first = previous[key] ?? resource
      kept[key] = first
      return first
    }
    if first.origins == resource.origins { return first }
    return Resource(
      name: resource.name, version: resource.version, field: first.field,
      origins: resource.origins)
  }
}
