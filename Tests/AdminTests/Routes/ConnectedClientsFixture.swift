import MeshModel
import Platform

import struct XDSProto.AnyMessage
import struct XDSProto.Cluster
import struct XDSProto.ClusterLoadAssignment
import struct XDSProto.DiscoveryResponse
import protocol XDSProto.ProtoMessage

@testable import Admin
@testable import XDSServer

/// What an xDS server says, made up.
struct SaidOfClients: ConnectedClients {
  var statuses: [ProxyStatus] = []
  var lagging: [Laggard] = []
  var ring: [Push] = []
  var isBusy = false
  var statistics = DiscoveryStatistics()
  var transportCounters = TransportCounters()

  func proxies(within limit: Duration) throws(LoopsBusy) -> [ProxyStatus] {
    if isBusy { throw LoopsBusy(waited: limit) }
    return statuses
  }

  func proxies(ofNode id: String, within limit: Duration) throws(LoopsBusy) -> [ProxyStatus] {
    try proxies(within: limit).filter { $0.node.id == id }
  }

  func laggards(behind revision: UInt64, within limit: Duration) throws(LoopsBusy) -> [Laggard] {
    if isBusy { throw LoopsBusy(waited: limit) }
    return lagging
  }

  func census(within limit: Duration) throws(LoopsBusy) -> [ClientGroup: Int] {
    try proxies(within: limit).reduce(into: [:]) {
      $0[ClientGroup(kind: $1.node.kind, state: $1.state), default: 0] += 1
    }
  }

  var revision: UInt64 { ring.first?.revision ?? 0 }

  func pushes(_ count: Int) -> [Push] { Array(ring.prefix(count)) }

  func push(_ revision: UInt64) -> PushLookup {
    if let push = ring.first(where: { $0.revision == revision }) { return .found(push) }
    let isOld = ring.last.map { revision < $0.revision && revision > 0 } ?? false
    return isOld
      ? .forgotten(oldest: ring.last?.revision ?? 0) : .notMade(current: self.revision)
  }
}

extension ProxyStatus {
  /// A sidecar that has two clusters and refuses the endpoints of one.
  static func example(id: String, port: UInt16 = 41234) throws -> ProxyStatus {
    let now = Moment.now
    let clusters = ResourceTable(
      try ["a", "b"].map { try Resource.example(Cluster(name: $0), name: $0) })
    let endpoints = ResourceTable(
      [try Resource.example(ClusterLoadAssignment(clusterName: "a"), name: "a")])
    var refused = TypeStatus(
      state: .rejected, sent: endpoints.version, sentAt: now, accepted: nil, acceptedAt: nil,
      nonce: "1f", responses: 3,
      refusal: Refusal(
        typeURL: ResourceType.endpoint.typeURL, version: endpoints.version,
        error: .init(code: 13, message: "a: no"), at: now, blaming: endpoints.resources),
      resources: SentResources(
        table: endpoints, subscription: Subscription(type: .endpoint, first: ["a", "x"]),
        unsent: []))
    refused.refusal?.origins = [ObjectReference(.service, namespace: "default", name: "web")]
    return ProxyStatus(
      node: ProxyNode(
        id: id, kind: .sidecar, address: IPAddress("10.0.0.1"), name: "web-1",
        namespace: "default", workloadName: "web", userAgent: "envoy 1.40.0"),
      peer: XDSServer.SocketAddress(ip: IPAddress(v4: 0x7F00_0001), port: port),
      identity: .certificate(uris: ["spiffe://cluster.local/ns/default/sa/web"]), method: "ads",
      isDelta: false, connectedAt: now, revision: 12, acknowledgedRevision: 11, state: .rejected,
      types: [
        .cluster: TypeStatus(
          state: .synced, sent: clusters.version, sentAt: now, accepted: clusters.version,
          acceptedAt: now, nonce: "1", responses: 1, refusal: nil,
          resources: SentResources(
            table: clusters, subscription: Subscription(type: .cluster, first: []), unsent: [])),
        .endpoint: refused,
      ], answersMissed: 1)
  }
}

extension Resource {
  /// A message as it goes over the wire.
  static func example(_ message: some ProtoMessage, name: String) throws -> Resource {
    let response = DiscoveryResponse(resources: [AnyMessage(packing: message)])
    return Resource(name: name, field: SharedBytes(response.encoded()), origins: [])
  }
}
