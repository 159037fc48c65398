/// The mesh as it stands: every service with its merged endpoints, and every workload.
///
/// A value: made from a set of objects by `Mesh(objects:)`, the same whatever the order of the
/// objects, and never changed afterwards. docs/MERGING.md has the rules.
public struct Mesh: Sendable, Equatable {
  /// The services, ordered by host, then namespace.
  public internal(set) var services: MeshList<MeshService>
  /// Every pod and VM that takes part, ordered by namespace, then name, then address.
  public internal(set) var workloads: MeshList<Workload>
  /// The Sidecar objects, ordered by namespace, then name.
  public internal(set) var sidecars: [Sidecar]
  /// The VirtualServices, with qualified hosts; of two for one host the earlier in the list comes
  /// first: the older one, or the first by name, then namespace.
  public internal(set) var virtualServices: MeshList<VirtualService>
  /// The DestinationRules, with qualified hosts, in the same order.
  public internal(set) var destinationRules: MeshList<DestinationRule>
  /// The Gateways, in the same order.
  public internal(set) var gateways: MeshList<Gateway>
  /// What in the objects contradicts itself or is not acted on, ordered by object.
  public internal(set) var problems: [MeshProblem]
  /// What the mesh was made with beside the objects.
  public let configuration: MeshConfiguration

  /// The workloads by their addresses.
  var workloadsByAddress: SortedChunks<AddressedWorkload>
  /// The VirtualServices by each of their hosts.
  var virtualServicesByHost: SortedChunks<HostedRule<VirtualService>>
  /// The DestinationRules by their host.
  var destinationRulesByHost: SortedChunks<HostedRule<DestinationRule>>
  /// The Gateways by the names under which VirtualServices are bound to them.
  var gatewaysByName: [String: Gateway]

  /// A mesh of parts that are ordered as documented.
  init(
    services: [MeshService], workloads: [Workload], sidecars: [Sidecar], problems: [MeshProblem],
    virtualServices: [VirtualService] = [], destinationRules: [DestinationRule] = [],
    gateways: [Gateway] = [], configuration: MeshConfiguration = MeshConfiguration()
  ) {
    self.services = MeshList(services)
    self.workloads = MeshList(workloads)
    self.sidecars = sidecars
    self.virtualServices = MeshList(virtualServices)
    self.destinationRules = MeshList(destinationRules)
    self.gateways = MeshList(gateways)
    self.problems = problems
    self.configuration = configuration
    workloadsByAddress = SortedChunks(AddressedWorkload.all(Array(self.workloads.elements)))
    virtualServicesByHost = SortedChunks(HostedRule.all(Array(self.virtualServices.elements)))
    gatewaysByName = Dictionary(gateways.map { ($0.boundName, $0) }) { first, _ in first }
    destinationRulesByHost = SortedChunks(HostedRule.all(Array(self.destinationRules.elements)))
  }

  /// The mesh that `objects` describe, the same whatever their order (docs/MERGING.md has the
  /// rules).
  ///
  /// A `MeshStore` makes it, and can make the next one of what has changed.
  /// - Complexity: O(n log n) in the number of objects and endpoints.
  public init(
    objects: some Sequence<MeshObject>, configuration: MeshConfiguration = MeshConfiguration()
  ) {
    self = MeshStore(objects: objects, configuration: configuration).mesh
  }

  /// The workloads that have `address`: one, or none, or the pods that share the address of their
  /// Node.
  ///
  /// - Complexity: O(log workloads).
  public func workloads(at address: IPAddress) -> [Workload] {
    let start = workloadsByAddress.partitionPoint { $0.address >= address }
    return workloadsByAddress[start...].prefix { $0.address == address }.map(\.workload.value)
  }

  /// The service of that name; nil when there is none.
  ///
  /// - Complexity: O(log services).
  public func service(named name: ServiceName) -> MeshService? {
    let place = services.elements.partitionPoint { $0.value.serviceName >= name }
    guard place < services.count, services[place].serviceName == name else { return nil }
    return services[place]
  }

  /// Whether both have the same services, workloads, rules and problems; the indexes follow from
  /// them.
  ///
  /// - Complexity: O(√n) where one was made of the other by replacing a few services or workloads;
  ///   O(n) where some came and went.
  public static func == (left: Mesh, right: Mesh) -> Bool {
    left.services == right.services && left.workloads == right.workloads
      && left.sidecars == right.sidecars && left.virtualServices == right.virtualServices
      && left.destinationRules == right.destinationRules && left.gateways == right.gateways
      && left.problems == right.problems
      && left.configuration == right.configuration
  }
}

