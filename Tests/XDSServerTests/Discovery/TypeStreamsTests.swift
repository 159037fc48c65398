import Platform
import Testing

@testable import XDSServer

/// What is known of types that have nothing to say is true, and forgotten when it may not be.
///
/// Whether all comes out as if nothing were known is what the simulations look at.
@Suite("Types at rest")
struct TypeStreamsTests {
  /// A client that has accepted everything, and a change of its endpoints which it has been sent.
  private func changed(_ variant: ProtocolVariant) throws -> (Conversation, Snapshot) {
    let envoy = OrderTests.settled(variant)
    let old = try #require(envoy.snapshot)
    #expect(envoy.atRest == ResourceType.allCases && envoy.settled == ResourceType.allCases)
    let new = Snapshot(
      revision: old.revision + 1, clusters: old.clusters, endpoints: table(["a": "2"]),
      listeners: old.listeners, routes: old.routes)
    envoy.snapshot = new
    #expect(envoy.hears() == ["eds#5 a=2"])
    return (envoy, new)
  }

  @Test("The change of one type stirs no other", arguments: OrderTests.variants)
  func change(variant: ProtocolVariant) throws {
    let (envoy, new) = try changed(variant)
    #expect(envoy.atRest == ResourceType.allCases)
    #expect(envoy.settled == [.cluster, .listener, .route])
    for type in ResourceType.allCases {
      #expect(envoy.answered(type) == new.revision - (type == .endpoint ? 1 : 0))
    }
    let behind = envoy.stream.progress(towards: new)
    #expect(behind.leastAnswered == new.revision - 1 && !behind.isBehind)
    #expect(envoy.acks(.endpoint, ["a"], "5") == [])
    #expect(envoy.settled == ResourceType.allCases)
    #expect(envoy.stream.progress(towards: new).leastAnswered == new.revision)
  }

  @Test("What is done with a type stirs it, and it keeps what it has answered")
  func touch() throws {
    let (envoy, new) = try changed(.stateOfTheWorld)
    envoy.stream.types[.route].isAskedAnew = true
    #expect(envoy.atRest == [.cluster, .endpoint, .listener])
    #expect(envoy.settled == [.cluster, .listener])
    #expect(envoy.stream.types[.route].progress.answered == new.revision)
    #expect(envoy.answered(.route) == new.revision)
    #expect(envoy.hears() == [])
    #expect(envoy.settled == [.cluster, .listener, .route])
  }

  @Test("A type of the same contents in another table is looked at again")
  func otherTable() throws {
    let (envoy, old) = try changed(.delta)
    let new = Snapshot(
      revision: old.revision + 1, clusters: old.clusters, endpoints: old.endpoints,
      listeners: ResourceTable(old.listeners.resources), routes: table(["r": "b"]))
    envoy.stream.types.turn(to: new)
    #expect(envoy.atRest == [.cluster, .endpoint] && envoy.settled == [.cluster])
    #expect(envoy.answered(.cluster) == new.revision)
    #expect(envoy.answered(.listener) == old.revision)
  }

  @Test("A type is not at rest while the client must ask for more because of it")
  func following() throws {
    let envoy = Conversation()
    envoy.stream.asksForAllItIsGiven = true
    _ = envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: [:], rds: [:])
    #expect(envoy.asks(.cluster) == ["cds#1 a=1"])
    #expect(envoy.acks(.cluster, "1") == [])
    #expect(envoy.atRest == [] && envoy.stream.mustAskForMore)
    #expect(envoy.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    let snapshot = try #require(envoy.snapshot)
    _ = envoy.stream.progress(towards: snapshot)
    #expect(envoy.hears() == [])
    #expect(envoy.settled == [.cluster] && !envoy.stream.mustAskForMore)
  }
}

extension Conversation {
  fileprivate var atRest: [ResourceType] {
    ResourceType.allCases.filter { stream.types.isAtRest($0) }
  }
  fileprivate var settled: [ResourceType] {
    ResourceType.allCases.filter { stream.types.isSettled($0) }
  }
  fileprivate func answered(_ type: ResourceType) -> UInt64 { stream.types.answered(type) }
}
