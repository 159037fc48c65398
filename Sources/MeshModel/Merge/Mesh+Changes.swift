/// A service that one mesh has otherwise than another.
public struct ServiceChange: Sendable, Hashable {
  /// What happened to the service.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case added
    case removed
    /// It was there before, and is there, but not the same.
    case changed
  }

  /// The service's host.
  public var host: String
  /// The service's namespace.
  public var namespace: String
  /// What happened.
  public var kind: Kind

  /// A change.
  public init(host: String, namespace: String, kind: Kind) {
    self.host = host
    self.namespace = namespace
    self.kind = kind
  }

  fileprivate init(_ service: MeshService, _ kind: Kind) {
    self.init(host: service.host, namespace: service.namespace, kind: kind)
  }
}

extension Mesh {
  /// The services that are not as they were in `old`, ordered by host, then namespace.
  ///
  /// - Complexity: O(services + endpoints): both lists are ordered, and walked once side by side.
  public func changedServices(since old: Mesh) -> [ServiceChange] {
    var changes: [ServiceChange] = []
    var before = old.services[...]
    var after = services[...]
    while let left = before.first, let right = after.first {
      let isSame = left.host == right.host && left.namespace == right.namespace
      if isSame {
        if left != right { changes.append(ServiceChange(right, .changed)) }
        before.removeFirst()
        after.removeFirst()
      } else if (left.host, left.namespace) < (right.host, right.namespace) {
        changes.append(ServiceChange(left, .removed))
        before.removeFirst()
      } else {
        changes.append(ServiceChange(right, .added))
        after.removeFirst()
      }
    }
    changes += before.map { ServiceChange($0, .removed) }
    changes += after.map { ServiceChange($0, .added) }
    return changes
  }
}
