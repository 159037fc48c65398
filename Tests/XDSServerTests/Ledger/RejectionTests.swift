import Testing

@testable import XDSServer

@Suite("What a client refuses, and for how long")
struct RejectionTests {
  /// A client of endpoints alone, which has everything.
  private static func endpointClient(_ variant: ProtocolVariant) -> BookedStream {
    let client = BookedStream(variant, isEnvoy: false, eds: ["a": "1", "b": "1"])
    client.asks(.endpoint, ["a", "b"])
    client.asks(.endpoint, variant == .delta ? [] : ["a", "b"], nonce: "1")
    client.waits(.seconds(2))
    #expect(client.state(1) == .synced)
    return client
  }

  private static func answers(
    _ client: BookedStream, _ variant: ProtocolVariant, nonce: String, error: String? = nil
  ) {
    client.asks(
      .endpoint, variant == .delta ? [] : ["a", "b"], nonce: nonce, error: error)
  }

  @Test(
    "A refusal stands until its resource is accepted; others go on",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func stands(variant: ProtocolVariant) {
    let client = Self.endpointClient(variant)
    client.publish(eds: ["a": "2!", "b": "1"])
    Self.answers(client, variant, nonce: "2", error: "a: no")
    #expect(client.state(2) == .rejected && client.record(2).rejected == 1)
    #expect(client.stream.status?.state == .rejected)
    #expect(client.stream.laggard(behind: 2)?.reason == "It refuses a: a: no")

    #expect(client.publish(eds: ["a": "2!", "b": "2"]) == ["eds#3 b=2"])
    #expect(client.state(3) == .pending)
    Self.answers(client, variant, nonce: "3")
    #expect(client.state(3) == .synced && client.state(2) == .rejected)
    #expect(client.stream.account.acknowledged == 1)
    #expect(client.stream.status?.types[.endpoint]?.refusal != nil)

    #expect(client.publish(eds: ["a": "3", "b": "2"]) == ["eds#4 a=3"])
    #expect(client.state(2) == .rejected)
    Self.answers(client, variant, nonce: "4")
    #expect(client.state(2) == .synced && client.state(4) == .synced)
    #expect(client.record(2).rejected == 0 && client.record(2).acknowledged == 1)
    #expect(client.stream.account.acknowledged == 4)
    #expect(client.stream.status?.types[.endpoint]?.refusal == nil)
  }

  @Test(
    "A late refusal of an earlier response is not forgotten by the answer to the last one",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func late(variant: ProtocolVariant) {
    let client = Self.endpointClient(variant)
    client.publish(eds: ["a": "2!", "b": "1"])
    client.publish(eds: ["a": "2!", "b": "2"])
    #expect(client.waits(.seconds(2)) == ["eds#3 b=2"])
    Self.answers(client, variant, nonce: "2", error: "a: no")
    Self.answers(client, variant, nonce: "3")
    #expect(client.state(2) != .synced)
    client.publish(eds: ["a": "3", "b": "2"])
    Self.answers(client, variant, nonce: "4")
    #expect(client.state(2) == .synced && client.state(4) == .synced)
  }

  @Test("What is taken back, or not wanted any more, is not refused any more")
  func takenBack() {
    let client = Self.endpointClient(.stateOfTheWorld)
    client.publish(eds: ["a": "2!", "b": "1"])
    Self.answers(client, .stateOfTheWorld, nonce: "2", error: "a: no")
    client.asks(.endpoint, ["b"], nonce: "2")
    #expect(client.state(2) == .synced)
  }

  @Test("A full state goes on without what was refused, which stays refused")
  func fullState() {
    let client = BookedStream(isEnvoy: false, cds: ["a": "1"])
    client.asks(.cluster)
    client.asks(.cluster, nonce: "1")
    client.waits(.seconds(2))
    client.publish(cds: ["a": "1", "bad": "1!"])
    client.asks(.cluster, nonce: "2", error: "bad: no")
    #expect(client.state(2) == .rejected)
    #expect(client.publish(cds: ["a": "2", "bad": "1!"]) == ["cds#3 a=2"])
    client.asks(.cluster, nonce: "3")
    #expect(client.state(3) == .synced && client.state(2) == .rejected)
    #expect(client.publish(cds: ["a": "2"]) == [])
    #expect((2...4).allSatisfy { client.state($0) == .synced })
  }

  @Test("A refusal that names nothing casts doubt on all that the response held")
  func unnamed() {
    let client = Self.endpointClient(.stateOfTheWorld)
    client.publish(eds: ["a": "2", "b": "2"])
    Self.answers(client, .stateOfTheWorld, nonce: "2", error: "no")
    client.publish(eds: ["a": "3", "b": "2"])
    Self.answers(client, .stateOfTheWorld, nonce: "3")
    #expect(client.state(2) == .rejected && client.state(3) == .synced)
    client.publish(eds: ["a": "3", "b": "3"])
    Self.answers(client, .stateOfTheWorld, nonce: "4")
    #expect(client.state(2) == .synced)
  }

  @Test("A client that refuses something from the beginning is behind that, and not later changes")
  func fromTheBeginning() {
    let client = BookedStream(isEnvoy: false, eds: ["a": "1!", "b": "1"])
    client.asks(.endpoint, ["a", "b"])
    client.asks(.endpoint, ["a", "b"], nonce: "1", error: "a: no")
    client.waits(.seconds(2))
    #expect(client.state(1) == .rejected && client.ledger.refusedPasts == [1])
    client.publish(eds: ["a": "1!", "b": "2"])
    client.asks(.endpoint, ["a", "b"], nonce: "2")
    #expect(client.state(2) == .synced && client.state(1) == .rejected)
    client.publish(eds: ["a": "2", "b": "2"])
    client.asks(.endpoint, ["a", "b"], nonce: "3")
    #expect(client.state(1) == .synced && client.ledger.refusedPasts == [])
    #expect(client.stream.account.acknowledged == 3)
  }

  @Test("A refusal of what came before it was asked for is not forgotten when the rest is answered")
  func beforeItCaughtUp() {
    let client = BookedStream(isEnvoy: false, eds: ["a": "1"], lds: ["x": "1"])
    client.asks(.listener, ["x"])
    client.asks(.listener, ["x"], nonce: "1")
    // Of the revision it sees the listener only, and asks for the endpoints then.
    client.publish(eds: ["a": "2!"], lds: ["x": "2"])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#3 a=2!"])
    client.waits(.seconds(2))
    client.asks(.endpoint, ["a"], nonce: "3", error: "a: no")
    #expect(client.state(2) == .pending)
    client.asks(.listener, ["x"], nonce: "2")
    #expect(client.state(2) == .rejected && client.ledger.refusedPasts == [2])
    client.publish(eds: ["a": "3"])
    client.asks(.endpoint, ["a"], nonce: "4")
    #expect(client.state(2) == .synced && client.state(3) == .synced)
  }

  @Test("A refused client that goes is counted as gone")
  func gone() {
    let client = Self.endpointClient(.stateOfTheWorld)
    client.publish(eds: ["a": "2!", "b": "1"])
    Self.answers(client, .stateOfTheWorld, nonce: "2", error: "a: no")
    client.stream.account.end(&client.ledger)
    #expect(client.record(2).gone == 1 && client.record(2).rejected == 0)
  }
}
