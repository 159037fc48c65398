internal import EnvoyAPI
internal import MeshModel
internal import XDSServer

extension AdminRoutes {
  static func services(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let view = state.view else { return .sourcesNotRead }
    let services = view.generator.mesh.services.filter { service in
      request["namespace"].map { $0 == service.namespace } ?? true
    }
    return .json(["services": .array(services.map(json))])
  }

  static func service(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let view = state.view else { return .sourcesNotRead }
    let name = (parameters.first ?? "").lowercased()
    let candidates = view.generator.mesh.services.filter {
      $0.goes(by: name, in: request["namespace"])
    }
    switch candidates.count {
    case 1: return .json(json(candidates[0]))
    case 0:
      let place = request["namespace"].map { " in namespace \($0)" } ?? ""
      return .failure(
        .notFound,
        "There is no service \(name)\(place): /api/v1/services lists those that there are.",
        field: "host")
    default:
      let namespaces = candidates.map(\.namespace).joined(separator: ", ")
      return .failure(
        .badRequest,
        "\(name) is a service in the namespaces \(namespaces): choose one with ?namespace=.",
        field: "namespace")
    }
  }

  private static func json(_ service: MeshService) -> JSONValue {
    .object([
      .init("host", .string(service.host)),
      .init("namespace", .string(service.namespace)),
      .init("name", service.kubernetesName.map { .string($0) } ?? .null),
      .init("location", service.isExternal ? "MESH_EXTERNAL" : "MESH_INTERNAL"),
      .init("resolution", .string(service.resolution.name)),
      .init("headless", .bool(service.isHeadless)),
      .init("exportTo", json(service.exportTo)),
      .init("addresses", .array(service.addresses.map { .string($0.description) })),
      .init("addressBlocks", .array(service.addressBlocks.map { .string("\($0)") })),
      .init(
        "automaticAddress", service.automaticAddress.map { .string($0.description) } ?? .null),
      .init("ports", .array(service.ports.map(json))),
      .init("endpoints", .array(service.endpoints.map(json))),
      .init("origins", .array(service.origins.map { .string($0.description) })),
    ])
  }

  private static func json(_ exportTo: ExportTo) -> JSONValue {
    if exportTo.isPublic { return ["*"] }
    return exportTo.namespaces.isEmpty
      ? ["~"] : .array(exportTo.namespaces.sorted().map { .string($0) })
  }

  private static func json(_ port: ServicePort) -> JSONValue {
    [
      "number": .integer(Int64(port.number)), "name": .string(port.name),
      "protocol": .string(port.appProtocol.rawValue),
    ]
  }

  private static func json(_ endpoint: Endpoint) -> JSONValue {
    let ports = endpoint.ports.sorted { $0.key < $1.key }.map { servicePort, port in
      JSONValue.Member(String(servicePort), .integer(Int64(port)))
    }
    return .object([
      .init("address", .string(endpoint.address.description)),
      .init("ports", .object(ports)),
      .init("kind", .string(endpoint.kind.rawValue)),
      .init("health", .string(endpoint.health.rawValue)),
      .init("workload", .string(endpoint.workloadName)),
      .init("namespace", .string(endpoint.namespace)),
      .init("origin", .string(endpoint.origin.description)),
      .init("labels", .sorted(endpoint.labels)),
      .init("locality", endpoint.locality.map { .string($0.text) } ?? .null),
      .init("weight", endpoint.weight.map { .integer(Int64($0)) } ?? .null),
      .init("serviceAccount", .string(endpoint.serviceAccount)),
      .init("network", .string(endpoint.network)),
    ])
  }
}

extension MeshService.Resolution {
  /// How it is written in a ServiceEntry.
  fileprivate var name: String {
    switch self {
    case .endpoints: "STATIC"
    case .dns: "DNS"
    case .dnsRoundRobin: "DNS_ROUND_ROBIN"
    case .originalDestination: "NONE"
    }
  }
}

extension AdminResponse {
  /// Nothing can be said yet.
  static let sourcesNotRead = AdminResponse.failure(
    .serviceUnavailable, "The sources have not been read yet: try again in a moment.")
}
