import XDSProto

@testable import MeshModel
@testable import XDSServer

typealias MeshEndpoint = MeshModel.Endpoint
typealias MeshLocality = MeshModel.Locality

/// Short ways to write meshes down.
enum Fixture {
  /// An IPv4 address, `a.b.c.d`.
  static func ip(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> IPAddress {
    IPAddress(v4: a << 24 | b << 16 | c << 8 | d)
  }

  static func port(_ number: UInt16, _ appProtocol: AppProtocol) -> ServicePort {
    ServicePort(number: number, name: appProtocol.rawValue, appProtocol: appProtocol)
  }

  /// An endpoint; ports are those of the service unless said otherwise.
  static func endpoint(
    _ address: WorkloadAddress, ports: [UInt16: UInt16], health: MeshEndpoint.Health = .healthy,
    locality: MeshLocality? = nil, weight: UInt32? = nil
  ) -> MeshEndpoint {
    MeshEndpoint(
      address: address, ports: ports, kind: .pod, health: health, locality: locality,
      weight: weight, namespace: "default", workloadName: "w",
      origin: ObjectReference(.pod, namespace: "default", name: "w"))
  }

  /// The Service `name` in `namespace`.
  static func service(
    _ name: String, namespace: String = "default", addresses: [IPAddress] = [],
    isHeadless: Bool = false, ports: [ServicePort], endpoints: [MeshEndpoint] = []
  ) -> MeshService {
    MeshService(
      host: "\(name).\(namespace).svc.cluster.local", namespace: namespace, kubernetesName: name,
      addresses: addresses, isHeadless: isHeadless, ports: ports, endpoints: endpoints,
      origins: [ObjectReference(.service, namespace: namespace, name: name)])
  }

  /// A host of a ServiceEntry.
  static func external(
    _ host: String, namespace: String = "default",
    resolution: MeshService.Resolution = .dns, addresses: [IPAddress] = [],
    addressBlocks: [AddressBlock] = [], automaticAddress: IPAddress? = nil,
    ports: [ServicePort], endpoints: [MeshEndpoint] = []
  ) -> MeshService {
    MeshService(
      host: host, namespace: namespace, isExternal: true, resolution: resolution,
      addresses: addresses, addressBlocks: addressBlocks, automaticAddress: automaticAddress,
      ports: ports, endpoints: endpoints,
      origins: [ObjectReference(.serviceEntry, namespace: namespace, name: host)])
  }

  /// A DNS entry without endpoints, as merged: the host is its own endpoint.
  static func dns(
    _ host: String, resolution: MeshService.Resolution = .dns, ports: [ServicePort]
  ) -> MeshService {
    let numbers = Dictionary(uniqueKeysWithValues: ports.map { ($0.number, $0.number) })
    return external(
      host, resolution: resolution, ports: ports,
      endpoints: [endpoint(.hostname(host), ports: numbers)])
  }

  static func mesh(
    _ services: [MeshService], workloads: [Workload] = [], sidecars: [Sidecar] = []
  ) -> Mesh {
    Mesh(
      services: services.sorted { ($0.host, $0.namespace) < ($1.host, $1.namespace) },
      workloads: workloads, sidecars: sidecars, problems: [])
  }

  static func sidecar(
    _ name: String = "default", namespace: String = "default",
    ingress: [Sidecar.Ingress]? = nil, egressHosts: [Sidecar.HostPattern]? = nil,
    isRegistryOnly: Bool = false
  ) -> Sidecar {
    Sidecar(
      metadata: ObjectMetadata(name: name, namespace: namespace), ingress: ingress,
      egressHosts: egressHosts, isRegistryOnly: isRegistryOnly)
  }

  /// A pod that serves `instances`: pairs of a service's port and the pod's own.
  static func pod(
    _ name: String, at address: IPAddress, namespace: String = "default",
    serving instances: [(MeshService, ServicePort, UInt16)] = []
  ) -> Workload {
    Workload(
      kind: .pod, namespace: namespace, name: name, addresses: [address],
      instances: instances.map { service, port, own in
        Workload.Instance(
          host: service.host, serviceNamespace: service.namespace, servicePort: port, port: own)
      },
      origin: ObjectReference(.pod, namespace: namespace, name: name))
  }

  /// The proxy of the pod `name`.
  static func node(
    _ name: String = "client", at address: IPAddress = ip(10, 1, 0, 1),
    namespace: String = "default", mode: ProxyNode.InterceptionMode = .redirect
  ) -> ProxyNode {
    ProxyNode(
      id: "sidecar~\(address)~\(name).\(namespace)~\(namespace).svc.cluster.local",
      kind: .sidecar, address: address, name: name, namespace: namespace,
      interceptionMode: mode)
  }
}

/// A snapshot, read back from its bytes.
struct Decoded {
  var clusters: [String: Cluster] = [:]
  var assignments: [String: ClusterLoadAssignment] = [:]
  var listeners: [String: Listener] = [:]
  var routes: [String: RouteConfiguration] = [:]

  init(_ snapshot: Snapshot) throws {
    clusters = try Self.read(snapshot.clusters)
    assignments = try Self.read(snapshot.endpoints)
    listeners = try Self.read(snapshot.listeners)
    routes = try Self.read(snapshot.routes)
  }

  /// What `node` is given of `mesh`.
  init(_ mesh: Mesh, for node: ProxyNode = Fixture.node()) throws {
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    try self.init(generator.snapshot(for: generator.viewKey(for: node)))
  }

  private static func read<Message: ProtoMessage>(
    _ table: ResourceTable
  ) throws -> [String: Message] {
    var messages: [String: Message] = [:]
    for resource in table.resources {
      let response = try DiscoveryResponse(protobuf: resource.field.bytes)
      let any = try Required(response.resources.first).value
      guard any.typeURL == Message.typeURL else { throw Missing() }
      messages[resource.name] = try Message(protobuf: any.value)
    }
    return messages
  }

  /// The domains of the virtual hosts of a route configuration, and where each leads.
  func domains(of routes: String) -> [String: String] {
    var domains: [String: String] = [:]
    for host in self.routes[routes]?.virtualHosts ?? [] {
      for domain in host.domains { domains[domain] = host.destination }
    }
    return domains
  }
}

/// Something that a test needs is not there.
struct Missing: Error {}

/// A value that must be there.
struct Required<Value> {
  let value: Value
  init(_ value: Value?) throws {
    guard let value else { throw Missing() }
    self.value = value
  }
}

extension VirtualHost {
  /// The cluster to which it sends every request, or the status with which it answers.
  var destination: String {
    switch routes.first?.action {
    case .route(let action):
      if case .cluster(let name) = action.clusterSpecifier { return name }
    case .directResponse(let response): return "\(response.status)"
    default: break
    }
    return "?"
  }
}

extension FilterChain {
  /// The cluster to which it passes bytes; nil when it routes requests.
  var tcpCluster: String? {
    guard case .typedConfig(let any) = filters.first?.configType,
      any.typeURL == TcpProxy.typeURL, let proxy = try? TcpProxy(protobuf: any.value),
      case .cluster(let name) = proxy.clusterSpecifier
    else { return nil }
    return name
  }

  /// The connection manager that routes its requests; nil when it passes bytes.
  var http: HttpConnectionManager? {
    guard case .typedConfig(let any) = filters.first?.configType,
      any.typeURL == HttpConnectionManager.typeURL
    else { return nil }
    return try? HttpConnectionManager(protobuf: any.value)
  }
}
