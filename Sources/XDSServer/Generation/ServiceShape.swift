internal import Platform

internal import struct MeshModel.IPAddress
internal import struct MeshModel.MeshConfiguration
internal import struct MeshModel.MeshService
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServicePort

/// Everything of a service but the endpoints that go over EDS, with the rules that may concern it:
/// what clusters, listeners and routes depend on, and what is made of it.
///
/// Two revisions of a service have the same shape, the same object, when nothing but those
/// endpoints differs: then whatever was made from shapes need not be made again. Used by several
/// threads at once.
final class ServiceShape: Sendable {
  /// Names one of the resources.
  enum Key: Hashable, Sendable {
    case tcpListener(IPAddress, port: UInt16, RoutingKey)
    case grpcListener(port: UInt16)
    case grpcRoutes(port: UInt16, RoutingKey)
  }

  /// Names a virtual host.
  struct VirtualHostKey: Hashable, Sendable {
    var port: UInt16
    /// Whether it is for clients that may leave out the namespace.
    var isShort: Bool
    /// What its routes depend on.
    var routing: RoutingKey
  }

  /// The service, without the endpoints that go over EDS.
  let service: MeshService
  /// The ports, each number once, without those that no client could connect to.
  let ports: [ServicePort]
  /// The rules that may concern its clients.
  let rules: ServiceRules
  /// The objects that make its routes; kept, as a port that all services share asks all of them.
  let routeOrigins: [ObjectReference]
  /// Tells the shape from all others, for ``DomainIndex``.
  let mark = VisibleSum.newMark()
  /// How clients talk to it for whom no DestinationRule holds.
  private let defaultPolicy: ServicePolicy
  /// How the others do; nil when there is no such rule.
  private let policies: ServicePolicies?
  private let made = Lock<[Key: Resource]>([:])
  private let virtualHosts = Lock<[VirtualHostKey: SharedBytes]>([:])

  /// The shape of `service`; nothing is made yet but what `earlier`, its shape in the revision
  /// before, has made of the same.
  init(
    _ service: MeshService, rules: ServiceRules = ServiceRules(),
    rootNamespace: String = MeshConfiguration().rootNamespace, earlier: ServiceShape? = nil
  ) {
    self.service = service.withoutSentEndpoints
    self.rules = rules
    ports = service.distinctPorts
    routeOrigins =
      rules.virtualServices.isEmpty || service.isNamedOnly
      ? service.origins
      : Set(service.origins + rules.virtualServices.map(\.reference)).sorted()
    let same = earlier.flatMap { $0.service == service.withoutSentEndpoints ? $0 : nil }
    defaultPolicy = same?.defaultPolicy ?? ServicePolicy()
    if rules.destinationRules.isEmpty {
      policies = nil
    } else if let known = same?.policies, known.rules == rules.destinationRules {
      policies = known
    } else {
      policies = ServicePolicies(
        rules.destinationRules, serviceNamespace: service.namespace,
        rootNamespace: rootNamespace)
    }
  }

  /// How a client talks to the service.
  func policy(for client: OutboundClient) -> ServicePolicy {
    policies?.policy(for: client) ?? defaultPolicy
  }

  /// The objects that made it.
  var origins: Origins { .listed(service.origins) }

  /// The resource of that key, made by `make` when it is asked for first.
  ///
  /// Two threads that ask first at the same time may both make it; both are given the same one.
  func resource(_ key: Key, make: () -> Resource) -> Resource {
    made.value(for: key, make: make)
  }

  /// The encoded virtual host of that key with all the service's names, made by `make` when it is
  /// asked for first.
  func virtualHost(_ key: VirtualHostKey, make: () -> SharedBytes) -> SharedBytes {
    virtualHosts.value(for: key, make: make)
  }
}

extension MeshService {
  /// The service without what is sent over EDS.
  ///
  /// Addresses of a headless service are listened on, and names that DNS resolves stand in the
  /// cluster.
  fileprivate var withoutSentEndpoints: MeshService {
    guard resolution == .endpoints, !isHeadless else { return self }
    var service = self
    service.endpoints = []
    return service
  }

  /// Whether only endpoints that go over EDS differ.
  func hasSameShape(as other: MeshService) -> Bool {
    withoutSentEndpoints == other.withoutSentEndpoints
  }

  /// The ports, each number once, without those that no client could connect to.
  fileprivate var distinctPorts: [ServicePort] {
    var numbers: Set<UInt16> = [0]
    return ports.filter { numbers.insert($0.number).inserted }
  }

  /// Whether the host stands for every name under a domain.
  var hasWildcardHost: Bool { host.hasPrefix("*") }
}
