import Platform

@testable import XDSServer

/// A server's streams and a client with messages in both directions on their way.
struct Simulation {
  private(set) var problem: String?
  private var random: SeededGenerator
  private var client = ModelClient()
  private let variant: ProtocolVariant
  private let isAggregated: Bool
  /// What all streams of all runs share, as those of a loop do.
  private let updates: TableUpdates
  /// One stream for all types, or one for each.
  private var conversations: [ResourceType: Conversation] = [:]
  private var snapshot = Snapshot(revision: 0)
  private var inbox: [PlannedResponse] = []
  private var now = Moment.now
  /// What was last sent on this stream, by type and name: kept the plain way.
  private var sent: [ResourceType: [String: ContentVersion]] = [:]
  /// The names of the last request the server has heard, and whether they were more than before.
  private var heard: [ResourceType: (names: Set<String>, hasMore: Bool)] = [:]
  /// Delta: the names that the next response has to say something about, and all names wanted.
  private var asked: [ResourceType: Set<String>] = [:]
  private var wanted: [ResourceType: Set<String>] = [:]
  /// The types whose first request on this stream was answered.
  private var answered: Set<ResourceType> = []
  private var inFlight: [ResourceType: (nonce: String, at: Moment)] = [:]
  private var refusals = RefusalRecord()
  private var unserved = UnservedRecord()

  static let names = ["a", "b", "c", "d", "e", "f"]

  init(
    seed: UInt64, _ variant: ProtocolVariant, isAggregated: Bool, sharing updates: TableUpdates
  ) {
    self.updates = updates
    random = SeededGenerator(seed: seed)
    self.variant = variant
    self.isAggregated = isAggregated
    client.variant = variant
    client.saysNodeAlways = !isAggregated
    openStreams()
    client[.cluster].saysWildcardByNothing = oneIn(2)
    client.subscribe(.cluster, to: [], wildcard: true)
    client.subscribe(.listener, to: randomNames())
  }

  /// One thing happens.
  mutating func step() {
    switch Int.random(in: 0..<20, using: &random) {
    case 0...1: publish()
    case 2...9: serverHears()
    case 10...16: clientHears()
    case 17: client.subscribe(.route, to: randomNames(), wildcard: oneIn(8))
    case 18: client.subscribe(.listener, to: randomNames(), wildcard: oneIn(8))
    default:
      // Answers that are out for longer than the bound have more responses come.
      switch Int.random(in: 0..<8, using: &random) {
      case 0...1: reconnect()
      case 2: pass(.seconds(1))
      case 3...4: pass(.seconds(3))
      case 5: if isAggregated { askForUnserved() }
      default: break
      }
    }
  }

  private mutating func openStreams() {
    conversations.removeAll()
    let all = Conversation(variant, sharing: updates)
    for type in ResourceType.allCases {
      conversations[type] =
        isAggregated ? all : Conversation(scope: .only(type), variant, sharing: updates)
    }
  }

  /// Nothing more happens but that what was said is heard.
  mutating func quiesce() {
    settle()
    // What waited for the answer to a refused response has waited long enough.
    pass(.seconds(20))
    settle()
    pass(.seconds(60))
    if !inbox.isEmpty { fail("something is sent although everything was answered") }
    for type in ResourceType.allCases { check(type) }
    // On a stream of its own, Envoy asks for the endpoints of a changed cluster anew.
    let waiting =
      !isAggregated
      ? []
      : client.warming.filter {
        client[.endpoint].wants($0) && snapshot.endpoints[$0] != nil
      }
    if !waiting.isEmpty { fail("clusters \(waiting.sorted()) wait for their endpoints") }
  }

  private mutating func settle() {
    for _ in 0..<100 {
      while !client.outbox.isEmpty { serverHears() }
      poll()
      while !inbox.isEmpty { clientHears() }
      if client.outbox.isEmpty, inbox.isEmpty { break }
    }
  }

  private mutating func check(_ type: ResourceType) {
    let kind = client[type]
    for resource in snapshot[type].resources where kind.wants(resource.name) {
      let text = Conversation.text(resource)
      if !text.hasSuffix("!"), kind.resources[resource.name] != text {
        fail("\(type): the mesh has \(text), the client \(kind.resources[resource.name] ?? "-")")
      }
    }
    if type.isFullState {
      for name in kind.resources.keys where snapshot[type][name] == nil {
        fail("\(type): the client has \(name), the mesh has not")
      }
    }
  }

  private mutating func fail(_ text: String) { if problem == nil { problem = text } }
}

// MARK: Events

