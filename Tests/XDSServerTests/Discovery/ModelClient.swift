@testable import XDSServer

/// A SotW client as Envoy behaves, of a few lines: what it has must in the end be what the mesh
/// has.
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

    func wants(_ name: String) -> Bool { hasWildcard || names?.contains(name) == true }
    var list: [String] {
      (names ?? []).sorted().reversed() + (hasWildcard && !saysWildcardByNothing ? ["*"] : [])
    }
  }

  var kinds: [ResourceType: Kind] = [:]
  /// Clusters that changed and wait for their endpoints.
  var warming: Set<String> = []
  /// What it has said and the server has not heard yet.
  var outbox: [StreamRequest] = []
  private var hasSaidNode = false

  subscript(type: ResourceType) -> Kind {
    get { kinds[type] ?? Kind() }
    set { kinds[type] = newValue }
  }

  /// Sends a request of a type.
  mutating func say(_ type: ResourceType, error: String? = nil) {
    // A first request without names would ask for everything.
    guard self[type].hasAsked || self[type].hasWildcard || self[type].names?.isEmpty == false else {
      return
    }
    self[type].hasAsked = true
    let kind = self[type]
    outbox.append(
      StreamRequest(
        typeURL: type.typeURL, versionInfo: kind.version, names: kind.list, nonce: kind.nonce,
        error: error.map { .init(code: 13, message: $0) }, nodeID: hasSaidNode ? nil : "model"))
    hasSaidNode = true
  }

  /// Wants other names from now on, and says so.
  mutating func subscribe(_ type: ResourceType, to names: Set<String>, wildcard: Bool = false) {
    self[type].names = names
    self[type].hasWildcard = wildcard
    let kind = self[type]
    self[type].resources = kind.resources.filter { kind.wants($0.key) }
    say(type)
  }

  /// Loses the stream and opens another.
  mutating func reconnect(order: [ResourceType]) {
    outbox.removeAll()
    hasSaidNode = false
    for type in order where kinds[type] != nil {
      self[type].nonce = ""
      self[type].hasAsked = false
      say(type)
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
    if type.isFullState {
      self[type].resources = got
    } else {
      self[type].resources.merge(got) { $1 }
    }
    self[type].nonce = response.nonce
    if type == .cluster { clustersChanged(from: before) }
    if type == .endpoint { warming.subtract(response.resources.map(\.name)) }
    if refused.isEmpty {
      self[type].version = response.version.hexadecimal
      say(type)
    } else {
      say(type, error: refused.map { "\($0): refused" }.joined(separator: ", "))
    }
  }

  /// Asks for the endpoints of all clusters when one is new or changed or gone, as Envoy does.
  private mutating func clustersChanged(from before: [String: String]) {
    let now = self[.cluster].resources
    guard now != before else { return }
    for (name, content) in now where before[name] != content { warming.insert(name) }
    warming.formIntersection(now.keys)
    subscribe(.endpoint, to: Set(now.keys))
  }
}
