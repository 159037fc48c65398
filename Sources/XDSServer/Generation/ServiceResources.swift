internal import Platform
internal import XDSProto

internal import struct MeshModel.Endpoint
internal import struct MeshModel.MeshConfiguration
internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference

/// What is made from one service alone.
///
/// Encoded once, and shared by every view and by every revision in which the service is the same.
/// Used by several threads at once.
final class ServiceResources: Sendable {
  /// The service.
  let service: MeshService
  /// What of it all but the assignments depend on.
  let shape: ServiceShape
  /// The service in a ``VisibleSum``: the same in every revision in which it is, whatever rules
  /// there are for it.
  let mark: UInt64
  private let assignments: Lock<[AssignmentKey: Resource]>

  /// Names an assignment.
  struct AssignmentKey: Hashable, Sendable {
    var port: UInt16
    /// The subset, where it is not of all endpoints.
    var subset: Subset?
    /// Which places the traffic goes to, where that depends on a rule.
    var balance: LocalityBalance?
    /// The rules that say the two, ordered.
    var rules: [ObjectReference] = []

    /// Endpoints that have some labels.
    struct Subset: Hashable, Sendable {
      var name: String
      var labels: [String: String]
    }
  }

  private init(
    _ service: MeshService, shape: ServiceShape, mark: UInt64,
    assignments: [AssignmentKey: Resource]
  ) {
    self.service = service
    self.shape = shape
    self.mark = mark
    self.assignments = Lock(assignments)
  }

  /// The resources of `service`, those of `earlier` as far as it is still the same.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - rules: the rules that may concern it.
  ///   - rootNamespace: the namespace whose rules hold where there are no others.
  ///   - earlier: its resources in the revision before.
  /// - Returns: the resources, `earlier` itself where nothing differs.
  static func of(
    _ service: MeshService, rules: ServiceRules = ServiceRules(),
    rootNamespace: String = MeshConfiguration().rootNamespace,
    earlier: ServiceResources? = nil
  ) -> ServiceResources {
    let hasSameRules = rules == earlier?.shape.rules
    let isSame = service == earlier?.service
    if let earlier, isSame, hasSameRules { return earlier }
    guard let earlier, service.hasSameShape(as: earlier.service) else {
      let shape = ServiceShape(service, rules: rules, rootNamespace: rootNamespace)
      return ServiceResources(
        service, shape: shape, mark: VisibleSum.newMark(), assignments: [:])
    }
    let shape =
      hasSameRules
      ? earlier.shape
      : ServiceShape(
        service, rules: rules, rootNamespace: rootNamespace, earlier: earlier.shape)
    return ServiceResources(
      service, shape: shape, mark: isSame ? earlier.mark : VisibleSum.newMark(),
      assignments: earlier.assignments(stillOf: service))
  }

  /// The assignments of ports where the same endpoints serve a later revision of the service.
  private func assignments(stillOf later: MeshService) -> [AssignmentKey: Resource] {
    let known = assignments.withLock { $0 }
    if service == later { return known }
    var isSame: [UInt16: Bool] = [:]
    return known.filter { key, _ in
      if let same = isSame[key.port] { return same }
      let same = service.endpoints(serving: key.port)
        .elementsEqual(later.endpoints(serving: key.port))
      isSame[key.port] = same
      return same
    }
  }

  /// The endpoints of a port, or of a subset.
  func assignment(_ key: AssignmentKey, encoder: ResourceEncoder) -> Resource {
    assignments.value(for: key) {
      let assignment = Assignments.eds(
        service, port: key.port, subset: key.subset, balance: key.balance)
      let origins =
        key.rules.isEmpty
        ? shape.origins : .listed((service.origins + key.rules).sorted())
      return encoder.encode(assignment.clusterName, assignment, origins)
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