/// Something in the objects that a person should know of.
public struct MeshProblem: Sendable, Hashable {
  /// The object to blame.
  public var object: ObjectReference
  /// The field, as a path (`spec.ports[0].name`); empty when the object as a whole is meant.
  public var field: String
  /// One sentence that says what is wrong, and what to do.
  public var message: String

  /// A problem.
  public init(object: ObjectReference, field: String, message: String) {
    self.object = object
    self.field = field
    self.message = message
  }
}

/// One host in one namespace, with everything that leads to it.
public struct MeshService: Sendable, Equatable {
  /// How clients find the service's endpoints.
  public enum Resolution: Sendable, Hashable {
    /// The endpoints are known by IP address and sent over EDS.
    case endpoints
    /// Every endpoint's name is resolved by the client's Envoy, all answers are used (STRICT_DNS).
    case dns
    /// As `dns`, but one address at a time is used (LOGICAL_DNS).
    case dnsRoundRobin
    /// The connection's own destination is used (ORIGINAL_DST): resolution NONE.
    case originalDestination
  }

  /// The host: fully qualified and lower-case; may begin with `*.`.
  public var host: String
  /// The namespace of the objects that make it.
  public var namespace: String
  /// The Kubernetes Service's name, where one takes part: gives the short names of the host.
  public var kubernetesName: String?
  /// Who sees it.
  public var exportTo: ExportTo
  /// Whether workloads have sidecars (MESH_INTERNAL) or the service is a foreign one
  /// (MESH_EXTERNAL).
  public var isExternal: Bool
  /// How clients find its endpoints.
  public var resolution: Resolution
  /// Virtual IPs that the objects give it, ordered.
  public var addresses: [IPAddress]
  /// Address blocks of a ServiceEntry, ordered.
  public var addressBlocks: [AddressBlock]
  /// The virtual IP out of 240.240.0.0/16 that Causeway gives it, when the objects give none.
  public var automaticAddress: IPAddress?
  /// Whether it is a headless Service: clients connect to endpoints by their own addresses.
  public var isHeadless: Bool
  /// The ports, ordered by number.
  public var ports: [ServicePort]
  /// The merged endpoints, ordered by address, then kind, then origin.
  public var endpoints: [Endpoint]
  /// The objects that make the service, ordered.
  public var origins: [ObjectReference]

  /// A service.
  public init(
    host: String, namespace: String, kubernetesName: String? = nil,
    exportTo: ExportTo = .everywhere, isExternal: Bool = false,
    resolution: Resolution = .endpoints, addresses: [IPAddress] = [],
    addressBlocks: [AddressBlock] = [], automaticAddress: IPAddress? = nil,
    isHeadless: Bool = false, ports: [ServicePort] = [], endpoints: [Endpoint] = [],
    origins: [ObjectReference] = []
  ) {
    self.host = host
    self.namespace = namespace
    self.kubernetesName = kubernetesName
    self.exportTo = exportTo
    self.isExternal = isExternal
    self.resolution = resolution
    self.addresses = addresses
    self.addressBlocks = addressBlocks
    self.automaticAddress = automaticAddress
    self.isHeadless = isHeadless
    self.ports = ports
    self.endpoints = endpoints
    self.origins = origins
  }

  /// The addresses that clients connect to: those of the objects, else the automatic one.
  public var virtualIPs: [IPAddress] {
    addresses.isEmpty ? (automaticAddress.map { [$0] } ?? []) : addresses
  }
}

/// A port of a service, as its clients see it.
public struct ServicePort: Sendable, Hashable {
  /// The port number that clients use.
  public var number: UInt16
  /// The name; may be empty.
  public var name: String
  /// What is spoken on it.
  public var appProtocol: AppProtocol

  /// A port.
  public init(number: UInt16, name: String, appProtocol: AppProtocol) {
    self.number = number
    self.name = name
    self.appProtocol = appProtocol
  }
}

/// What is spoken on a port, by `appProtocol`, the port's name or a ServiceEntry's `protocol`.
public enum AppProtocol: String, Sendable, Hashable, CaseIterable {
  case http
  case http2
  case grpc
  case grpcWeb = "grpc-web"
  case tcp
  case tls
  case https
  case mongo
  case mysql
  case redis

  /// Whether Envoy routes single requests on it (HTTP/1.1, HTTP/2, gRPC, gRPC-Web).
  public var isHTTP: Bool {
    switch self {
    case .http, .http2, .grpc, .grpcWeb: true
    case .tcp, .tls, .https, .mongo, .mysql, .redis: false
    }
  }