extension Simulation {
  private mutating func publish() {
    let clusters = randomTable()
    // Endpoints exist for most of the clusters, as generation makes them.
    let endpoints = ResourceTable(
      clusters.resources.filter { _ in !oneIn(8) }.map { resource($0.name, randomContent()) })
    snapshot = Snapshot(
      revision: snapshot.revision + 1,
      clusters: oneIn(2) ? snapshot.clusters : clusters,
      endpoints: oneIn(2) ? snapshot.endpoints : endpoints,
      listeners: oneIn(2) ? snapshot.listeners : randomTable(),
      routes: oneIn(2) ? snapshot.routes : randomTable())
    SimulationTests.trace("the mesh has \(Conversation.text(snapshot))")
    for type in ResourceType.allCases { forgetWhatIsGone(type) }
    refusals.published(snapshot)
    poll()
  }

  /// SotW: what is gone may be sent again when it comes back, as its end is not told.
  private mutating func forgetWhatIsGone(_ type: ResourceType) {
    guard variant == .stateOfTheWorld, !type.isFullState else { return }
    sent[type] = sent[type]?.filter { snapshot[type][$0.key] != nil }
  }

  private mutating func serverHears() {
    guard !client.outbox.isEmpty else { return }
    let request = client.outbox.removeFirst()
    SimulationTests.trace("--> \(request)")
    guard let type = ResourceType(typeURL: request.typeURL) else {
      unserved.serverHears(request)
      return take(request, .cluster)
    }
    if inFlight[type]?.nonce == request.nonce { inFlight[type] = nil }
    if variant == .delta { noteChanges(request, type) } else { noteList(request, type) }
    take(request, type)
  }

  private mutating func take(_ request: StreamRequest, _ type: ResourceType) {
    guard let conversation = conversations[type] else { return }
    conversation.now = now
    let action = conversation.receives(request)
    if let problem = refusals.serverHears(request, type, variant, action) { fail(problem) }
    if case .reject(let error) = action { fail("a request was rejected: \(error)") }
    poll()
  }

  private mutating func askForUnserved() {
    let names = variant == .delta ? randomNames().sorted() : []
    client.outbox.append(
      StreamRequest(
        typeURL: "unserved.\(Int.random(in: 0..<3, using: &random))", names: names,
        nodeID: "model"))
  }

  private mutating func noteList(_ request: StreamRequest, _ type: ResourceType) {
    let names = Set(request.names)
    let hasMore = heard[type].map { $0.hasMore || !names.isSubset(of: $0.names) } ?? true
    heard[type] = (names, hasMore)
    let historical = type == .cluster && request.names.isEmpty
    if !historical, !request.names.contains("*") {
      sent[type] = sent[type]?.filter { request.names.contains($0.key) }
    }
  }

  private mutating func noteChanges(_ request: StreamRequest, _ type: ResourceType) {
    let names: Set<String>
    if wanted[type] == nil {
      names = request.names.isEmpty && type.isFullState ? ["*"] : Set(request.names)
      let brought = request.versionsBrought.compactMapValues { ContentVersion($0) }
      sent[type] = brought
      // What is to be replaced is sent even if it is as before when its turn comes.
      for (name, version) in brought {
        if let new = snapshot[type][name], new.version != version {
          asked[type, default: []].insert(name)
        }
      }
    } else {
      names = Set(request.names)
    }
    let all = wanted[type, default: []].union(names).subtracting(request.namesDropped)
    asked[type, default: []].formUnion(names)
    if all.contains("*") {
      asked[type, default: []].formUnion(request.namesDropped)
    } else {
      sent[type] = sent[type]?.filter { all.contains($0.key) }
      asked[type] = asked[type]?.filter(all.contains)
    }
    wanted[type] = all
  }

  private mutating func clientHears() {
    guard !inbox.isEmpty else { return }
    let response = inbox.removeFirst()
    SimulationTests.trace("the client hears \(Conversation.text(response))")
    guard ResourceType(typeURL: response.typeURL) != nil else {
      let error: StreamRequest.ErrorDetail? =
        oneIn(4) ? .init(code: 13, message: "Missing resources") : nil
      client.outbox.append(
        StreamRequest(
          typeURL: response.typeURL, nonce: response.nonce, error: error, nodeID: "model"))
      return
    }
    client.receive(response)
  }

  /// To this server or to another, which has made the same resources by itself.
  private mutating func reconnect() {
    SimulationTests.trace("the client connects again")
    if oneIn(2) { snapshot = Self.remade(snapshot) }
    openStreams()
    refusals.streamOpened(snapshot)
    unserved = UnservedRecord()
    asked.removeAll()
    wanted.removeAll()
    inbox.removeAll()
    sent.removeAll()
    answered.removeAll()
    inFlight.removeAll()
    heard.removeAll()
    client.reconnect(order: ResourceType.allCases.shuffled(using: &random))
  }

  private mutating func pass(_ duration: Duration) {
    SimulationTests.trace("\(duration) pass")
    now += duration
    poll()
  }

