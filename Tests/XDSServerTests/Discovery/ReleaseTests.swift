import Platform
import Testing

@testable import XDSServer

/// Each way in which a removal may go out or be held, asked for directly.
@Suite("Whether a removal may be told")
struct ReleaseTests {
  static let variants = OrderTests.variants
  private let empty = Snapshot(revision: 2)

  /// How the stream stands to a removal, 100 ms after the last thing happened.
  private func release(
    _ type: ResourceType, of envoy: Conversation, in snapshot: Snapshot? = nil,
    after duration: Duration = .zero
  ) -> DiscoveryStream.Release {
    envoy.stream.release(of: type, in: snapshot ?? empty, at: envoy.now + duration)
  }

  @Test("A response on its way can only bring what was dropped in SotW's full states")
  func mayYetTakeResponse() {
    for variant in Self.variants {
      for type in ResourceType.allCases {
        let same = table(["a": "1"])
        let client = Conversation(
          variant,
          Snapshot(
            revision: 1, clusters: same, endpoints: same, listeners: same, routes: same))
        func may() -> Bool { client.stream.types[type].mayYetTakeResponse }
        #expect(!may())
        #expect(client.asks(type, ["a"]) == ["\(type.shortName)#1 a=1"])
        #expect(may() == (variant == .stateOfTheWorld && type.isFullState))
        #expect(client.acks(type, ["a"], "1") == [])
        #expect(!may())
      }
    }
  }

  @Test("Listeners and routes go at once", arguments: variants)
  func users(variant: ProtocolVariant) {
    let envoy = OrderTests.settled(variant)
    #expect(release(.listener, of: envoy) == .granted)
    #expect(release(.route, of: envoy) == .granted)
  }

  @Test("Where no cluster goes, nothing is held", arguments: variants)
  func nothingToLose(variant: ProtocolVariant) throws {
    let envoy = OrderTests.settled(variant)
    let snapshot = try #require(envoy.snapshot)
    #expect(release(.cluster, of: envoy, in: snapshot) == .granted)
    #expect(release(.endpoint, of: envoy, in: snapshot) == .granted)
  }

  @Test("A cluster waits for routes that are yet to be sent, without a bound", arguments: variants)
  func routesToBeSent(variant: ProtocolVariant) {
    let envoy = OrderTests.settled(variant)
    let changed = Snapshot(
      revision: 2, listeners: table(["l": "1"]), routes: table(["r": "other"]))
    #expect(release(.cluster, of: envoy, in: changed) == .pending(until: nil))
  }

  @Test("A cluster waits for the answer to routes, for 15 s", arguments: variants)
  func routesUnanswered(variant: ProtocolVariant) {
    let envoy = OrderTests.settled(variant)
    let routes = table(["r": "other"])
    let clusters = table(["a": "1"])
    #expect(
      envoy.publish(
        Snapshot(
          revision: 2, clusters: clusters, endpoints: clusters, listeners: table(["l": "1"]),
          routes: routes)) == ["rds#5 r=other"])
    let without = Snapshot(revision: 3, listeners: table(["l": "1"]), routes: routes)
    #expect(
      release(.cluster, of: envoy, in: without) == .pending(until: envoy.now + .seconds(15)))
    #expect(release(.cluster, of: envoy, in: without, after: .seconds(15)) == .overdue)
    #expect(envoy.acks(.route, ["r"], "5", error: "r: no") == [])
    #expect(
      release(.cluster, of: envoy, in: without) == .pending(until: envoy.now + .seconds(15)))
    #expect(release(.cluster, of: envoy, in: without, after: .seconds(15)) == .overdue)
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "z"]) == [
        "rds#6 r=z"
      ])
    #expect(envoy.acks(.route, ["r"], "6") == [])
    let accepted = Snapshot(revision: 4, listeners: table(["l": "1"]), routes: table(["r": "z"]))
    #expect(release(.cluster, of: envoy, in: accepted) == .granted)
  }

  @Test("A cluster waits for nobody where listeners and routes are not asked for")
  func notAskedFor() {
    for variant in Self.variants {
      let client = Conversation(variant)
      _ = client.publish(cds: ["a": "1"])
      #expect(client.asks(.cluster) == ["cds#1 a=1"])
      #expect(release(.cluster, of: client) == .granted)
    }
  }

  @Test("After a reconnect in delta it waits 2 s for them to be asked for, on ADS only")
  func resumed() {
    let again = Conversation(.delta, Snapshot(revision: 1))
    #expect(again.asks(.cluster, has: ["a": "1"]) == [])
    #expect(release(.cluster, of: again) == .pending(until: again.now + .seconds(2)))
    #expect(release(.cluster, of: again, after: .seconds(2)) == .granted)
    let alone = Conversation(scope: .only(.cluster), .delta, Snapshot(revision: 1))
    #expect(alone.asks(.cluster, has: ["a": "1"]) == ["cds#1 -a"])
  }

  @Test("Endpoints wait for clusters that are yet to go, and for the answer to that")
  func endpoints() {
    for variant in Self.variants {
      let envoy = OrderTests.settled(variant)
      #expect(release(.endpoint, of: envoy) == .pending(until: nil))
      let gone = Snapshot(revision: 2, listeners: table(["l": "1"]), routes: table(["r": "a"]))
      #expect(envoy.publish(gone) == [variant == .delta ? "cds#5 -a" : "cds#5"])
      #expect(
        release(.endpoint, of: envoy, in: gone) == .pending(until: envoy.now + .seconds(15)))
      #expect(release(.endpoint, of: envoy, in: gone, after: .seconds(15)) == .granted)
      // This client still asks for the endpoints.
      #expect(envoy.acks(.cluster, "5") == (variant == .delta ? ["eds#6 -a"] : []))
      #expect(release(.endpoint, of: envoy, in: gone) == .granted)
    }
  }
}
