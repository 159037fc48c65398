import MeshModel

/// Short ways to write objects down in tests.
enum Given {
  static let host = "shop.default.svc.cluster.local"

  static func service(
    _ name: String = "shop", _ namespace: String = "default", ip: String? = "10.0.0.1",
    selector: [String: String] = [:], ports: [Service.Port] = [.init(name: "http", number: 80)],
    headless: Bool = false, externalName: String? = nil, acceptsUnready: Bool = false,
    exportTo: ExportTo = .everywhere
  ) -> MeshObject {
    .service(
      Service(
        metadata: ObjectMetadata(name: name, namespace: namespace),
        clusterIPs: ip.map { [address($0)] } ?? [], isHeadless: headless, selector: selector,
        ports: ports, externalName: externalName, publishNotReadyAddresses: acceptsUnready,
        exportTo: exportTo))
  }

  static func pod(
    _ name: String, _ ips: String..., namespace: String = "default",
    labels: [String: String] = ["app": "shop"], account: String = "default", node: String? = nil,
    ports: [Pod.ContainerPort] = [], ready: Bool = true, finished: Bool = false,
    terminating: Bool = false
  ) -> MeshObject {
    .pod(
      Pod(
        metadata: ObjectMetadata(
          name: name, namespace: namespace, labels: labels, isTerminating: terminating),
        serviceAccount: account, nodeName: node, ips: ips.map(address), ports: ports,
        isReady: ready, isFinished: finished))
  }

  static func node(_ name: String, _ labels: [String: String]) -> MeshObject {
    .node(ClusterNode(metadata: ObjectMetadata(name: name, namespace: "", labels: labels)))
  }

  static func slice(
    _ name: String, of service: String = "shop", _ endpoints: [EndpointSlice.Endpoint],
    ports: [EndpointsObject.Port] = [.init(name: "http", number: 8080)]
  ) -> MeshObject {
    .endpointSlice(
      EndpointSlice(
        metadata: ObjectMetadata(name: name), serviceName: service, endpoints: endpoints,
        ports: ports))
  }

  static func endpoints(_ subsets: [EndpointsObject.Subset], of service: String = "shop")
    -> MeshObject
  {
    .endpoints(EndpointsObject(metadata: ObjectMetadata(name: service), subsets: subsets))
  }

  static func entry(
    _ name: String = "shop", _ namespace: String = "default", hosts: [String] = [host],
    addresses: [String] = [],
    ports: [ServiceEntry.Port] = [.init(name: "http", number: 80, protocolName: "HTTP")],
    location: ServiceEntry.Location = .meshInternal,
    resolution: ServiceEntry.Resolution = .static, vms endpoints: [WorkloadSpec] = [],
    selector: [String: String]? = nil, exportTo: ExportTo = .everywhere, terminating: Bool = false
  ) -> MeshObject {
    .serviceEntry(
      ServiceEntry(
        metadata: ObjectMetadata(name: name, namespace: namespace, isTerminating: terminating),
        hosts: hosts,
        addresses: addresses.map(address), ports: ports, location: location,
        resolution: resolution, endpoints: endpoints, workloadSelector: selector,
        exportTo: exportTo))
  }

  static func vm(
    _ ip: String, ports: [String: UInt16] = [:], labels: [String: String] = [:],
    network: String = "", locality: Locality? = nil, weight: UInt32? = nil, account: String = ""
  ) -> WorkloadSpec {
    WorkloadSpec(
      address: .ip(address(ip)), ports: ports, labels: labels, network: network,
      locality: locality, weight: weight, serviceAccount: account)
  }

  static func workloadEntry(
    _ name: String, _ workload: WorkloadSpec, in namespace: String = "default",
    labels: [String: String] = [:], terminating: Bool = false
  ) -> MeshObject {
    .workloadEntry(
      WorkloadEntry(
        metadata: ObjectMetadata(
          name: name, namespace: namespace, labels: labels, isTerminating: terminating),
        workload: workload))
  }

  static func sidecar(
    _ name: String, _ namespace: String = "default", selector: [String: String]? = nil,
    egress: [Sidecar.HostPattern]? = nil
  ) -> Sidecar {
    Sidecar(
      metadata: ObjectMetadata(name: name, namespace: namespace), workloadSelector: selector,
      egressHosts: egress)
  }

  /// The address, which the test has written correctly.
  static func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
    return address
  }
}

extension Mesh {
  /// The mesh of `objects`.
  init(_ objects: MeshObject...) { self.init(objects: objects) }

  /// The service with that host in that namespace.
  func service(_ host: String = Given.host, in namespace: String = "default") -> MeshService? {
    services.first { $0.host == host && $0.namespace == namespace }
  }

  /// The endpoints of `host`, a line each: address, ports, kind and who it is.
  func endpoints(of host: String = Given.host, in namespace: String = "default") -> [String] {
    (service(host, in: namespace)?.endpoints ?? []).map { endpoint in
      let ports = endpoint.ports.sorted { $0.key < $1.key }.map { "\($0.key)>\($0.value)" }
      let health = endpoint.health == .healthy ? "" : " \(endpoint.health.rawValue)"
      return "\(endpoint.address) \(ports.joined(separator: " ")) \(endpoint.kind.rawValue) "
        + endpoint.workloadName + health
    }
  }

  /// The problems, as `OBJECT: FIELD`.
  var problemFields: [String] { problems.map { "\($0.object): \($0.field)" } }
}
