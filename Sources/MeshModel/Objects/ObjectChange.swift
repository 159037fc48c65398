/// What happened to one object.
public enum ObjectChange: Sendable, Hashable {
  /// It is new.
  case added(MeshObject)
  /// It has other contents, and the same name.
  case changed(from: MeshObject, to: MeshObject)
  /// It is gone.
  case removed(MeshObject)

  /// The object as it was; nil when there was none.
  public var before: MeshObject? {
    switch self {
    case .added: nil
    case .changed(let before, _), .removed(let before): before
    }
  }

  /// The object as it is; nil when there is none any more.
  public var after: MeshObject? {
    switch self {
    case .added(let after), .changed(_, let after): after
    case .removed: nil
    }
  }

  /// The object's name.
  public var reference: ObjectReference {
    switch self {
    case .added(let object), .changed(_, let object), .removed(let object): object.reference
    }
  }
}
