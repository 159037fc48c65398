import Platform
import Testing

@testable import XDSServer

@Suite("The order of changes with everything at random")
struct OrderSimulationTests {
  @Test(
    "At no moment does a client route to a cluster that it does not have, or that is not warm",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func noGap(variant: ProtocolVariant) {
    for seed in SimulationTests.seeds {
      var simulation = OrderSimulation(seed: seed, variant)
      for _ in 0..<300 where simulation.problem == nil { simulation.step() }
      if simulation.problem == nil { simulation.quiesce() }
      if let problem = simulation.problem {
        Issue.record("\(variant): \(problem) (replay with CAUSEWAY_SEED=\(seed))")
        return
      }
    }
  }
}

/// A mesh whose listeners and routes name clusters, and an Envoy that accepts clusters when they
/// are warm.
struct OrderSimulation {
  private(set) var problem: String?
  private var random: SeededGenerator
  private let variant: ProtocolVariant
  private var client = ModelClient()
  private var conversation: Conversation
  private var snapshot = Snapshot(revision: 0)
  private var inbox: [PlannedResponse] = []
  /// Whether listeners and routes are such, now and then, that the client refuses them.
  private var refusesSome = true

  init(seed: UInt64, _ variant: ProtocolVariant) {
    random = SeededGenerator(seed: seed)
    self.variant = variant
    conversation = Conversation(variant)
    client.variant = variant
    client.acceptsWhenWarm = true
    client[.cluster].saysWildcardByNothing = true
    client[.listener].saysWildcardByNothing = true
    publish()
    client.subscribe(.cluster, to: [], wildcard: true)
    settle()
    client.subscribe(.listener, to: [], wildcard: true)
    client.subscribe(.route, to: ["r1", "r2"])
  }

  /// One thing happens, without time that passes: no wait is given up.
  mutating func step() {
    switch Int.random(in: 0..<20, using: &random) {
    case 0...1: publish()
    case 2...10: serverHears()
    case 11...18: clientHears()
    // In SotW a client that reconnects is told at once what is gone, as nothing says what it has.
    default: if variant == .delta, Int.random(in: 0..<3, using: &random) == 0 { reconnect() }
    }
  }

  /// Nothing more happens but that what was said is heard, and what was refused is put right.
  mutating func quiesce() {
    settle()
    refusesSome = false
    publish()
    settle()
    // A client that comes back is given time to ask for all types.
    conversation.now += .seconds(3)
    settle()
    if conversation.stream.answersMissed > 0 { fail("a wait was given up") }
    for type in ResourceType.allCases {
      let want = Dictionary(
        uniqueKeysWithValues: snapshot[type].resources.map { ($0.name, Conversation.text($0)) })
      let got = client[type].resources
      if got != want { fail("\(type): the mesh has \(want), the client \(got)") }
    }
  }

  private mutating func settle() {
    repeat {
      while !client.outbox.isEmpty { serverHears() }
      poll()
      while !inbox.isEmpty { clientHears() }
    } while !client.outbox.isEmpty
  }

  private mutating func fail(_ text: String) { if problem == nil { problem = text } }

  private mutating func publish() {
    let clusters = ["a", "b", "c", "d"].filter { _ in Bool.random(using: &random) }
    func content() -> String { String(Int.random(in: 0..<3, using: &random)) }
    func user(_ name: String) -> Resource {
      let used = clusters.filter { _ in Bool.random(using: &random) }
      let isBad = refusesSome && Int.random(in: 0..<10, using: &random) == 0
      return resource(name, ([content()] + used).joined(separator: "+") + (isBad ? "!" : ""))
    }
    snapshot = Snapshot(
      revision: snapshot.revision + 1,
      clusters: ResourceTable(clusters.map { resource($0, content()) }),
      endpoints: ResourceTable(clusters.map { resource($0, content()) }),
      listeners: ResourceTable([user("l")]),
      routes: ResourceTable([user("r1"), user("r2")]))
    poll()
  }

  private mutating func serverHears() {
    guard !client.outbox.isEmpty else { return }
    let request = client.outbox.removeFirst()
    SimulationTests.trace("--> \(request)")
    if case .reject(let error) = conversation.stream.requestReceived(request, at: conversation.now)
    {
      fail("a request was rejected: \(error)")
    }
    poll()
  }

  private mutating func poll() {
    while case .respond(let response) = conversation.stream.nextStep(
      from: snapshot, at: conversation.now)
    {
      inbox.append(response)
      SimulationTests.trace("<-- \(Conversation.text(response))")
    }
  }

  private mutating func clientHears() {
    guard !inbox.isEmpty else { return }
    let response = inbox.removeFirst()
    SimulationTests.trace("the client hears \(Conversation.text(response))")
    client.receive(response)
    for type in [ResourceType.listener, .route] {
      for text in client[type].resources.values {
        for cluster in text.split(separator: "+").dropFirst().map(String.init) {
          if client[.cluster].resources[cluster] == nil {
            fail("\(text) names a cluster that is gone, after \(Conversation.text(response))")
          } else if !client.active.contains(cluster) {
            fail("\(text) names a cluster that is cold, after \(Conversation.text(response))")
          }
        }
      }
    }
  }

  private mutating func reconnect() {
    let now = conversation.now
    if Bool.random(using: &random) { snapshot = Simulation.remade(snapshot) }
    conversation = Conversation(variant)
    conversation.now = now
    inbox.removeAll()
    client.reconnect(order: ResourceType.allCases)
  }
}
