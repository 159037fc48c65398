internal import Platform
internal import XDSProto

internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort

/// What is made from one service alone.
///
/// Encoded once, and shared by every view and by every revision in which the service is the same.
/// Used by several threads at once.
final class ServiceResources: Sendable {
  /// The service.
  let service: MeshService
  /// What of it all but the assignments depend on.
  let shape: ServiceShape
  /// The service in a ``VisibleSum``.
  let mark = VisibleSum.newMark()
  /// The assignments by port.
  private let assignments = Lock<[UInt16: Resource]>([:])

  /// The resources of `service`, which was `earlier`'s in the revision before; none is made yet.
  private init(_ service: MeshService, shape: ServiceShape) {
    self.service = service
    self.shape = shape
  }

  /// The resources of `service`, those of `earlier` as far as it is still the same.
  static func of(_ service: MeshService, earlier: ServiceResources? = nil) -> ServiceResources {
    guard let earlier else { return ServiceResources(service, shape: ServiceShape(service)) }
    if service == earlier.service { return earlier }
    return ServiceResources(
      service,
      shape: service.hasSameShape(as: earlier.service) ? earlier.shape : ServiceShape(service))
  }

  /// The endpoints of a port.
  func assignment(_ port: ServicePort, encoder: ResourceEncoder) -> Resource {
    assignments.value(for: port.number) {
      let assignment = Assignments.eds(service, port)
      return encoder.encode(assignment.clusterName, assignment, shape.origins)
    }
  }
}

extension ServiceResources: OrderedElement {
  /// By host, then namespace, as in the mesh.
  static func precedes(_ left: ServiceResources, _ right: ServiceResources) -> Bool {
    left.service.host == right.service.host
      ? left.service.namespace < right.service.namespace : left.service.host < right.service.host
  }
}