  /// Whether upstream connections speak HTTP/2.
  public var isHTTP2: Bool { self == .http2 || self == .grpc || self == .grpcWeb }
}

/// One endpoint of one service: an address, and which of its ports serves which port of the
/// service.
public struct Endpoint: Sendable, Hashable {
  /// What kind of thing answers there.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A pod.
    case pod
    /// A machine outside the cluster that is part of the mesh.
    case vm
    /// A foreign address: an endpoint of a MESH_EXTERNAL service, or one of which nothing more is
    /// known.
    case external
  }

  /// Whether it takes traffic.
  public enum Health: String, Sendable, Hashable, CaseIterable {
    case healthy
    /// It is being shut down: no new requests, running ones finish.
    case draining
    case unhealthy
  }

  /// The address.
  public var address: WorkloadAddress
  /// Service port number → port of the endpoint.
  ///
  /// A port of the service that is not here is not served by it.
  public var ports: [UInt16: UInt16]
  /// What answers there.
  public var kind: Kind
  /// Whether it takes traffic.
  public var health: Health
  /// Labels of the workload.
  public var labels: [String: String]
  /// Where it is; nil when that is not known.
  public var locality: Locality?
  /// Its load-balancing weight; nil when none is said (then every endpoint counts as 1).
  ///
  /// 0 takes the endpoint out of the rotation: see `isInRotation`.
  public var weight: UInt32?
  /// The service account; empty when not known.
  public var serviceAccount: String
  /// The network's name; empty means the mesh's own.
  public var network: String
  /// The namespace of the workload.
  public var namespace: String
  /// The workload's own name (pod or WorkloadEntry); the ServiceEntry's name for an inline
  /// endpoint.
  public var workloadName: String
  /// The object that names the address.
  ///
  /// The Pod, EndpointSlice, Endpoints, ServiceEntry, WorkloadEntry, or an ExternalName Service.
  public var origin: ObjectReference

  /// An endpoint.
  public init(
    address: WorkloadAddress, ports: [UInt16: UInt16], kind: Kind, health: Health = .healthy,
    labels: [String: String] = [:], locality: Locality? = nil, weight: UInt32? = nil,
    serviceAccount: String = "", network: String = "", namespace: String,
    workloadName: String, origin: ObjectReference
  ) {
    self.address = address
    self.ports = ports
    self.kind = kind
    self.health = health
    self.labels = labels
    self.locality = locality
    self.weight = weight
    self.serviceAccount = serviceAccount
    self.network = network
    self.namespace = namespace
    self.workloadName = workloadName
    self.origin = origin
  }
}

extension Endpoint {
  /// Whether it is to be sent to clients at all: not with weight 0, which Envoy refuses in an
  /// assignment.
  public var isInRotation: Bool { weight != 0 }
}

/// A pod or VM of the mesh: what the inbound side of its proxy is made from.
public struct Workload: Sendable, Hashable {
  /// A port on which the workload serves a service.
  public struct Instance: Sendable, Hashable {
    /// The service's host.
    public var host: String
    /// The service's namespace.
    public var serviceNamespace: String
    /// The service's port.
    public var servicePort: ServicePort
    /// The workload's own port.
    public var port: UInt16

    /// An instance.
    public init(
      host: String, serviceNamespace: String, servicePort: ServicePort, port: UInt16
    ) {
      self.host = host
      self.serviceNamespace = serviceNamespace
      self.servicePort = servicePort
      self.port = port
    }
  }

  /// Pod, VM; never external.
  public var kind: Endpoint.Kind
  /// The namespace.
  public var namespace: String
  /// The name of the Pod or WorkloadEntry, or of the ServiceEntry that names its address.
  public var name: String
  /// Its addresses, the first being the main one.
  public var addresses: [IPAddress]
  /// Labels.
  public var labels: [String: String]
  /// The service account; empty when not known.
  public var serviceAccount: String
  /// Where it is.
  public var locality: Locality?
  /// What it serves, ordered by port, then host.
  public var instances: [Instance]
  /// The object that describes it.
  public var origin: ObjectReference

  /// A workload.
  public init(
    kind: Endpoint.Kind, namespace: String, name: String, addresses: [IPAddress],
    labels: [String: String] = [:], serviceAccount: String = "", locality: Locality? = nil,
    instances: [Instance] = [], origin: ObjectReference
  ) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.addresses = addresses
    self.labels = labels
    self.serviceAccount = serviceAccount
    self.locality = locality
    self.instances = instances
    self.origin = origin
  }
}
