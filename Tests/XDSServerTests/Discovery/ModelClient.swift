import Platform

@testable import XDSServer

/// A client as Envoy behaves, of a few lines: what it has must in the end be what the mesh has.
///
/// Content that ends with `!` is refused, the rest of its response used.
struct ModelClient {
  /// One type as the client sees it.
  struct Kind {
    /// The names it wants; nil when it wants none and has never asked.
    var names: Set<String>?
    var hasWildcard = false
    /// Whether it writes an empty list when it wants all.
    var saysWildcardByNothing = false
    /// Whether it has asked on this stream.
    var hasAsked = false
    /// What it has.
    var resources: [String: String] = [:]
    /// The last nonce of this stream.
    var nonce = ""
    /// The last version accepted.
    var version = ""
    /// Delta: the names that it has said on this stream.
    var told: Set<String> = []

    func wants(_ name: String) -> Bool { hasWildcard || names?.contains(name) == true }
    var list: [String] {
      (names ?? []).sorted().reversed() + (hasWildcard && !saysWildcardByNothing ? ["*"] : [])
    }
  }

  var variant = ProtocolVariant.stateOfTheWorld
  /// Whether it accepts clusters when they are warm, not at once.
  var acceptsWhenWarm = false
  var kinds: [ResourceType: Kind] = [:]
  /// Clusters that changed and wait for their endpoints.
  var warming: Set<String> = []
  /// Clusters that requests can be sent to: they have been warm once.
  var active: Set<String> = []
  /// Whether clusters are to be accepted when they are warm.
  private var isAcceptanceDue = false
  /// What it has said and the server has not heard yet.
  var outbox: [StreamRequest] = []
  private var hasSaidNode = false
  /// Whether it says who it is in every request.
  var saysNodeAlways = false

  subscript(type: ResourceType) -> Kind {
    get { kinds[type] ?? Kind() }
    set { kinds[type] = newValue }
  }

  /// Sends a request of a type: an answer to its last response, or one without that.
  mutating func say(_ type: ResourceType, error: String? = nil, isAnswer: Bool = true) {
    // A first request without names would ask for everything.
    guard self[type].hasAsked || self[type].hasWildcard || self[type].names?.isEmpty == false else {
      return
    }
    let kind = self[type]
    let detail = error.map { StreamRequest.ErrorDetail(code: 13, message: $0) }
    var request = StreamRequest(
      typeURL: type.typeURL, nonce: kind.nonce, error: detail,
      nodeID: hasSaidNode && !saysNodeAlways ? nil : "model")
    switch variant {
    case .stateOfTheWorld:
      request.versionInfo = kind.version
      request.names = kind.list
    case .delta:
      if !isAnswer { request.nonce = "" }
      tellChanges(of: type, in: &request)
      let saysNothing = request.names.isEmpty && request.namesDropped.isEmpty
      if kind.hasAsked, saysNothing, request.nonce.isEmpty { return }
    }
    self[type].hasAsked = true
    outbox.append(request)
    hasSaidNode = true
  }

  /// What delta says: which names are new and which are not wanted any more.
  private mutating func tellChanges(of type: ResourceType, in request: inout StreamRequest) {
    let kind = self[type]
    let wanted = (kind.names ?? []).union(kind.hasWildcard ? ["*"] : [])
    request.names = wanted.subtracting(kind.told).sorted()
    request.namesDropped = kind.told.subtracting(wanted).sorted()
    self[type].told = wanted
    guard !kind.hasAsked else { return }
    if request.names == ["*"], kind.saysWildcardByNothing { request.names = [] }
    request.versionsBrought = Conversation.versionsOfTexts(kind.resources)
  }

  /// Wants other names from now on, and says so.
  mutating func subscribe(_ type: ResourceType, to names: Set<String>, wildcard: Bool = false) {
    self[type].names = names
    self[type].hasWildcard = wildcard
    let kind = self[type]
    self[type].resources = kind.resources.filter { kind.wants($0.key) }
    say(type, isAnswer: false)
  }

  /// Loses the stream and opens another.
  mutating func reconnect(order: [ResourceType]) {
    outbox.removeAll()
    hasSaidNode = false
    isAcceptanceDue = false
    if variant == .delta {
      // Nothing tells the server that a cluster was still warming: it uses the endpoints that it
      // has, or none, when its own patience ends.
      active.formUnion(warming.filter { self[.endpoint].resources[$0] != nil })
      warming.removeAll()
    }
    for type in order where kinds[type] != nil {
      self[type].nonce = ""
      self[type].hasAsked = false
      self[type].told = []
      say(type, isAnswer: false)
    }
  }

  /// Takes a response and answers it.
  mutating func receive(_ response: PlannedResponse) {
    guard let type = ResourceType(typeURL: response.typeURL) else { return }
    let before = self[type].resources
    var refused: [String] = []
    var got: [String: String] = [:]
    for resource in response.resources where self[type].wants(resource.name) {
      let text = Conversation.text(resource)
      if text.hasSuffix("!") {
        refused.append(resource.name)
        got[resource.name] = before[resource.name]
      } else {
        got[resource.name] = text
      }
    }
    if type.isFullState, variant == .stateOfTheWorld {
      self[type].resources = got
    } else {
      self[type].resources.merge(got) { $1 }
    }
    for name in response.removed { self[type].resources[name] = nil }
    self[type].nonce = response.nonce
    if type == .cluster { clustersChanged(from: before) }
    if type == .endpoint {
      let names = Set(response.resources.map(\.name))
      active.formUnion(names.intersection(self[.cluster].resources.keys))
      warming.subtract(names)
    }
    guard refused.isEmpty else {
      say(type, error: refused.map { "\($0): refused" }.joined(separator: ", "))
      return
    }
    self[type].version = response.version.hexadecimal
    if type == .cluster, acceptsWhenWarm, !warming.isEmpty {
      isAcceptanceDue = true
    } else {
      say(type)
    }
    if isAcceptanceDue, warming.isEmpty {
      isAcceptanceDue = false
      say(.cluster)
    }
  }

  /// Asks for the endpoints of all clusters when one is new or changed or gone, as Envoy does.
  private mutating func clustersChanged(from before: [String: String]) {
    let now = self[.cluster].resources
    guard now != before else { return }
    for (name, content) in now where before[name] != content { warming.insert(name) }
    warming.formIntersection(now.keys)
    active.formIntersection(now.keys)
    subscribe(.endpoint, to: Set(now.keys))
  }
}
