internal import EnvoyAPI
internal import Platform
internal import XDSServer

extension AdminRoutes {
  /// The newest revisions: what caused them, and how far they have got.
  static func pushes(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    let limit = request["limit"].map { Int($0) } ?? 50
    guard let limit, (1...1000).contains(limit) else {
      return .failure(
        .badRequest, "limit is a number from 1 to 1000, not \(request["limit"] ?? "").",
        field: "limit")
    }
    return answer(state) { clients in
      let pushes = clients.pushes(limit)
      return .json([
        "revision": .revision(max(clients.revision, pushes.first?.revision ?? 0)),
        "pushes": .array(pushes.map { .object(members(of: $0)) }),
      ])
    }
  }

  /// One revision, and who has not acknowledged it yet.
  static func push(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let revision = UInt64(parameters.first ?? "") else {
      return .failure(
        .badRequest, "A revision is a number, not \(parameters.first ?? "").", field: "revision")
    }
    return answer(state) { clients throws(LoopsBusy) in
      switch clients.push(revision) {
      case .notMade(let current):
        return .failure(
          .notFound,
          current == 0
            ? "There is no revision \(revision) yet: the sources have not been read."
            : "There is no revision \(revision) yet: the newest is \(current).",
          field: "revision")
      case .forgotten(let oldest):
        return .failure(
          .notFound,
          "Revision \(revision) is forgotten: the oldest that is remembered is \(oldest).",
          field: "revision")
      case .found(let push):
        return try detail(of: push, clients)
      }
    }
  }

  private static func detail(
    of push: Push, _ clients: any ConnectedClients
  ) throws(LoopsBusy) -> AdminResponse {
    var push = push
    var lagging: [Laggard] = []
    if !push.isComplete {
      lagging = try clients.laggards(behind: push.revision, within: patience)
      // The last one may have answered meanwhile.
      if lagging.isEmpty, case .found(let newer) = clients.push(push.revision) { push = newer }
    }
    let list: [JSONValue] = lagging.map { json($0, seenAt: push.seenAt) }
    return .json(.object(members(of: push) + [.init("lagging", .array(list))]))
  }

  private static func members(of push: Push) -> [JSONValue.Member] {
    let types = ResourceType.allCases.compactMap { type in
      push.types[type].map { JSONValue.Member(type.shortName, json($0)) }
    }
    return [
      .init("revision", .revision(push.revision)),
      .init("cause", .string(push.cause)),
      .init("timeMs", .milliseconds(push.seenAt)),
      .init("proxies", .integer(Int64(push.proxies))),
      .init("acknowledged", .integer(Int64(push.acknowledged))),
      .init("pending", .integer(Int64(push.pending))),
      .init("rejected", .integer(Int64(push.rejected))),
      .init("gone", .integer(Int64(push.gone))),
      .init("types", .object(types)),
      .init("names", .array(push.names.map { .string($0) })),
      .init("lastAckAfterMs", push.lastAcknowledgedAfter.map { .milliseconds($0) } ?? .null),
      .init("complete", .bool(push.isComplete)),
    ]
  }

  private static func json(_ traffic: Push.Traffic) -> JSONValue {
    [
      "responses": .integer(Int64(traffic.responses)),
      "resources": .integer(Int64(traffic.resources)), "bytes": .integer(Int64(traffic.bytes)),
    ]
  }

  private static func json(_ laggard: Laggard, seenAt: Moment) -> JSONValue {
    [
      "id": .string(laggard.nodeID), "peer": .string(laggard.peer.description),
      "state": .string(laggard.state.rawValue),
      "types": .array(laggard.types.map { .string($0.shortName) }),
      "sinceMs": .milliseconds(laggard.since ?? seenAt), "reason": .string(laggard.reason),
    ]
  }
}

extension JSONValue {
  /// A duration in milliseconds, with one decimal.
  fileprivate static func milliseconds(_ duration: Duration) -> JSONValue {
    let tenths = Int64((duration / .microseconds(100)).rounded())
    return .number("\(tenths / 10).\(abs(tenths % 10))")
  }
}
