internal import XDSServer

/// What a request says beside who asks and for which type.
struct RequestContent {
  /// `version_info`, which delta does not have; empty for none.
  var version: [UInt8] = []
  /// The fields that list names: `resource_names`; in delta `resource_names_subscribe`,
  /// `resource_names_unsubscribe` and `initial_resource_versions`, in that order.
  var names: [UInt8] = []
  /// `response_nonce`; empty for none.
  var nonce: [UInt8] = []
  /// The field `error_detail`; empty for none.
  var refusal: [UInt8] = []
}

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

  /// Appends a request of a type, its fields in the order of their numbers, as Envoy writes them: a
  /// server may recognise an ACK by its bytes.
  ///
  /// - Parameters:
  ///   - content: what the request says.
  ///   - type: the type that it is about.
  ///   - node: who asks, in two parts, the second of which many clients share; nil when the server
  ///     has been told.
  ///   - request: what it is appended to.
  func append(
    _ content: RequestContent, of type: ResourceType, node: (own: [UInt8], shared: [UInt8])?,
    to request: inout [UInt8]
  ) {
    if !isDelta, !content.version.isEmpty { request.appendField(1, content.version) }
    if let node {
      request.appendKey(isDelta ? 1 : 2, byteCount: node.own.count + node.shared.count)
      request.append(contentsOf: node.own)
      request.append(contentsOf: node.shared)
    }
    if isDelta { request.append(contentsOf: types[type.rawValue]) }
    request.append(contentsOf: content.names)
    if !isDelta { request.append(contentsOf: types[type.rawValue]) }
    if !content.nonce.isEmpty { request.appendField(isDelta ? 6 : 5, content.nonce) }
    request.append(contentsOf: content.refusal)
  }

  /// `error_detail`; nil for that of a client which refuses because it was told to.
  func refusal(_ text: String?) -> [UInt8] {
    text.map { Self.refusal($0, isDelta: isDelta) } ?? refusal
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
