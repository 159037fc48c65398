import Testing

@testable import XDSServer

@Suite("Endpoints of clusters that are sent again")
struct WarmingTests {
  @Test("A changed cluster's endpoints are sent again right after it, and once only")
  func changedCluster() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(cds: ["pay": "2", "shop": "1"], eds: ["pay": "1", "shop": "1"])
        == ["cds#3 pay=2 shop=1", "eds#4 pay=1"])
    // Envoy asks by repeating its last EDS request; it was answered before it asked.
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "2") == [])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "4") == [])
    #expect(envoy.asks(.cluster, nonce: "3") == [])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "4") == [])
  }

  @Test("Endpoints that change with their cluster are sent once")
  func bothChanged() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(cds: ["pay": "2", "shop": "1"], eds: ["pay": "2", "shop": "1"])
        == ["cds#3 pay=2 shop=1", "eds#4 pay=2"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "4") == [])
    #expect(envoy.asks(.cluster, nonce: "3") == [])
  }

  @Test("While an EDS response is in flight, the changed cluster's endpoints wait for its ACK only")
  func endpointsInFlight() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(cds: ["pay": "1", "shop": "1"], eds: ["pay": "2", "shop": "1"])
        == ["eds#3 pay=2"])
    #expect(
      envoy.publish(cds: ["pay": "2", "shop": "1"], eds: ["pay": "2", "shop": "1"])
        == ["cds#4 pay=2 shop=1"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "3") == ["eds#5 pay=2"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "3") == [])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "5") == [])
    #expect(envoy.asks(.cluster, nonce: "4") == [])
  }

  @Test("A cluster that is taken back to what stood in for it does not have its endpoints sent")
  func takenBackAfterStandIn() {
    let envoy = twoClusters()
    let eds: KeyValuePairs = ["pay": "1", "shop": "1"]
    #expect(
      envoy.publish(cds: ["pay": "bad", "shop": "1"], eds: eds)
        == ["cds#3 pay=bad shop=1", "eds#4 pay=1"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "4") == [])
    #expect(envoy.asks(.cluster, nonce: "3", error: "cluster(s) pay: no") == [])
    #expect(
      envoy.publish(cds: ["pay": "bad", "shop": "2"], eds: eds)
        == ["cds#5 pay=1 shop=2", "eds#6 shop=1"])
    #expect(envoy.asks(.endpoint, ["pay", "shop"], nonce: "6") == [])
    #expect(envoy.asks(.cluster, nonce: "5") == [])
    #expect(
      envoy.publish(cds: ["pay": "1", "shop": "3"], eds: eds)
        == ["cds#7 pay=1 shop=3", "eds#8 shop=1"])
  }

  @Test("A new cluster's endpoints are sent when they are asked for")
  func newCluster() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(
        cds: ["new": "1", "pay": "1", "shop": "1"], eds: ["new": "1", "pay": "1", "shop": "1"])
        == ["cds#3 new=1 pay=1 shop=1"])
    #expect(envoy.asks(.endpoint, ["new", "pay", "shop"], nonce: "2") == ["eds#4 new=1"])
    #expect(envoy.asks(.cluster, nonce: "3") == [])
    #expect(envoy.asks(.endpoint, ["new", "pay", "shop"], nonce: "4") == [])
  }

  @Test("A cluster that was away and comes back has its endpoints sent, still subscribed or not")
  func clusterComesBack() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(cds: ["shop": "1"], eds: ["pay": "1", "shop": "1"]) == ["cds#3 shop=1"])
    #expect(envoy.asks(.cluster, nonce: "3") == [])
    #expect(
      envoy.publish(cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"])
        == ["cds#4 pay=1 shop=1", "eds#5 pay=1"])
  }

  @Test("Clusters that do not change have nothing sent again")
  func unchangedClusters() {
    let envoy = twoClusters()
    #expect(
      envoy.publish(
        cds: ["pay": "1", "shop": "1", "static": "1"], eds: ["pay": "1", "shop": "1"])
        == ["cds#3 pay=1 shop=1 static=1"])
  }

  @Test(
    "A new cluster that is gone before its endpoints were sent gets them all the same",
    arguments: OrderTests.variants)
  func goneBeforeSent(variant: ProtocolVariant) {
    let envoy = OrderTests.settled(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "2"], lds: ["l": "1"], rds: ["r": "a"])
        == ["eds#5 a=2"])
    #expect(
      envoy.publish(
        cds: ["a": "1", "b": "1"], eds: ["a": "2", "b": "1"], lds: ["l": "1"], rds: ["r": "b"])
        == [isDelta ? "cds#6 b=1" : "cds#6 a=1 b=1"])
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "2"], lds: ["l": "1"], rds: ["r": "a"]) == [])
    #expect(envoy.wants(.endpoint, ["a", "b"], adding: ["b"], nonce: "2") == [])
    #expect(envoy.acks(.endpoint, ["a", "b"], "5") == ["eds#7 b=1"])
    #expect(envoy.acks(.endpoint, ["a", "b"], "7") == [])
    #expect(envoy.acks(.cluster, "6") == [isDelta ? "cds#8 -b" : "cds#8 a=1"])
    #expect(envoy.wants(.endpoint, ["a"], dropping: ["b"], nonce: "7") == [])
    #expect(envoy.acks(.cluster, "8") == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.stream.answersMissed == 0)
  }

  @Test("On a reconnect everything is answered, whatever version the client has")
  func reconnect() {
    let first = twoClusters()
    let version = { (type: ResourceType) in first.versions[type.typeURL] ?? "" }
    let again = Conversation(first.snapshot)
    #expect(
      again.asks(.cluster, version: version(.cluster)) == ["cds#1 pay=1 shop=1"])
    #expect(
      again.asks(.endpoint, ["pay", "shop"], version: version(.endpoint))
        == ["eds#2 pay=1 shop=1"])
    #expect(again.asks(.cluster, nonce: "1") == [])
    #expect(again.asks(.endpoint, ["pay", "shop"], nonce: "2") == [])
    #expect(again.versions == first.versions)
  }

  @Test("Endpoints answered before the clusters on a reconnect are sent again if clusters changed")
  func reconnectEndpointsFirst() {
    let first = twoClusters()
    _ = first.publish(cds: ["pay": "2", "shop": "1"], eds: ["pay": "1", "shop": "1"])
    let again = Conversation(first.snapshot)
    #expect(again.asks(.endpoint, ["pay", "shop"]) == ["eds#1 pay=1 shop=1"])
    #expect(again.asks(.endpoint, ["pay", "shop"], nonce: "1") == [])
    #expect(
      again.asks(.cluster, version: "00000000000000aa")
        == ["cds#2 pay=2 shop=1", "eds#3 pay=1 shop=1"])
  }

  @Test("Endpoints answered before the clusters on a reconnect are not sent twice if none changed")
  func reconnectEndpointsFirstUnchanged() {
    let first = twoClusters()
    let again = Conversation(first.snapshot)
    #expect(again.asks(.endpoint, ["pay", "shop"]) == ["eds#1 pay=1 shop=1"])
    #expect(again.asks(.endpoint, ["pay", "shop"], nonce: "1") == [])
    #expect(
      again.asks(.cluster, version: first.versions[ResourceType.cluster.typeURL] ?? "")
        == ["cds#2 pay=1 shop=1"])
  }

  @Test("The nonce of an earlier stream is not an answer to anything")
  func nonceOfEarlierStream() {
    let again = Conversation(twoClusters().snapshot)
    #expect(again.asks(.cluster, nonce: "7") == ["cds#1 pay=1 shop=1"])
    #expect(again.asks(.endpoint, ["nothing"], nonce: "7") == [])
    #expect(again.asks(.endpoint, ["pay"], nonce: "7", error: "no") == ["eds#2 pay=1"])
  }

  private func twoClusters() -> Conversation {
    let envoy = Conversation()
    #expect(
      envoy.publish(cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"]) == [])
    #expect(envoy.asks(.cluster) == ["cds#1 pay=1 shop=1"])
    #expect(envoy.asks(.endpoint, ["shop", "pay"]) == ["eds#2 pay=1 shop=1"])
    #expect(envoy.asks(.cluster, nonce: "1") == [])
    #expect(envoy.asks(.endpoint, ["shop", "pay"], nonce: "2") == [])
    return envoy
  }
}
