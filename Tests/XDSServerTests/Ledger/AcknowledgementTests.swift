import Platform
import Testing

@testable import XDSServer

@Suite("Which revisions a client has acknowledged")
struct AcknowledgementTests {
  /// A client that has everything and has said so.
  private static func settled(
    _ variant: ProtocolVariant = .stateOfTheWorld
  ) -> BookedStream {
    let client = BookedStream(
      variant, cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "1"])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    #expect(client.asks(.cluster, nonce: "1") == [])
    #expect(client.asks(.listener) == ["lds#3 l=1"])
    #expect(client.asks(.route, ["r"]) == ["rds#4 r=1"])
    let delta = variant == .delta
    client.asks(.endpoint, delta ? [] : ["a"], nonce: "2")
    client.asks(.listener, nonce: "3")
    #expect(client.state(1) == .pending)
    client.asks(.route, delta ? [] : ["r"], nonce: "4")
    #expect(client.state(1) == .synced)
    #expect(client.stream.account.acknowledged == 1)
    return client
  }

  @Test(
    "A change is pending until it is acknowledged",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func withheld(variant: ProtocolVariant) {
    let client = Self.settled(variant)
    #expect(client.publish(eds: ["a": "2"]) == ["eds#5 a=2"])
    #expect(client.state(2) == .pending && client.state(1) == .synced)
    #expect(client.record(2).concerned == 1 && client.record(2).pending == 1)
    client.waits(.seconds(3600))
    #expect(client.state(2) == .pending)
    client.asks(.endpoint, variant == .delta ? [] : ["a"], nonce: "5")
    #expect(client.state(2) == .synced)
    #expect(client.record(2).acknowledged == 1)
    #expect(client.record(2).lastAcknowledgedAt == client.now)
    #expect(client.record(2).names == ["a"])
    #expect(client.stream.account.acknowledged == 2)
  }

  @Test("A change of what the client does not see does not concern it")
  func unconcerned() {
    let client = Self.settled()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.state(2) == .synced && client.record(2).concerned == 0)
    #expect(client.stream.account.acknowledged == 2)
  }

  @Test("Each of many changes is acknowledged as its type is, while others still come")
  func merged() {
    let client = Self.settled()
    #expect(client.publish(cds: ["a": "2"]) == ["cds#5 a=2", "eds#6 a=1"])
    #expect(client.publish(eds: ["a": "3"]) == [])
    #expect(client.publish(eds: ["a": "4"]) == [])
    #expect((2...4).allSatisfy { client.state($0) == .pending })
    // The cluster warms, and other endpoints come meanwhile.
    #expect(client.asks(.endpoint, ["a"], nonce: "6") == ["eds#7 a=4"])
    client.asks(.endpoint, ["a"], nonce: "7")
    #expect(client.state(2) == .pending)
    #expect(client.state(3) == .synced && client.state(4) == .synced)
    #expect(client.stream.account.acknowledged == 1)
    client.asks(.cluster, nonce: "5")
    #expect(client.state(2) == .synced)
    #expect(client.stream.account.acknowledged == 4)
  }

  @Test("An answer to an older response acknowledges nothing")
  func stale() {
    let client = Self.settled()
    client.publish(eds: ["a": "2"])
    client.publish(eds: ["a": "3"])
    #expect(client.waits(.seconds(2)) == ["eds#6 a=3"])
    client.asks(.endpoint, ["a"], nonce: "5")
    #expect(client.state(2) == .pending && client.state(3) == .pending)
    client.asks(.endpoint, ["a"], nonce: "6")
    #expect(client.state(2) == .synced && client.state(3) == .synced)
  }

  @Test("What is dropped and asked for again while it is on its way is the client's meanwhile")
  func droppedOnItsWay() {
    let client = Self.settled()
    client.publish(cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == ["eds#6 b=1"])
    client.asks(.cluster, nonce: "5")
    client.asks(.endpoint, ["a"], nonce: "2")
    // The client does not want `b` now, and may still take it from response 6.
    #expect(client.publish(eds: ["a": "1", "b": "2"]) == [])
    #expect(client.publish(eds: ["a": "1", "b": "3"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "6") == ["eds#7 b=3"])
    #expect(client.state(3) == .pending && client.state(4) == .pending)
    client.asks(.endpoint, ["a", "b"], nonce: "7")
    #expect(client.state(3) == .synced && client.state(4) == .synced)
  }

  @Test("A listener is not acknowledged before the routes that it leads to")
  func listenerWarms() {
    let client = Self.settled()
    #expect(client.publish(lds: ["l": "2"], rds: ["r": "1", "s": "1"]) == ["lds#5 l=2"])
    // The client accepts the listener, and has not yet asked for its routes.
    client.asks(.listener, nonce: "5")
    #expect(client.state(2) == .pending)
    #expect(client.stream.laggard(behind: 2)?.reason.contains("has not asked") == true)
    #expect(client.asks(.route, ["r", "s"], nonce: "4") == ["rds#6 s=1"])
    #expect(client.state(2) == .pending)
    client.asks(.route, ["r", "s"], nonce: "6")
    #expect(client.state(2) == .synced)
  }

  @Test("A client that wants some of it by name need not ask for the rest")
  func byName() {
    let client = BookedStream(
      isEnvoy: false, cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"],
      lds: ["l": "1", "m": "1"], rds: ["r": "1", "s": "1"])
    client.asks(.listener, ["l"])
    client.asks(.listener, ["l"], nonce: "1")
    client.asks(.route, ["r"])
    client.asks(.route, ["r"], nonce: "2")
    client.asks(.cluster, ["a"])
    client.asks(.cluster, ["a"], nonce: "3")
    client.asks(.endpoint, ["a"])
    client.asks(.endpoint, ["a"], nonce: "4")
    #expect(client.state(1) == .synced)
    client.publish(rds: ["r": "1", "s": "2"])
    #expect(client.state(2) == .synced && client.record(2).concerned == 0)
  }

  @Test("A cluster that goes is not acknowledged while it is retained")
  func retained() {
    let client = Self.settled()
    #expect(client.publish(cds: [:], eds: [:], rds: ["r": "2"]) == ["rds#5 r=2"])
    #expect(client.state(2) == .pending)
    #expect(client.asks(.route, ["r"], nonce: "5") == ["cds#6"])
    #expect(client.state(2) == .pending)
    client.asks(.endpoint, [], nonce: "2")
    client.asks(.cluster, nonce: "6")
    #expect(client.state(2) == .synced)
  }

  @Test("A client that has gone is not waited for, and counted")
  func gone() {
    let client = Self.settled()
    client.publish(eds: ["a": "2"])
    client.stream.account.end(&client.ledger)
    #expect(client.record(2).gone == 1 && client.record(2).pending == 0)
    #expect(client.ledger.unknownCount == 0)
  }
}

