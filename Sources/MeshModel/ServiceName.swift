/// A host in a namespace: names a service of the mesh.
public struct ServiceName: Hashable, Sendable {
  /// The host: fully qualified and lower-case.
  public var host: String
  /// The namespace.
  public var namespace: String

  /// Names the service of `host` in `namespace`.
  public init(host: String, namespace: String) {
    self.host = host
    self.namespace = namespace
  }
}

extension ServiceName: Comparable {
  /// Orders by host, then namespace: the order of a mesh's services.
  public static func < (left: Self, right: Self) -> Bool {
    left.host == right.host ? left.namespace < right.namespace : left.host < right.host
  }
}

extension MeshService {
  /// The name of the service among all services.
  public var serviceName: ServiceName { ServiceName(host: host, namespace: namespace) }
}
