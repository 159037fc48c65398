internal import struct MeshModel.IPAddress
internal import struct MeshModel.MeshService

/// What is made from one service alone.
///
/// Encoded once, and shared by every view and by every revision in which the service is the same.
/// Used by several threads at once.
final class ServiceResources: Sendable {
  /// Names one of the resources.
  enum Key: Hashable, Sendable {
    case cluster(port: UInt16, ClusterFlavor)
    case assignment(port: UInt16)
    case grpcListener(port: UInt16)
    case grpcRoutes(port: UInt16)
  }

  /// The service.
  let service: MeshService
  private let made = Lock<[Key: Resource]>([:])

  /// The resources of `service`; none is made yet.
  init(_ service: MeshService) { self.service = service }

  /// The resource of that key, made by `make` when it is asked for first.
  ///
  /// Two threads that ask first at the same time may both make it; both are given the same one.
  func resource(_ key: Key, make: () -> Resource) -> Resource {
    if let resource = made.withLock({ $0[key] }) { return resource }
    let resource = make()
    return made.withLock { made in
      if let earlier = made[key] { return earlier }
      made[key] = resource
      return resource
    }
  }
}
