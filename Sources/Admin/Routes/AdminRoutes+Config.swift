internal import EnvoyAPI
internal import XDSServer

extension AdminRoutes {
  /// What a node has been sent, decoded from the bytes on the wire, as `/config_dump` of an Envoy
  /// shows what it has.
  ///
  /// `versionInfo` of a resource is the resource's own version. When it was last updated only the
  /// client knows. `bytes` is its size on the wire, which an Envoy does not say.
  static func config(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    let id = parameters.first ?? ""
    let types: [ResourceType]
    do throws(QueryProblem) {
      types = try ResourceType.named(request["type"])
    } catch {
      return error.response
    }
    return answer(state) { clients throws(LoopsBusy) in
      let proxies = try clients.proxies(ofNode: id, within: patience)
      guard !proxies.isEmpty else { return notConnected(id) }
      return dump(proxies, types, name: request["name"])
    }
  }

  private static func dump(
    _ proxies: [ProxyStatus], _ types: [ResourceType], name: String?
  ) -> AdminResponse {
    // A node may have a stream for each type, or an old one that it has left behind.
    let newest = proxies.sorted { $0.connectedAt > $1.connectedAt }
    var sections: [JSONValue] = []
    var isFound = name == nil
    do throws(EnvoyAPIError) {
      for type in types {
        guard let status = newest.lazy.compactMap({ $0.types[type] }).first else { continue }
        let resources = status.resources.resources.filter { name == nil || $0.name == name }
        if !resources.isEmpty { isFound = true } else if name != nil { continue }
        sections.append(try section(type, status, resources))
      }
    } catch {
      // What was encoded here can be decoded: anything else is a bug, which a person must hear of.
      return .failure(.internalServerError, error.description)
    }
    guard isFound else {
      let kinds = types.map(\.shortName).joined(separator: ", ")
      return .failure(
        .notFound, "The node has not been sent \(name ?? "") (looked in \(kinds)).", field: "name")
    }
    return .json(["configs": .array(sections)])
  }

  private static func section(
    _ type: ResourceType, _ status: TypeStatus, _ resources: [Resource]
  ) throws(EnvoyAPIError) -> JSONValue {
    let shape = DumpShape(type)
    var members: [JSONValue.Member] = [
      .init("@type", .string("type.googleapis.com/envoy.admin.v3.\(shape.message)"))
    ]
    if shape.hasVersion {
      members.append(.init("versionInfo", .string(status.sent?.hexadecimal ?? "")))
    }
    var entries: [JSONValue] = []
    for resource in resources {
      let message = try EnvoyMessage.json(ofResourceField: resource.field.bytes)
      let entry: JSONValue = .object([
        .init("versionInfo", .string(resource.version.hexadecimal)), .init(shape.member, message),
        .init("bytes", .integer(Int64(resource.field.count))),
      ])
      entries.append(
        type == .listener ? ["name": .string(resource.name), "activeState": entry] : entry)
    }
    members.append(.init(shape.list, .array(entries)))
    return .object(members)
  }
}

/// What Envoy's admin API calls the parts of a dump
/// (https://www.envoyproxy.io/docs/envoy/latest/api-v3/admin/v3/config_dump_shared.proto).
private struct DumpShape {
  let message: String
  let list: String
  let member: String
  /// Whether the dump has the version of the whole type.
  let hasVersion: Bool

  init(_ type: ResourceType) {
    (message, list, member, hasVersion) =
      switch type {
      case .cluster: ("ClustersConfigDump", "dynamicActiveClusters", "cluster", true)
      case .endpoint:
        ("EndpointsConfigDump", "dynamicEndpointConfigs", "endpointConfig", false)
      case .listener: ("ListenersConfigDump", "dynamicListeners", "listener", true)
      case .route: ("RoutesConfigDump", "dynamicRouteConfigs", "routeConfig", false)
      }
  }
}