@Suite("What a client may still have when it connects")
struct CatchUpTests {
  @Test("It is behind every revision until it has caught up")
  func unknown() {
    let client = BookedStream(
      cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "1"])
    client.publish(eds: ["a": "2"])
    #expect(client.state(1) == .pending && client.state(2) == .pending)
    #expect(client.record(2).concerned == 0 && client.ledger.unknownCount == 1)
    client.asks(.cluster)
    client.asks(.cluster, nonce: "1")
    client.asks(.endpoint, ["a"])
    client.asks(.endpoint, ["a"], nonce: "2")
    client.asks(.listener)
    client.asks(.listener, nonce: "3")
    client.asks(.route, ["r"])
    #expect(client.state(1) == .pending && client.ledger.unknownCount == 1)
    client.asks(.route, ["r"], nonce: "4")
    #expect(client.state(1) == .synced && client.state(2) == .synced)
    #expect(client.ledger.unknownCount == 0)
  }

  @Test("What it brings along and is current needs no response, but all types must be heard of")
  func delta() {
    let client = BookedStream(
      .delta, cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "2"])
    #expect(client.asks(.cluster, has: ["a": "1"]) == [])
    #expect(client.asks(.endpoint, ["a"], has: ["a": "1"]) == [])
    // Its routes are old, and not a word was said of them yet.
    #expect(client.state(1) == .pending)
    #expect(client.asks(.listener, has: ["l": "1"]) == [])
    #expect(client.state(1) == .pending)
    #expect(client.asks(.route, ["r"], has: ["r": "1"]) == ["rds#1 r=2"])
    #expect(client.state(1) == .pending)
    client.asks(.route, nonce: "1")
    #expect(client.state(1) == .synced)
  }

  @Test("An Envoy must ask for the endpoints of the clusters that it brings along, however late")
  func deltaEndpoints() {
    let client = BookedStream(.delta, cds: ["a": "1"], eds: ["a": "1"])
    #expect(client.asks(.cluster, has: ["a": "1"]) == [])
    client.waits(.seconds(3))
    #expect(client.state(1) == .pending)
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    client.asks(.endpoint, nonce: "1")
    client.waits(.seconds(2))
    #expect(client.state(1) == .synced)
  }

  @Test("One that wants fewer types is believed after the time for an answer")
  func fewerTypes() {
    let client = BookedStream(cds: ["a": "1"])
    client.asks(.cluster)
    client.asks(.cluster, nonce: "1")
    #expect(client.state(1) == .pending)
    #expect(client.wakeUp == client.now + .seconds(2))
    client.waits(.seconds(2))
    #expect(client.state(1) == .synced)
  }

  @Test("A change that comes meanwhile is not forgotten when it catches up")
  func changeMeanwhile() {
    let client = BookedStream(
      cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "1"])
    client.asks(.cluster)
    client.asks(.cluster, nonce: "1")
    client.asks(.endpoint, ["a"])
    client.asks(.endpoint, ["a"], nonce: "2")
    client.asks(.listener)
    client.asks(.listener, nonce: "3")
    client.asks(.route, ["r"])
    #expect(client.publish(eds: ["a": "2"]) == ["eds#5 a=2"])
    #expect(client.ledger.unknownCount == 1)
    client.asks(.route, ["r"], nonce: "4")
    #expect(client.ledger.unknownCount == 0)
    #expect(client.state(1) == .synced && client.state(2) == .pending)
    #expect(client.record(2).pending == 1)
    client.asks(.endpoint, ["a"], nonce: "5")
    #expect(client.state(2) == .synced && client.record(2).acknowledged == 1)
  }
}
