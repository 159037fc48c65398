import Platform
import Testing

@testable import XDSServer

@Suite("No client that is named as done serves older configuration")
struct TruthTests {
  @Test(
    "Whatever is said when, a client has what it is said to have",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func anything(variant: ProtocolVariant) {
    for seed in SimulationTests.seeds {
      var simulation = TruthSimulation(seed: seed, variant)
      for _ in 0..<300 where simulation.problem == nil { simulation.step() }
      simulation.quiesce()
      if let problem = simulation.problem {
        Issue.record("\(variant): \(problem) (replay with CAUSEWAY_SEED=\(seed))")
        return
      }
    }
  }
}

/// A stream with its books, and a client with messages in both directions on their way.
struct TruthSimulation {
  private(set) var problem: String?
  private var random: SeededGenerator
  private var client = ModelClient()
  private var booked: BookedStream
  private let variant: ProtocolVariant
  /// Every snapshot that there was, by revision.
  private var history: [UInt64: Snapshot] = [:]
  /// What the server knew the client to want when a revision came, on the same stream.
  private var wanted: [UInt64: [ResourceType: Subscription]] = [:]
  private var current = Snapshot(revision: 1)
  private var inbox: [PlannedResponse] = []

  private static let names = ["a", "b", "c", "d"]

  init(seed: UInt64, _ variant: ProtocolVariant) {
    random = SeededGenerator(seed: seed)
    self.variant = variant
    booked = BookedStream(variant, current)
    history[1] = current
    client.variant = variant
    client.acceptsWhenWarm = oneIn(2)
    client[.cluster].saysWildcardByNothing = oneIn(2)
    client.subscribe(.cluster, to: [], wildcard: true)
    client.subscribe(.listener, to: randomNames())
    client.subscribe(.route, to: randomNames())
  }

  /// One thing happens, and then everything that the server says must be true.
  mutating func step() {
    switch Int.random(in: 0..<24, using: &random) {
    case 0...1: publish()
    case 2...10: serverHears()
    case 11...19: clientHears()
    case 20: client.subscribe(.route, to: randomNames())
    case 21: client.subscribe(.listener, to: randomNames())
    case 22: pass(.seconds(Int.random(in: 1...3, using: &random)))
    default: if oneIn(4) { reconnect() }
    }
    check()
  }

  /// When nothing more changes, and nothing is refused, the server knows that everything is done.
  mutating func quiesce() {
    guard problem == nil else { return }
    settle()
    // What is retained can be refused at the very end, and casts doubt on what came with it.
    for _ in 0..<3 where isAnythingRefused {
      publish(refusable: false)
      settle()
    }
    guard problem == nil else { return }
    let account = booked.stream.account
    if account.acknowledged != current.revision {
      fail("all is said, and only \(account.acknowledged ?? 0) of \(current.revision) is done")
    }
    if !account.pending.isEmpty || !account.rejected.isEmpty || account.past != .settled {
      fail("all is said, and something is still open")
    }
    if booked.ledger.unknownCount != 0 || !booked.ledger.refusedPasts.isEmpty {
      fail("the books do not close")
    }
    for revision in history.keys where booked.record(revision).pending != 0 {
      fail("revision \(revision) is open in the books")
    }
  }

  private mutating func settle() {
    for _ in 0..<20 {
      for _ in 0..<100 where !client.outbox.isEmpty || !inbox.isEmpty {
        serverHears()
        clientHears()
        check()
      }
      pass(.seconds(3))
    }
  }

  private var isAnythingRefused: Bool {
    ResourceType.allCases.contains { type in
      current[type].resources.contains { Conversation.text($0).hasSuffix("!") }
        || booked.stream.machine.types[type].progress.refused > 0
    }
  }

  private mutating func fail(_ text: String) {
    guard problem == nil else { return }
    SimulationTests.trace("*** \(text)")
    problem = text
  }
}

// MARK: What is true

extension TruthSimulation {
  private mutating func check() {
    guard problem == nil else { return }
    let account = booked.stream.account
    for revision in 2...max(2, current.revision) where revision <= current.revision {
      guard account.state(at: revision) == .synced, let old = history[revision - 1],
        let new = history[revision]
      else { continue }
      for type in ResourceType.allCases {
        for change in new[type].difference(from: old[type]).changes {
          checkHas(type, change.name, since: revision, "revision \(revision) is done")
        }
      }
    }
    guard let revision = account.acknowledged, account.past == .settled else { return }
    guard booked.stream.status?.state == .synced, revision == current.revision else { return }
    for type in ResourceType.allCases {
      for name in Self.names { checkHas(type, name, since: revision, "the client is synced") }
    }
    guard isHeard(.cluster), isHeard(.endpoint) else { return }
    for name in client[.cluster].resources.keys where current.endpoints[name] != nil {
      if client[.endpoint].resources[name] == nil {
        fail("the client is synced, and cluster \(name) has no endpoints")
      }
    }
  }

