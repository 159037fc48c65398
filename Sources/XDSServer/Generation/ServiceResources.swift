internal import Platform

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
  /// What of it listeners and routes depend on.
  let shape: ServiceShape
  private let made = Lock<[Key: Resource]>([:])

  /// The resources of `service`; none is made yet.
  init(_ service: MeshService, shape: ServiceShape = ServiceShape()) {
    self.service = service
    self.shape = shape
  }

  /// The resources of `service`, which was `earlier`'s in the revision before.
  static func of(_ service: MeshService, earlier: ServiceResources) -> ServiceResources {
    if service == earlier.service { return earlier }
    return service.hasSameShape(as: earlier.service)
      ? ServiceResources(service, shape: earlier.shape) : ServiceResources(service)
  }

  /// The resource of that key, made by `make` when it is asked for first.
  ///
  /// Two threads that ask first at the same time may both make it; both are given the same one.
  func resource(_ key: Key, make: () -> Resource) -> Resource {
    made.value(for: key, make: make)
  }
}
