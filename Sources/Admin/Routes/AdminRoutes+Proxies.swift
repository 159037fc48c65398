internal import EnvoyAPI
internal import MeshModel
internal import Platform
internal import XDSServer

extension AdminRoutes {
  /// Every open xDS stream, and how it stands.
  static func proxies(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    answer(state) { clients throws(LoopsBusy) in
      // Before the streams are asked: they may be further by then, never behind.
      let revision = clients.revision
      return .json(listing(try clients.proxies(within: patience), revision, withNames: false))
    }
  }

  /// The streams of one node, with the names that they have asked for.
  static func proxy(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    let id = parameters.first ?? ""
    return answer(state) { clients throws(LoopsBusy) in
      let revision = clients.revision
      let proxies = try clients.proxies(ofNode: id, within: patience)
      guard !proxies.isEmpty else { return notConnected(id) }
      return .json(listing(proxies, revision, withNames: true))
    }
  }

  /// How long a request waits for event loops that are busy with clients.
  static var patience: Duration { .seconds(2) }

  /// Answers with what the xDS server says of its clients, or says why it does not.
  static func answer(
    _ state: AdminState,
    _ body: (any ConnectedClients) throws(LoopsBusy) -> AdminResponse
  ) -> AdminResponse {
    guard let clients = state.clients else { return .sourcesNotRead }
    do throws(LoopsBusy) {
      return try body(clients)
    } catch {
      return .failure(.serviceUnavailable, error.description)
    }
  }

  /// The answer for a node that has no stream.
  static func notConnected(_ id: String) -> AdminResponse {
    .failure(
      .notFound,
      "No client of the node id \(id) is connected: /api/v1/proxies lists those that are.",
      field: "id")
  }

  private static func listing(
    _ proxies: [ProxyStatus], _ revision: UInt64, withNames: Bool
  ) -> JSONValue {
    var tally = ResourceTally()
    return [
      "revision": .revision(revision),
      "proxies": .array(proxies.map { json($0, &tally, withNames: withNames) }),
    ]
  }

  private static func json(
    _ proxy: ProxyStatus, _ tally: inout ResourceTally, withNames: Bool
  ) -> JSONValue {
    let node = proxy.node
    var types: [JSONValue.Member] = []
    for type in ResourceType.allCases {
      guard let status = proxy.types[type] else { continue }
      types.append(.init(type.shortName, json(status, &tally, withNames: withNames)))
    }
    return .object([
      .init("id", .string(node.id)),
      .init("kind", .string(node.kind.word)),
      .init("namespace", .string(node.namespace)),
      .init("workload", .string(node.workloadName.isEmpty ? node.name : node.workloadName)),
      .init("address", node.address.map { .string($0.description) } ?? .null),
      .init("peer", .string(proxy.peer.description)),
      .init("tls", .bool(proxy.identity != .unknown)),
      .init("identity", json(proxy.identity)),
      .init("userAgent", .string(node.userAgent)),
      .init("method", .string(proxy.method)),
      .init("variant", .string(proxy.isDelta ? "delta" : "sotw")),
      .init("connectedMs", .milliseconds(proxy.connectedAt)),
      .init("revision", proxy.revision.map { .revision($0) } ?? .null),
      .init(
        "acknowledgedRevision", proxy.acknowledgedRevision.map { .revision($0) } ?? .null),
      .init("state", .string(proxy.state.rawValue)),
      .init("answersMissed", .integer(Int64(proxy.answersMissed))),
      .init("types", .object(types)),
    ])
  }

  private static func json(
    _ status: TypeStatus, _ tally: inout ResourceTally, withNames: Bool
  ) -> JSONValue {
    let count = tally.count(status.resources)
    var members: [JSONValue.Member] = [
      .init("state", .string(status.state.rawValue)),
      .init("sentVersion", status.sent.map { .string($0.hexadecimal) } ?? .null),
      .init("acknowledgedVersion", status.accepted.map { .string($0.hexadecimal) } ?? .null),
      .init("sentMs", .milliseconds(status.sentAt)),
      .init("acknowledgedMs", .milliseconds(status.acceptedAt)),
      .init("nonce", .string(status.nonce)),
      .init("wildcard", .bool(status.isWildcard)),
      .init("subscribed", .integer(Int64(status.names.count))),
      .init("resources", .integer(Int64(count.resources))),
      .init("bytes", .integer(Int64(count.bytes))),
      .init("responses", .integer(Int64(status.responses))),
      .init("rejection", status.refusal.map(json) ?? .null),
    ]
    if withNames { members.append(.init("names", .array(status.names.map { .string($0) }))) }
    return .object(members)
  }

  /// The first URI of the client's certificate.
  private static func json(_ identity: PeerIdentity) -> JSONValue {
    guard case .certificate(let uris) = identity, let uri = uris.first else { return .null }
    return .string(uri)
  }

  private static func json(_ refusal: Refusal) -> JSONValue {
    [
      "version": .string(refusal.version.hexadecimal),
      "message": .string(refusal.message),
      "code": .integer(Int64(refusal.code)),
      "timeMs": .milliseconds(refusal.at),
      "resources": .array(refusal.resources.map { .string($0) }),
      "origins": .array(refusal.origins.map { .string($0.description) }),
    ]
  }
}

extension ProxyNode.Kind {
  /// What the API calls it.
  var word: String {
    switch self {
    case .sidecar: "sidecar"
    case .router: "gateway"
    case .grpc: "grpc"
    case .plain: "other"
    }
  }
}

extension JSONValue {
  /// A revision.
  static func revision(_ revision: UInt64) -> JSONValue { .integer(Int64(clamping: revision)) }

  /// A moment, in milliseconds since 1970.
  static func milliseconds(_ moment: Moment?) -> JSONValue {
    moment.map { .integer(WallClock.milliseconds(of: $0)) } ?? .null
  }
}
