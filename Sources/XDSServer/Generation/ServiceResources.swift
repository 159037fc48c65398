internal import Platform
internal import XDSProto

internal import struct MeshModel.Endpoint
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
  private let assignments: Lock<[UInt16: Resource]>

  private init(_ service: MeshService, shape: ServiceShape, assignments: [UInt16: Resource]) {
    self.service = service
    self.shape = shape
    self.assignments = Lock(assignments)
  }

  /// The resources of `service`, those of `earlier` as far as it is still the same.
  static func of(_ service: MeshService, earlier: ServiceResources? = nil) -> ServiceResources {
    if let earlier, service == earlier.service { return earlier }
    guard let earlier, service.hasSameShape(as: earlier.service) else {
      return ServiceResources(service, shape: ServiceShape(service), assignments: [:])
    }
    return ServiceResources(
      service, shape: earlier.shape, assignments: earlier.assignments(stillOf: service))
  }

  /// The assignments of ports where the same endpoints serve a later revision of the service.
  private func assignments(stillOf later: MeshService) -> [UInt16: Resource] {
    assignments.withLock { $0 }.filter { port, _ in
      service.endpoints(serving: port).elementsEqual(later.endpoints(serving: port))
    }
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

extension MeshService {
  fileprivate func endpoints(serving port: UInt16) -> some Sequence<MeshModel.Endpoint> {
    endpoints.lazy.filter { $0.ports[port] != nil }
  }
}