  /// The client must have a resource as it was at some revision since that one.
  private mutating func checkHas(
    _ type: ResourceType, _ name: String, since revision: UInt64, _ claim: String
  ) {
    guard client[type].wants(name), isHeard(type) else { return }
    let has = client[type].resources[name]
    let could = (revision...current.revision).compactMap { history[$0] }.map { snapshot in
      snapshot[type][name].map(Conversation.text)
    }
    if has == nil, isNew(type, name, since: revision) { return }
    // What is gone of these types is not told, and nothing uses it.
    if !type.isFullState, could.contains(nil) { return }
    if !could.contains(has) {
      fail("\(claim), and the client has \(type) \(has ?? "no \(name)"), not one of \(could)")
    }
  }

  /// Whether the client wants the name only since then, and has nothing older that it could use.
  private func isNew(_ type: ResourceType, _ name: String, since revision: UInt64) -> Bool {
    let progress = booked.stream.machine.types[type].progress
    // Asked for again, it has been sent again, and maybe refused: then it has none.
    if progress.refused > 0 || progress.answered == 0 { return true }
    if !booked.stream.machine.types[type].owed.isEmpty { return true }
    return wanted[revision]?[type]?.covers(name) != true
  }

  /// Whether the server has heard everything that the client has said of a type: of what it does
  /// not know to be wanted, it says nothing.
  private func isHeard(_ type: ResourceType) -> Bool {
    !client.outbox.contains { $0.typeURL == type.typeURL }
      && booked.stream.machine.types[type].subscription != nil
  }
}

// MARK: Events

extension TruthSimulation {
  private mutating func publish(refusable: Bool = true) {
    let clusters = randomTable(refusable)
    let endpoints = ResourceTable(
      clusters.resources.map { resource($0.name, randomContent(refusable)) })
    let keeps = refusable && oneIn(2)
    current = Snapshot(
      revision: current.revision + 1,
      clusters: keeps ? current.clusters : clusters,
      endpoints: keeps
        ? ResourceTable(
          current.clusters.resources.map { resource($0.name, randomContent(refusable)) })
        : endpoints,
      listeners: refusable && oneIn(2) ? current.listeners : randomTable(refusable),
      routes: refusable && oneIn(2) ? current.routes : randomTable(refusable))
    history[current.revision] = current
    for type in ResourceType.allCases {
      wanted[current.revision, default: [:]][type] =
        booked.stream.machine.types[type].subscription
    }
    for type in ResourceType.allCases {
      SimulationTests.trace(
        "\(current.revision) \(type) \(current[type].resources.map(Conversation.text))")
    }
    booked.ledger.begin(current.revision, seenAt: booked.now)
    booked.stream.take(current, &booked.ledger)
    poll()
  }

  private mutating func poll() {
    booked.snapshotChanged(to: current)
    for response in booked.responses {
      SimulationTests.trace("<-- \(Conversation.text(response))")
      inbox.append(response)
    }
  }

  private mutating func serverHears() {
    guard !client.outbox.isEmpty else { return }
    let request = client.outbox.removeFirst()
    SimulationTests.trace("--> \(request)")
    if case .reject(let error) = booked.stream.machine.requestReceived(request, at: booked.now) {
      fail("a request was rejected: \(error)")
    }
    poll()
  }

  private mutating func clientHears() {
    guard !inbox.isEmpty else { return }
    client.receive(inbox.removeFirst())
  }

  private mutating func pass(_ duration: Duration) {
    booked.now += duration
    poll()
  }

  private mutating func reconnect() {
    SimulationTests.trace("reconnect")
    let now = booked.now
    booked = BookedStream(variant, current)
    booked.now = now
    inbox.removeAll()
    wanted.removeAll()
    client.reconnect(order: ResourceType.allCases.shuffled(using: &random))
  }
}

// MARK: Chance

extension TruthSimulation {
  private mutating func oneIn(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }

  private mutating func randomNames() -> Set<String> {
    var names: Set<String> = []
    for name in Self.names where oneIn(2) { names.insert(name) }
    return names
  }

  private mutating func randomContent(_ refusable: Bool) -> String {
    let content = String(Int.random(in: 0..<1000, using: &random))
    return refusable && oneIn(10) ? content + "!" : content
  }

  private mutating func randomTable(_ refusable: Bool) -> ResourceTable {
    ResourceTable(randomNames().sorted().map { resource($0, randomContent(refusable)) })
  }
}