  /// Takes what the stream wants to send, and holds every response to be necessary.
  private mutating func poll() {
    for type in isAggregated ? [.cluster] : ResourceType.allCases {
      guard let conversation = conversations[type] else { continue }
      poll(conversation)
    }
  }

  private mutating func poll(_ conversation: Conversation) {
    while case .respond(let response) = conversation.stream.nextStep(from: snapshot, at: now) {
      take(response, from: conversation)
      guard response.isLast else { continue }
      // The loop does not ask again then, so that it must make no difference whether it does.
      if oneIn(2) { return }
      guard case .rest(until: nil) = conversation.stream.nextStep(from: snapshot, at: now) else {
        return fail("\(Conversation.text(response)) is not the last response")
      }
    }
  }

  private mutating func take(_ response: PlannedResponse, from conversation: Conversation) {
    inbox.append(response)
    SimulationTests.trace("<-- \(Conversation.text(response))")
    guard let type = ResourceType(typeURL: response.typeURL) else {
      if let problem = unserved.isSent(response) { fail(problem) }
      return
    }
    if let last = inFlight[type], now - last.at < conversation.stream.answerBound {
      fail("\(type): \(Conversation.text(response)) while \(last.nonce) is in flight")
    }
    // What was refused and gone is sent when it comes back.
    let isBack = response.resources.contains { refusals.lost[type]?.contains($0.name) == true }
    let mayRepeat = asked[type] ?? []
    if let problem = refusals.isSent(
      response, type, variant, mayRepeat: mayRepeat, isOverlapping: inFlight[type] != nil)
    {
      fail(problem)
    }
    inFlight[type] = (response.nonce, now)
    let new = Dictionary(uniqueKeysWithValues: response.resources.map { ($0.name, $0.version) })
    let isNeeded =
      variant == .delta ? isNeededDelta(response, type) : isNeededList(new, type)
    if !isNeeded, !isBack { fail("\(type): \(Conversation.text(response)) is not necessary") }
    heard[type]?.hasMore = false
    asked[type] = []
    answered.insert(type)
    if type == .cluster {
      let old = sent[type] ?? [:]
      for (name, version) in new where old[name] != version {
        if variant == .delta {
          asked[.endpoint, default: []].insert(name)
        } else {
          sent[.endpoint]?[name] = nil
        }
      }
    }
    if type.isFullState, variant == .stateOfTheWorld {
      sent[type] = new
    } else {
      sent[type, default: [:]].merge(new) { $1 }
    }
    for name in response.removed { sent[type]?[name] = nil }
    // Endpoints may be gone already, and retained only.
    forgetWhatIsGone(type)
  }

  private func isNeededList(_ new: [String: ContentVersion], _ type: ResourceType) -> Bool {
    guard let old = sent[type] else { return true }
    return type.isFullState
      ? old != new || heard[type]?.hasMore == true
      : new.allSatisfy { old[$0.key] != $0.value } && !new.isEmpty
  }

  private func isNeededDelta(_ response: PlannedResponse, _ type: ResourceType) -> Bool {
    let old = sent[type] ?? [:]
    let asked = asked[type] ?? []
    if response.resources.isEmpty, response.removed.isEmpty {
      // The first request is answered even if what it asked for is not wanted any more.
      return asked.contains("*") || type.isFullState && !answered.contains(type)
    }
    return response.resources.allSatisfy { old[$0.name] != $0.version || asked.contains($0.name) }
      && response.removed.allSatisfy {
        // Who asks for all may be told of what is gone since.
        old[$0] != nil || asked.contains($0) || asked.contains("*")
      }
  }
}

// MARK: Chance

extension Simulation {
  private mutating func oneIn(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }

  private mutating func randomNames() -> Set<String> {
    var names: Set<String> = []
    for name in Self.names where oneIn(2) { names.insert(name) }
    return names
  }

  private mutating func randomContent() -> String {
    let content = String(Int.random(in: 0..<3, using: &random))
    return oneIn(12) ? content + "!" : content
  }

  /// The same content in other memory.
  static func remade(_ snapshot: Snapshot) -> Snapshot {
    func remade(_ table: ResourceTable) -> ResourceTable {
      ResourceTable(
        table.resources.map {
          resource($0.name, String(Conversation.text($0).dropFirst($0.name.utf8.count + 1)))
        })
    }
    return Snapshot(
      revision: snapshot.revision, clusters: remade(snapshot.clusters),
      endpoints: remade(snapshot.endpoints), listeners: remade(snapshot.listeners),
      routes: remade(snapshot.routes))
  }

  private mutating func randomTable() -> ResourceTable {
    ResourceTable(randomNames().sorted().map { resource($0, randomContent()) })
  }
}
