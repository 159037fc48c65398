import Testing

@testable import XDSServer

@Suite("Subscriptions that change")
struct SubscriptionTests {
  @Test("An empty first list means all, again and again, until something is named")
  func historicalWildcard() {
    let client = Conversation()
    #expect(client.publish(cds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(client.asks(.cluster, nonce: "1") == [])
    #expect(client.publish(cds: ["a": "1", "b": "2"]) == ["cds#2 a=1 b=2"])
    #expect(client.asks(.cluster, nonce: "2") == [])
    // Naming one ends it. The client has that one already.
    #expect(client.asks(.cluster, ["a"], nonce: "2") == [])
    #expect(client.publish(cds: ["a": "1", "b": "3"]) == [])
    #expect(client.publish(cds: ["a": "2", "b": "3"]) == ["cds#3 a=2"])
    #expect(client.asks(.cluster, ["a"], nonce: "3") == [])
    // Now an empty list means none.
    #expect(client.asks(.cluster, [], nonce: "3") == [])
    #expect(client.publish(cds: ["a": "3", "b": "4"]) == [])
    #expect(client.asks(.cluster, ["a"], nonce: "3") == ["cds#4 a=3"])
  }

  @Test("An empty list after * means none", arguments: ResourceType.allCases)
  func explicitWildcard(type: ResourceType) {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(type, ["*"]) == ["\(type.shortName)#1 a=1 b=1"])
    #expect(client.asks(type, ["*"], nonce: "1") == [])
    let changed = type.isFullState ? "a=2 b=1" : "a=2"
    #expect(client.publish(all(["a": "2", "b": "1"])) == ["\(type.shortName)#2 \(changed)"])
    #expect(client.asks(type, [], nonce: "2") == [])
    #expect(client.publish(all(["a": "3", "b": "1"])) == [])
  }

  @Test("* beside names is all, and dropping * leaves the names", arguments: ResourceType.allCases)
  func wildcardBesideNames(type: ResourceType) {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(type, ["a", "*"]) == ["\(type.shortName)#1 a=1 b=1"])
    #expect(client.asks(type, ["a"], nonce: "1") == [])
    #expect(client.publish(all(["a": "1", "b": "2"])) == [])
    #expect(client.publish(all(["a": "2", "b": "2"])) == ["\(type.shortName)#2 a=2"])
    #expect(client.asks(type, ["a"], nonce: "2") == [])
    // What * adds is sent; of EDS and RDS that only.
    let added = type.isFullState ? "a=2 b=2" : "b=2"
    #expect(client.asks(type, ["*", "a"], nonce: "2") == ["\(type.shortName)#3 \(added)"])
  }

  @Test("A name added is answered at once", arguments: ResourceType.allCases)
  func added(type: ResourceType) {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(type, ["a"]) == ["\(type.shortName)#1 a=1"])
    #expect(client.asks(type, ["a"], nonce: "1") == [])
    let answer = type.isFullState ? "a=1 b=1" : "b=1"
    #expect(client.asks(type, ["b", "a"], nonce: "1") == ["\(type.shortName)#2 \(answer)"])
    #expect(client.asks(type, ["a", "b"], nonce: "2") == [])
  }

  @Test("A name dropped is answered with silence", arguments: ResourceType.allCases)
  func dropped(type: ResourceType) {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(type, ["a", "b"]) == ["\(type.shortName)#1 a=1 b=1"])
    #expect(client.asks(type, ["a"], nonce: "1") == [])
    #expect(client.publish(all(["a": "1", "b": "2"])) == [])
    #expect(client.publish(all(["a": "1"])) == [])
  }

  @Test(
    "A name asked for again after it was dropped is sent again", arguments: ResourceType.allCases)
  func askedAgain(type: ResourceType) {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(type, ["a", "b"]) == ["\(type.shortName)#1 a=1 b=1"])
    #expect(client.asks(type, ["a"], nonce: "1") == [])
    let answer = type.isFullState ? "a=1 b=1" : "b=1"
    #expect(client.asks(type, ["a", "b"], nonce: "1") == ["\(type.shortName)#2 \(answer)"])
    #expect(client.asks(type, ["a", "b"], nonce: "2") == [])
  }

  @Test("A name dropped and asked for again before the ACK is sent again")
  func askedAgainInFlight() {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(.endpoint, ["a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.asks(.endpoint, ["a"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == ["eds#2 b=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == [])
  }

  @Test("A name asked for and dropped before the ACK is not sent")
  func droppedInFlight() {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a", "b"]) == [])
    #expect(client.asks(.endpoint, ["a"], nonce: "1") == [])
  }

  @Test("A listener asked for while one is in flight and gone before the ACK is told to be gone")
  func goneInFlight() {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(.listener, ["a"]) == ["lds#1 a=1"])
    #expect(client.asks(.listener, ["a", "b"]) == [])
    #expect(client.publish(all(["a": "1"])) == [])
    #expect(client.asks(.listener, ["a", "b"], nonce: "1") == ["lds#2 a=1"])
    #expect(client.asks(.listener, ["a", "b"], nonce: "2") == [])
  }

  @Test("A listener that crosses two changes of mind is taken away again when it is gone")
  func crossing() {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(.listener, ["a", "b"]) == ["lds#1 a=1 b=1"])
    // Before the client sees that response it drops b and asks for it again; then it takes b.
    #expect(client.asks(.listener, ["a"]) == [])
    #expect(client.asks(.listener, ["a", "b"]) == [])
    #expect(client.publish(all(["a": "1"])) == [])
    #expect(client.asks(.listener, ["a", "b"], nonce: "1") == ["lds#2 a=1"])
  }

  @Test("The order of names, and naming one twice, mean nothing")
  func order() {
    let client = Conversation(all(["a": "1", "b": "1"]))
    #expect(client.asks(.endpoint, ["b", "a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == [])
    #expect(client.asks(.endpoint, ["b", "a", "a"], nonce: "1") == [])
    #expect(client.publish(all(["a": "1", "b": "2"])) == ["eds#2 b=2"])
  }

  @Test("An assignment that was gone and comes back is sent again, even unchanged")
  func comesBack() {
    let client = Conversation(all(["a": "1"]))
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "1") == [])
    #expect(client.publish(all([:])) == [])
    #expect(client.publish(all(["a": "1"])) == ["eds#2 a=1"])
  }

  /// A snapshot that has the same resources in every type.
  private func all(_ contents: KeyValuePairs<String, String>) -> Snapshot {
    let table = table(contents)
    return Snapshot(
      revision: 1, clusters: table, endpoints: table, listeners: table, routes: table)
  }
}
