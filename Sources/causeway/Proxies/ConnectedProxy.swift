internal import EnvoyAPI

/// A stream of a connected client, as `/api/v1/proxies` tells it.
struct ConnectedProxy {
  /// How one resource type stands.
  struct TypeState {
    /// `cds`, `eds`, `lds` or `rds`.
    var type: String
    /// `synced`, `pending` or `rejected`.
    var state: String
    var sentVersion: String?
    var acknowledgedVersion: String?
    var sentMs: Int64?
    var acknowledgedMs: Int64?
    var resources: Int64
    var bytes: Int64
    var rejection: Rejection?
  }

  /// What a client has said no to.
  struct Rejection {
    var version: String
    /// The client's own words.
    var message: String
    var timeMs: Int64?
    /// The resources that the client names.
    var resources: [String]
    /// The objects that they were made from.
    var origins: [String]
  }

  var id: String
  var kind: String
  var namespace: String
  var workload: String
  var address: String?
  var peer: String
  /// The service that it has called, and how it speaks: `ads sotw`.
  var stream: String
  var connectedMs: Int64?
  /// The types that it has asked for.
  var types: [TypeState]

  /// All in an answer of `/api/v1/proxies`; nil when it is no such answer.
  static func all(in answer: JSONValue) -> [ConnectedProxy]? {
    guard let elements = answer["proxies"]?.elements else { return nil }
    let proxies = elements.compactMap(ConnectedProxy.init)
    return proxies.count == elements.count ? proxies : nil
  }

  /// The one that `json` tells of; nil when it tells of something else.
  private init?(_ json: JSONValue) {
    guard let id = json["id"]?.stringValue, let types = json["types"]?.members else { return nil }
    self.id = id
    kind = json.text("kind")
    namespace = json.text("namespace")
    workload = json.text("workload")
    address = json["address"]?.stringValue
    peer = json.text("peer")
    stream = "\(json.text("method")) \(json.text("variant"))"
    connectedMs = json["connectedMs"]?.integerValue
    self.types = types.map { TypeState($0.value, of: $0.name) }
  }

  /// How a type stands; nil when it has not asked for it.
  subscript(type: String) -> TypeState? { types.first { $0.type == type } }
}

extension ConnectedProxy.TypeState {
  fileprivate init(_ json: JSONValue, of type: String) {
    self.type = type
    state = json.text("state")
    sentVersion = json["sentVersion"]?.stringValue
    acknowledgedVersion = json["acknowledgedVersion"]?.stringValue
    sentMs = json["sentMs"]?.integerValue
    acknowledgedMs = json["acknowledgedMs"]?.integerValue
    resources = json["resources"]?.integerValue ?? 0
    bytes = json["bytes"]?.integerValue ?? 0
    guard let rejection = json["rejection"], rejection != .null else { return }
    self.rejection = ConnectedProxy.Rejection(
      version: rejection.text("version"), message: rejection.text("message"),
      timeMs: rejection["timeMs"]?.integerValue, resources: rejection.texts("resources"),
      origins: rejection.texts("origins"))
  }

  /// Since when it stands so; nil when that is not known.
  var sinceMs: Int64? {
    switch state {
    case "synced": acknowledgedMs
    case "rejected": rejection?.timeMs
    default: sentMs
    }
  }
}
