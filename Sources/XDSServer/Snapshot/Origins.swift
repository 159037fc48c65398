internal import Synchronization

internal import struct MeshModel.ObjectReference

/// The objects that made a resource.
///
/// What thousands of services share comes from thousands of objects. They are put in order when
/// somebody asks, which nobody does unless a client refuses the resource.
enum Origins: Sendable {
  /// Those, ordered.
  case listed([ObjectReference])
  /// Those of several services.
  case union(OriginUnion)

  /// The objects, ordered.
  var objects: [ObjectReference] {
    switch self {
    case .listed(let objects): objects
    case .union(let union): union.objects
    }
  }

  /// Whether both are known to be the same objects; two unions are when they are one.
  func isSame(as other: Origins) -> Bool {
    switch (self, other) {
    case (.listed(let left), .listed(let right)): left == right
    case (.union(let left), .union(let right)): left === right
    default: false
    }
  }
}

/// Lists of objects, put together when they are asked for.
final class OriginUnion: Sendable {
  private final class List: Sendable {
    let objects: [ObjectReference]

    init(_ objects: [ObjectReference]) { self.objects = objects }
  }

  private let lists: [[ObjectReference]]
  private let ordered = AtomicLazyReference<List>()

  /// The objects of all `lists`.
  init(_ lists: [[ObjectReference]]) { self.lists = lists }

  /// The objects, ordered, each once.
  var objects: [ObjectReference] {
    if let list = ordered.load() { return list.objects }
    return ordered.storeIfNil(List(Set(lists.joined()).sorted())).objects
  }
}
