import Testing

@testable import XDSServer

@Suite("Conversations on one stream")
struct ConversationTests {
  @Test("An Envoy starts: every type is answered once, and ACKs are answered with silence")
  func start() {
    let envoy = Conversation()
    #expect(
      envoy.publish(
        cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"], lds: ["l": "1"],
        rds: ["80": "1"]) == [])
    #expect(envoy.asks(.cluster) == ["cds#1 pay=1 shop=1"])
    #expect(envoy.asks(.endpoint, ["shop", "pay"], node: nil) == ["eds#2 pay=1 shop=1"])
    #expect(envoy.asks(.cluster, nonce: "1", node: nil) == [])
    #expect(envoy.last == .accepted(typeURL: ResourceType.cluster.typeURL))
    #expect(envoy.asks(.endpoint, ["shop", "pay"], nonce: "2", node: nil) == [])
    #expect(envoy.asks(.listener, node: nil) == ["lds#3 l=1"])
    #expect(envoy.asks(.route, ["80"], node: nil) == ["rds#4 80=1"])
    #expect(envoy.asks(.listener, nonce: "3", node: nil) == [])
    #expect(envoy.asks(.route, ["80"], nonce: "4", node: nil) == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.wakeUp == nil)
  }

  @Test("Before there is a snapshot nothing is said, and then what was asked for")
  func noSnapshot() {
    let envoy = Conversation()
    #expect(envoy.asks(.cluster) == [])
    #expect(envoy.asks(.endpoint, ["a"]) == [])
    #expect(envoy.asks(.listener) == [])
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"]) == ["cds#1 a=1", "eds#2 a=1"])
    #expect(envoy.asks(.cluster, nonce: "1") == ["lds#3"])
  }

  @Test(
    "The first request for clusters and listeners is answered even with nothing",
    arguments: [ResourceType.cluster, .listener])
  func emptyFirstAnswer(type: ResourceType) {
    for names in [[], ["unknown"], ["*"]] {
      let client = Conversation(Snapshot(revision: 1))
      #expect(client.asks(type, names) == ["\(type.shortName)#1"])
      #expect(client.asks(type, names, nonce: "1") == [])
    }
  }

  @Test(
    "An EDS or RDS request without names asks for nothing",
    arguments: [ResourceType.endpoint, .route]
  )
  func emptyListOfNames(type: ResourceType) {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1"], rds: ["a": "1"]) == [])
    #expect(client.asks(type) == [])
    #expect(client.publish(eds: ["a": "2"], rds: ["a": "2"]) == [])
    #expect(client.asks(type, ["a"]) == ["\(type.shortName)#1 a=2"])
    #expect(client.asks(type, [], nonce: "1") == [])
    #expect(client.publish(eds: ["a": "3"], rds: ["a": "3"]) == [])
  }

  @Test("A snapshot with the same contents is not sent")
  func sameContents() {
    let envoy = settledEnvoy()
    #expect(
      envoy.publish(
        cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"], lds: ["l": "1"],
        rds: ["80": "1"]) == [])
  }

  @Test("A change of endpoints sends the changed assignment only")
  func endpointChange() {
    let envoy = settledEnvoy()
    #expect(
      envoy.publish(
        cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "2"], lds: ["l": "1"],
        rds: ["80": "1"]) == ["eds#5 shop=2"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "5") == [])
  }

  @Test("A change of one listener sends all listeners, a change of one route that route")
  func fullAndPartialState() {
    let client = Conversation()
    #expect(client.publish(lds: ["a": "1", "b": "1"], rds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.listener) == ["lds#1 a=1 b=1"])
    #expect(client.asks(.route, ["a", "b"]) == ["rds#2 a=1 b=1"])
    #expect(client.asks(.listener, nonce: "1") == [])
    #expect(client.asks(.route, ["a", "b"], nonce: "2") == [])
    #expect(
      client.publish(lds: ["a": "1", "b": "2"], rds: ["a": "1", "b": "2"])
        == ["lds#3 a=1 b=2", "rds#4 b=2"])
  }

  @Test("What is gone is left out of the next CDS or LDS response, and not told in EDS and RDS")
  func removal() {
    let envoy = settledEnvoy()
    #expect(
      envoy.publish(cds: ["shop": "1"], eds: ["shop": "1"], lds: [:], rds: [:])
        == ["lds#5"])
    #expect(envoy.asks(.listener, nonce: "5") == ["cds#6 shop=1"])
  }

  @Test("A change of everything goes out as CDS, EDS, LDS, RDS")
  func pushOrder() {
    let envoy = settledEnvoy()
    #expect(
      envoy.publish(
        cds: ["pay": "2", "shop": "2"], eds: ["pay": "2", "shop": "2"], lds: ["l": "2"],
        rds: ["80": "2"])
        == ["cds#5 pay=2 shop=2", "eds#6 pay=2 shop=2"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "6") == [])
    #expect(envoy.asks(.cluster, nonce: "5") == ["lds#7 l=2", "rds#8 80=2"])
  }

  @Test("A name that does not exist holds back none of the others, and is sent when it appears")
  func unknownNames() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1"], rds: ["a": "1"]) == [])
    #expect(client.asks(.endpoint, ["a", "later"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a", "later"], nonce: "1") == [])
    #expect(client.asks(.route, ["later"]) == [])
    #expect(
      client.publish(eds: ["a": "1", "later": "1"], rds: ["later": "1"])
        == ["eds#2 later=1", "rds#3 later=1"])
  }

  @Test("A listener that a gRPC client waits for is sent when it appears")
  func unknownListener() {
    let client = Conversation(Snapshot(revision: 1))
    #expect(client.asks(.listener, ["shop:80"]) == ["lds#1"])
    #expect(client.asks(.listener, ["shop:80"], nonce: "1") == [])
    #expect(client.publish(lds: ["other": "1"]) == [])
    #expect(client.publish(lds: ["other": "1", "shop:80": "1"]) == ["lds#2 shop:80=1"])
  }

  @Test("Only what a subscription sees makes its version")
  func versions() {
    let one = Conversation()
    let two = Conversation()
    #expect(one.publish(cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"]) == [])
    #expect(two.publish(cds: ["a": "1"], eds: ["a": "1", "b": "2", "c": "3"]) == [])
    #expect(one.asks(.cluster, ["a"]) == ["cds#1 a=1"])
    #expect(two.asks(.cluster) == ["cds#1 a=1"])
    #expect(one.asks(.endpoint, ["b", "a"]) == ["eds#2 a=1 b=1"])
    #expect(two.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    #expect(two.asks(.endpoint, ["a", "b"], nonce: "2") == ["eds#3 b=2"])
    #expect(two.asks(.endpoint, ["a", "b"], nonce: "3") == [])
    #expect(two.publish(cds: ["a": "1"], eds: ["a": "1", "b": "1", "c": "4"]) == ["eds#4 b=1"])
    #expect(one.versions == two.versions)
  }

  /// An Envoy with two clusters, a listener and a route that has acknowledged everything.
  private func settledEnvoy() -> Conversation {
    let envoy = Conversation()
    _ = envoy.publish(
      cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"], lds: ["l": "1"],
      rds: ["80": "1"])
    #expect(envoy.asks(.cluster) == ["cds#1 pay=1 shop=1"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"]) == ["eds#2 pay=1 shop=1"])
    #expect(envoy.asks(.cluster, nonce: "1") == [])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "2") == [])
    #expect(envoy.asks(.listener) == ["lds#3 l=1"])
    #expect(envoy.asks(.route, ["80"]) == ["rds#4 80=1"])
    #expect(envoy.asks(.listener, nonce: "3") == [])
    #expect(envoy.asks(.route, ["80"], nonce: "4") == [])
    return envoy
  }
}
