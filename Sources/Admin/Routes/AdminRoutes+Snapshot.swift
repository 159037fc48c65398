internal import EnvoyAPI
internal import MeshModel
internal import XDSServer

internal import struct XDSProto.Node

extension AdminRoutes {
  /// What a client is sent: of which client, say `node` (a node id), `namespace`, `interception`,
  /// `labels` (`key=value,…`) and `locality` (`region/zone/subzone`).
  ///
  /// Without them it is a sidecar of namespace `default` in front of no workload, with redirected
  /// connections. With `name` the answer is the resource itself, decoded from the bytes that are
  /// sent.
  static func snapshot(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let view = state.view else { return .sourcesNotRead }
    do throws(QueryProblem) {
      let query = try SnapshotQuery(request)
      let snapshot = view.generator.snapshot(for: view.generator.viewKey(for: query.node))
      guard let name = query.name else { return .json(listing(of: snapshot, query)) }
      let found = query.types.compactMap { type in snapshot[type][name].map { (type, $0) } }
      guard let (type, resource) = found.first else {
        let kinds = query.types.map(\.shortName).joined(separator: ", ")
        return .failure(
          .notFound, "The snapshot has no resource \(name) (looked in \(kinds)).", field: "name")
      }
      guard found.count == 1 else {
        let kinds = found.map(\.0.shortName).joined(separator: ", ")
        return .failure(
          .badRequest, "\(name) is a resource of several types (\(kinds)): choose one with type=.",
          field: "type")
      }
      return detail(of: resource, type, snapshot, query)
    } catch {
      return .failure(.badRequest, error.message, field: error.field)
    }
  }

  private static func listing(of snapshot: Snapshot, _ query: SnapshotQuery) -> JSONValue {
    let types = query.types.map { type in
      let table = snapshot[type]
      let value: JSONValue = [
        "typeUrl": .string(type.typeURL),
        "version": .string(table.version.hexadecimal),
        "bytes": .integer(Int64(table.resources.reduce(0) { $0 + $1.field.count })),
        "resources": .array(table.resources.map { .object(members(of: $0)) }),
      ]
      return JSONValue.Member(type.shortName, value)
    }
    return .object([revision(of: snapshot), query.json, .init("types", .object(types))])
  }

  private static func detail(
    of resource: Resource, _ type: ResourceType, _ snapshot: Snapshot, _ query: SnapshotQuery
  ) -> AdminResponse {
    do throws(EnvoyAPIError) {
      let message = try EnvoyMessage.json(ofResourceField: resource.field.bytes)
      return .json(
        .object(
          [revision(of: snapshot), query.json, .init("type", .string(type.shortName))]
            + members(of: resource) + [.init("resource", message)]))
    } catch {
      // What was encoded here can be decoded: anything else is a bug, which a person must hear of.
      return .failure(.internalServerError, error.description, field: "name")
    }
  }

  private static func revision(of snapshot: Snapshot) -> JSONValue.Member {
    .init("revision", .integer(Int64(clamping: snapshot.revision)))
  }

  private static func members(of resource: Resource) -> [JSONValue.Member] {
    [
      .init("name", .string(resource.name)),
      .init("version", .string(resource.version.hexadecimal)),
      .init("bytes", .integer(Int64(resource.field.count))),
      .init("origins", .array(resource.origins.map { .string($0.description) })),
    ]
  }
}

/// Whose snapshot is asked for, and what of it.
private struct SnapshotQuery {
  var node: ProxyNode
  var types: [ResourceType]
  var name: String?

  init(_ request: AdminRequest) throws(QueryProblem) {
    types = try ResourceType.named(request["type"])
    name = request["name"]
    if let id = request["node"] {
      do {
        node = try ProxyNode(Node(id: id))
      } catch {
        throw QueryProblem(message: error.description, field: "node")
      }
    } else {
      node = ProxyNode(id: "", kind: .sidecar)
    }
    if let namespace = request["namespace"] { node.namespace = namespace }
    if let text = request["interception"] {
      guard let mode = ProxyNode.InterceptionMode(rawValue: text.uppercased()) else {
        throw QueryProblem(
          message: "interception is redirect or none, not \(text).", field: "interception")
      }
      node.interceptionMode = mode
    }
    if let text = request["labels"] { node.labels = try Self.labels(text) }
    if let text = request["locality"] {
      guard let locality = Locality(text) else {
        throw QueryProblem(
          message: "locality is region/zone/subzone, not \(text).", field: "locality")
      }
      node.locality = locality
    }
  }

  private static func labels(_ text: String) throws(QueryProblem) -> [String: String] {
    do throws(KeyValues.Problem) {
      return try KeyValues.parse([text])
    } catch {
      throw QueryProblem(message: "labels are key=value,…: \(error).", field: "labels")
    }
  }

  /// What the answer is about, as a member of it.
  var json: JSONValue.Member {
    .init(
      "view",
      [
        "node": .string(node.id), "namespace": .string(node.namespace),
        "interception": .string(node.interceptionMode.rawValue),
      ])
  }
}
