@testable import XDSServer

/// What a client has refused on a stream, kept the plain way: that is not to be sent again.
struct RefusalRecord {
  /// What each response carried.
  private var carried: [ResourceType: [String: [String: ContentVersion]]] = [:]
  /// What each response said to be gone.
  private var removed: [ResourceType: [String: Set<String>]] = [:]
  private var last: [ResourceType: String] = [:]
  private var refused: [ResourceType: [String: ContentVersion]] = [:]
  private var answered: [ResourceType: Set<String>] = [:]
  /// The names that were dropped since they were last sent: asked for again they are sent again.
  private var dropped: [ResourceType: Set<String>] = [:]
  /// Full states of SotW: the names that were asked for again, which the client may have or not.
  private var returned: [ResourceType: Set<String>] = [:]
  /// The names that were gone from the mesh since they were last sent.
  private var gone: [ResourceType: Set<String>] = [:]
  /// What there is.
  private var mesh = Snapshot(revision: 0)
  /// The names that were refused since they were last sent.
  private var blamed: [ResourceType: Set<String>] = [:]
  /// Those of them that were gone from the mesh since: sent when they come back, though a client
  /// that never had them was not told that they were gone.
  private(set) var lost: [ResourceType: Set<String>] = [:]
  /// Full states of SotW: what may be repeated, as it is not known what the client has.
  private var isUncertain: [ResourceType: Bool] = [:]
  private var isFirstStream = true

  /// The client opens another stream.
  mutating func streamOpened(_ snapshot: Snapshot) {
    self = RefusalRecord()
    mesh = snapshot
    isFirstStream = false
  }

  /// A response goes out; says what is wrong with it.
  mutating func isSent(
    _ response: PlannedResponse, _ type: ResourceType, _ variant: ProtocolVariant,
    mayRepeat: Set<String>, isOverlapping: Bool
  ) -> String? {
    let new = Dictionary(uniqueKeysWithValues: response.resources.map { ($0.name, $0.version) })
    let isFull = variant == .stateOfTheWorld && type.isFullState
    if isFull, isOverlapping || !isFirstStream { isUncertain[type] = true }
    carried[type, default: [:]][response.nonce] = new
    last[type] = response.nonce
    // Endpoints are sent with the cluster that they warm, refused or not.
    let isExempt = type == .endpoint || isUncertain[type] == true
    let again = new.filter { refused[type]?[$0.key] == $0.value && !mayRepeat.contains($0.key) }
    if isFull { returned[type, default: []].formUnion(dropped[type, default: []]) }
    dropped[type]?.subtract(new.keys)
    gone[type]?.subtract(new.keys)
    blamed[type]?.subtract(new.keys)
    lost[type]?.subtract(new.keys)
    removed[type, default: [:]][response.nonce] = Set(response.removed)
    for name in new.keys { refused[type]?[name] = nil }
    for name in response.removed { refused[type]?[name] = nil }
    guard !again.isEmpty, !isExempt else { return nil }
    return "\(type): \(again.keys.sorted()) was refused and is sent again"
  }

  /// The server hears a request, and makes something of it; says what is wrong with that.
  mutating func serverHears(
    _ request: StreamRequest, _ type: ResourceType, _ variant: ProtocolVariant,
    _ action: DiscoveryStream.OnRequest
  ) -> String? {
    forget(request, type, variant)
    guard ResourceType(typeURL: request.typeURL) != nil,
      let response = carried[type]?[request.nonce],
      answered[type, default: []].insert(request.nonce).inserted
    else { return nil }
    let isFull = variant == .stateOfTheWorld && type.isFullState
    if isFull, last[type] != request.nonce { return nil }
    guard let error = request.error else { return nil }
    guard case .refused(let refusal) = action else {
      return "\(type): the refusal of \(request.nonce) is not reported, but \(action)"
    }
    for (name, version) in response where error.message.contains("\(name): refused") {
      if !refusal.resources.contains(name) { return "\(type): \(name) is not blamed" }
      blamed[type, default: []].insert(name)
      if mesh[type][name] == nil { lost[type, default: []].insert(name) }
      if !isForgotten(name, type, variant),
        isCurrent(name, version, type, since: request.nonce),
        dropped[type]?.contains(name) != true, returned[type]?.contains(name) != true
      {
        refused[type, default: [:]][name] = version
      }
    }
    return nil
  }

  /// Whether nothing else was said of the name after a response.
  private func isCurrent(
    _ name: String, _ version: ContentVersion, _ type: ResourceType, since nonce: String
  ) -> Bool {
    carried[type, default: [:]].allSatisfy { later, other in
      !Self.isLater(later, than: nonce)
        || (other[name] ?? version) == version && removed[type]?[later]?.contains(name) != true
    }
  }

  /// Whether nothing is remembered of a name, as it is gone.
  ///
  /// What is refused after it went is sent when it comes back, like what was refused before. Where
  /// nothing says that it is gone, it need only have been.
  private func isForgotten(
    _ name: String, _ type: ResourceType, _ variant: ProtocolVariant
  ) -> Bool {
    mesh[type][name] == nil
      || variant == .stateOfTheWorld && !type.isFullState && gone[type]?.contains(name) == true
  }

  private static func isLater(_ nonce: String, than other: String) -> Bool {
    (nonce.utf8.count, nonce) > (other.utf8.count, other)
  }

  /// The mesh changes: what is gone is sent when it comes back, refused or not.
  mutating func published(_ snapshot: Snapshot) {
    mesh = snapshot
    for type in ResourceType.allCases {
      let names = Simulation.names.filter { snapshot[type][$0] == nil }
      gone[type, default: []].formUnion(names)
      lost[type, default: []].formUnion(blamed[type, default: []].intersection(names))
      for name in names { refused[type]?[name] = nil }
    }
  }

  /// What is not wanted any more is sent again when it is.
  private mutating func forget(
    _ request: StreamRequest, _ type: ResourceType, _ variant: ProtocolVariant
  ) {
    let gone: [String]
    switch variant {
    case .delta:
      let isOtherWildcard = request.namesDropped.contains("*") || request.names.contains("*")
      gone = isOtherWildcard ? Simulation.names : request.namesDropped
    case .stateOfTheWorld:
      let wantsAll = request.names.contains("*") || type == .cluster && request.names.isEmpty
      gone = wantsAll ? [] : Simulation.names.filter { !request.names.contains($0) }
    }
    dropped[type, default: []].formUnion(gone)
    for name in gone { refused[type]?[name] = nil }
  }
}

/// The conversation about types that are not served, kept the plain way.
struct UnservedRecord {
  private var asked: [String: Set<String>] = [:]
  private var answered: Set<String> = []

  /// The server hears a request.
  mutating func serverHears(_ request: StreamRequest) {
    asked[request.typeURL, default: []].formUnion(request.names)
  }

  /// A response goes out; says what is wrong with it.
  mutating func isSent(_ response: PlannedResponse) -> String? {
    let isFirst = answered.insert(response.typeURL).inserted
    let names = asked.updateValue([], forKey: response.typeURL)
    guard let names, response.resources.isEmpty else {
      return "\(response) is no answer to anything"
    }
    if !isFirst, response.removed.isEmpty { return "\(response) is not necessary" }
    return response.removed == names.sorted() || response.removed.isEmpty && isFirst
      ? nil : "\(response) does not say what there is of \(names.sorted())"
  }
}
