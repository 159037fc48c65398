internal import XDSServer

/// The parts of requests that are the same for every client, encoded once.
struct RequestTemplates: Sendable {
  /// What a client that refuses says.
  static let refusalText = "refused by causeway load, as it was told to"

  /// Whether the variant is delta.
  let isDelta: Bool
  private let types: [[UInt8]]
  private let refusal: [UInt8]

  init(isDelta: Bool) {
    self.isDelta = isDelta
    types = ResourceType.allCases.map { type in
      var field: [UInt8] = []
      field.appendField(isDelta ? 2 : 4, type.typeURL.utf8)
      return field
    }
    refusal = Self.refusal(Self.refusalText, isDelta: isDelta)
  }

  /// Appends `type_url`.
  func appendType(_ type: ResourceType, to request: inout [UInt8]) {
    request.append(contentsOf: types[type.rawValue])
  }

  /// Appends `version_info`, which delta does not have.
  func appendVersion(_ version: [UInt8], to request: inout [UInt8]) {
    if !isDelta, !version.isEmpty { request.appendField(1, version) }
  }

  /// Appends `response_nonce`.
  func appendNonce(_ nonce: [UInt8], to request: inout [UInt8]) {
    if !nonce.isEmpty { request.appendField(isDelta ? 6 : 5, nonce) }
  }

  /// Appends `error_detail`; nil for that of a client which refuses because it was told to.
  func appendRefusal(_ text: String?, to request: inout [UInt8]) {
    request.append(
      contentsOf: text.map { Self.refusal($0, isDelta: isDelta) } ?? refusal)
  }

  /// Appends the node: a part of the client's own, and one that all share.
  func appendNode(_ own: [UInt8], _ shared: [UInt8], to request: inout [UInt8]) {
    request.appendKey(isDelta ? 1 : 2, byteCount: own.count + shared.count)
    request.append(contentsOf: own)
    request.append(contentsOf: shared)
  }

  /// A `google.rpc.Status` of INVALID_ARGUMENT, as Envoy sends it.
  private static func refusal(_ text: String, isDelta: Bool) -> [UInt8] {
    var status: [UInt8] = [0x08, 3]
    status.appendField(2, text.utf8)
    var field: [UInt8] = []
    field.appendField(isDelta ? 7 : 6, status)
    return field
  }

  /// What an Envoy calls.
  static func paths(isDelta: Bool, isAggregated: Bool) -> [String] {
    if isAggregated {
      let service = "/envoy.service.discovery.v3.AggregatedDiscoveryService/"
      return [service + (isDelta ? "DeltaAggregatedResources" : "StreamAggregatedResources")]
    }
    return ResourceType.allCases.map { type in
      let (package, service, method) =
        switch type {
        case .cluster: ("cluster", "Cluster", "Clusters")
        case .endpoint: ("endpoint", "Endpoint", "Endpoints")
        case .listener: ("listener", "Listener", "Listeners")
        case .route: ("route", "Route", "Routes")
        }
      return "/envoy.service.\(package).v3.\(service)DiscoveryService/"
        + "\(isDelta ? "Delta" : "Stream")\(method)"
    }
  }
}
