internal import struct MeshModel.ServiceVisibility

/// A service as some clients see it: with the policy that holds for them.
struct SeenService: Sendable {
  /// The service.
  let resources: ServiceResources
  /// How the clients talk to it.
  let policy: ServicePolicy
  /// Which of its ports the clients can be led to.
  let ports: SeenPorts

  /// What of the service all but the assignments depend on.
  var shape: ServiceShape { resources.shape }

  /// The service in a ``VisibleSum``: clusters and assignments depend on what it stands for alone.
  var mark: UInt64 {
    let mark = resources.mark &+ policy.mark
    return switch ports {
    case .all: mark
    // Mixed, and not added, so that two services cannot exchange their ports in a sum.
    case .only(let numbers):
      numbers.sorted().reduce(XXHash64.avalanche(mark)) {
        XXHash64.avalanche($0 &+ UInt64($1))
      }
    }
  }
}

/// Some ports of a service.
enum SeenPorts: Hashable, Sendable {
  case all
  case only(Set<UInt16>)

  /// Whether a port is one of them.
  func contains(_ port: UInt16) -> Bool {
    switch self {
    case .all: true
    case .only(let numbers): numbers.contains(port)
    }
  }

  /// The ports that are in one of both.
  func union(_ other: SeenPorts) -> SeenPorts {
    switch (self, other) {
    case (.only(let left), .only(let right)): .only(left.union(right))
    case (.all, _), (_, .all): .all
    }
  }
}

extension OutboundClient {
  /// The service as its Sidecar shows it to the client.
  func sees(_ resources: ServiceResources) -> SeenService {
    let ports = visibility.ports(of: resources.service)
    return sees(resources, at: ports.map { .only($0) } ?? .all)
  }

  /// Some ports of the service, as the client is led to them.
  func sees(_ resources: ServiceResources, at ports: SeenPorts) -> SeenService {
    SeenService(resources: resources, policy: resources.shape.policy(for: self), ports: ports)
  }
}
