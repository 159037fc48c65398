internal import MeshModel

/// The objects of a mesh of any size: Services with a port and a virtual IP each, and slices with
/// their endpoints.
struct SyntheticObjects: Sendable {
  /// What the services speak.
  enum Traffic: Sendable {
    /// HTTP, all on port 80: one route configuration has them all.
    case http
    /// Bytes, all on one port: each service has a listener of its own.
    case tcp
  }

  let serviceCount: Int
  let endpointsPerService: Int
  let traffic: Traffic

  /// What the server serves whose pushes are measured: HTTP services of ten endpoints each.
  static func served(_ serviceCount: Int) -> SyntheticObjects {
    SyntheticObjects(serviceCount: serviceCount, endpointsPerService: 10, traffic: .http)
  }

  /// How many namespaces the services are in.
  private static let namespaceCount = 100

  /// All objects.
  var objects: [MeshObject] {
    (0..<serviceCount).flatMap { [service($0), slice($0)] }
  }

  /// The Service of that number, which may be greater than those in `objects`.
  func service(_ number: Int) -> MeshObject {
    let port =
      switch traffic {
      case .http: Service.Port(name: "http", number: 80, targetPort: .number(8080))
      case .tcp: Service.Port(name: "tcp", number: 5432)
      }
    return .service(
      Service(
        metadata: metadata(number), clusterIPs: [IPAddress(v4: 0x0A60_0000 + UInt32(number))],
        ports: [port]))
  }

  /// The endpoints of the service of that number; the first one is being shut down if it drains.
  func slice(_ number: Int, isDraining: Bool = false) -> MeshObject {
    let endpoints = (0..<endpointsPerService).map { index in
      let address = UInt32(number * endpointsPerService + index)
      return EndpointSlice.Endpoint(
        addresses: [IPAddress(v4: 0x0B00_0000 + address)], isReady: !(isDraining && index == 0),
        isServing: true, isTerminating: isDraining && index == 0, zone: "zone-\(index % 3)")
    }
    var metadata = metadata(number)
    metadata.name += "-x"
    let port =
      switch traffic {
      case .http: EndpointsObject.Port(name: "http", number: 8080)
      case .tcp: EndpointsObject.Port(name: "tcp", number: 5432)
      }
    return .endpointSlice(
      EndpointSlice(
        metadata: metadata, serviceName: "service-\(number)", endpoints: endpoints,
        ports: [port]))
  }

  /// The rule by which the service of that number shares its requests with the next one, of a
  /// hundred parts so many.
  func rule(_ number: Int, shared: UInt32) -> MeshObject {
    let shares = [(number, 100 - shared), (number + 1, shared)].map { number, weight in
      VirtualService.HTTPDestination(.init(host: name(number).host), weight: weight)
    }
    return .virtualService(
      VirtualService(
        metadata: metadata(number), hosts: [name(number).host],
        http: [VirtualService.HTTPRoute(action: .forward(shares))]))
  }

  /// The name of the service of that number in the mesh.
  func name(_ number: Int) -> ServiceName {
    let namespace = metadata(number).namespace
    return ServiceName(
      host: "service-\(number).\(namespace).svc.cluster.local", namespace: namespace)
  }

  private func metadata(_ number: Int) -> ObjectMetadata {
    ObjectMetadata(
      name: "service-\(number)", namespace: "namespace-\(number % Self.namespaceCount)")
  }
}
