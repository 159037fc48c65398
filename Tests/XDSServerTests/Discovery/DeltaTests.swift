import Platform
import Testing

@testable import XDSServer

@Suite("Conversations in delta")
struct DeltaTests {
  @Test("An Envoy starts: every type is answered once, and ACKs are answered with silence")
  func start() {
    let envoy = Conversation(.delta)
    _ = envoy.publish(
      cds: ["pay": "1", "shop": "1"], eds: ["pay": "1", "shop": "1"], lds: ["l": "1"],
      rds: ["80": "1"])
    #expect(envoy.asks(.cluster) == ["cds#1 pay=1 shop=1"])
    #expect(envoy.asks(.endpoint, ["shop", "pay"], node: nil) == ["eds#2 pay=1 shop=1"])
    #expect(envoy.acks(.cluster, "1") == [])
    #expect(envoy.last == .accepted(typeURL: ResourceType.cluster.typeURL))
    #expect(envoy.acks(.endpoint, "2") == [])
    #expect(envoy.asks(.listener, node: nil) == ["lds#3 l=1"])
    #expect(envoy.asks(.route, ["80"], node: nil) == ["rds#4 80=1"])
    #expect(envoy.acks(.listener, "3") == [])
    #expect(envoy.acks(.route, "4") == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.wakeUp == nil)
  }

  @Test("What is gone before a first request can be answered is told to be gone")
  func goneBeforeTheFirstAnswer() {
    let envoy = Conversation(.delta)
    _ = envoy.publish(cds: ["a": "1"], rds: ["80": "1", "81": "1"])
    #expect(envoy.asks(.cluster) == ["cds#1 a=1"])
    // Routes wait for the answer to clusters.
    #expect(envoy.asks(.route, ["80", "81"], node: nil) == [])
    #expect(envoy.publish(cds: ["a": "1"], rds: ["81": "2"]) == [])
    #expect(envoy.acks(.cluster, "1") == ["rds#2 81=2 -80"])
  }

  @Test(
    "The first request for clusters and listeners is answered even with nothing",
    arguments: [ResourceType.cluster, .listener])
  func emptyFirstAnswer(type: ResourceType) {
    let client = Conversation(.delta, Snapshot(revision: 1))
    #expect(client.asks(type) == ["\(type.shortName)#1"])
    #expect(client.acks(type, "1") == [])
  }

  @Test(
    "An update holds what changed and what is gone, nothing else", arguments: ResourceType.allCases)
  func update(type: ResourceType) {
    let client = Conversation(.delta, all(["a": "1", "b": "1", "c": "1"]))
    let name = type.shortName
    #expect(client.asks(type, ["*"]) == ["\(name)#1 a=1 b=1 c=1"])
    #expect(client.acks(type, "1") == [])
    #expect(client.publish(all(["a": "1", "b": "2", "d": "1"])) == ["\(name)#2 b=2 d=1 -c"])
    #expect(client.acks(type, "2") == [])
    #expect(client.publish(all(["a": "1", "b": "2", "d": "1"])) == [])
    // Removed, then added again: it is sent again.
    #expect(client.publish(all(["a": "1", "b": "2", "c": "1", "d": "1"])) == ["\(name)#3 c=1"])
  }

  @Test("Each resource has its own version, the same on every stream")
  func versions() throws {
    var one = DiscoveryStream(variant: .delta)
    var two = DiscoveryStream(variant: .delta)
    let now = Moment.now
    let snapshots = [all(["a": "1", "b": "1"]), all(["b": "1", "z": "3"])]
    func versions(_ stream: inout DiscoveryStream, _ snapshot: Snapshot) -> [String: String] {
      _ = stream.requestReceived(
        StreamRequest(typeURL: ResourceType.cluster.typeURL, nodeID: "n"), at: now)
      guard case .respond(let response) = stream.nextStep(from: snapshot, at: now) else {
        return [:]
      }
      return Dictionary(
        uniqueKeysWithValues: response.resources.map { ($0.name, $0.version.hexadecimal) })
    }
    let first = versions(&one, snapshots[0])
    let second = versions(&two, snapshots[1])
    #expect(first["b"] != nil && first["b"] == second["b"])
    #expect(first["a"] != first["b"])
  }

  @Test("A reconnect with everything as it is costs nothing, to this server or another")
  func reconnect() {
    let again = Conversation(.delta, all(["a": "1", "b": "1"]))
    for type in ResourceType.allCases {
      let names = type.isFullState ? [] : ["a", "b"]
      #expect(again.asks(type, names, has: ["a": "1", "b": "1"]) == [])
    }
    #expect(again.waits(.seconds(60)) == [])
    // What changes from then on is sent.
    #expect(again.publish(all(["a": "2", "b": "1"])) == ["cds#1 a=2", "eds#2 a=2"])
  }

  @Test("After a reconnect only what differs is sent, and what is gone is said to be")
  func reconnectWithDifferences() {
    let again = Conversation(.delta, all(["a": "1", "b": "2", "d": "1"]))
    #expect(
      again.asks(.listener, has: ["a": "1", "b": "1", "c": "1"]) == ["lds#1 b=2 d=1 -c"])
    #expect(
      again.asks(.route, ["a", "b", "c"], has: ["a": "1", "b": "1", "c": "1"])
        == ["rds#2 b=2 -c"])
    #expect(again.asks(.listener, has: ["a": "0"], nonce: "1", node: nil) == [])
    #expect(again.last == .accepted(typeURL: ResourceType.listener.typeURL))
  }

  @Test("Versions that are not ours are no reason to keep anything back")
  func foreignVersions() {
    let again = Conversation(.delta, all(["a": "1"]))
    #expect(
      again.says(
        StreamRequest(
          typeURL: ResourceType.listener.typeURL,
          versionsBrought: ["a": "v7", "b": "", "c": "0000000000000000"], nodeID: "n"))
        == ["lds#1 a=1 -b -c"])
  }

  @Test("A name that does not exist is said so once, and sent when it appears")
  func unknownName() {
    let client = Conversation(.delta)
    _ = client.publish(all(["a": "1"]))
    #expect(client.asks(.endpoint, ["a", "later"]) == ["eds#1 a=1 -later"])
    #expect(client.acks(.endpoint, "1") == [])
    #expect(client.publish(all(["a": "2"])) == ["eds#2 a=2"])
    #expect(client.acks(.endpoint, "2") == [])
    #expect(client.publish(all(["a": "2", "later": "1"])) == ["eds#3 later=1"])
    #expect(client.acks(.endpoint, "3") == [])
    #expect(client.asks(.endpoint, ["never"]) == ["eds#4 -never"])
  }

  @Test("A name asked for again is answered again, there or not", arguments: ResourceType.allCases)
  func resubscribe(type: ResourceType) {
    let client = Conversation(.delta, all(["a": "1", "b": "1"]))
    let name = type.shortName
    #expect(client.asks(type, ["a", "b"]) == ["\(name)#1 a=1 b=1"])
    #expect(client.acks(type, "1") == [])
    #expect(client.asks(type, ["a"]) == ["\(name)#2 a=1"])
    #expect(client.acks(type, "2") == [])
    #expect(client.asks(type, ["x"]) == ["\(name)#3 -x"])
    #expect(client.acks(type, "3") == [])
    #expect(client.asks(type, ["x"]) == ["\(name)#4 -x"])
    #expect(client.acks(type, "4") == [])
    #expect(client.asks(type, dropping: ["a"]) == [])
    #expect(client.asks(type, ["a"]) == ["\(name)#5 a=1"])
  }

  @Test("What is dropped is not sent any more, nor said to be gone")
  func unsubscribe() {
    let client = Conversation(.delta, all(["a": "1", "b": "1"]))
    #expect(client.asks(.endpoint, ["a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.asks(.endpoint, dropping: ["b"], nonce: "1") == [])
    #expect(client.publish(all(["a": "1", "b": "2"])) == [])
    #expect(client.publish(all(["a": "1"])) == [])
    #expect(client.publish(all(["a": "2"])) == ["eds#2 a=2"])
  }

  @Test(
    "What is taken from a response on its way, and goes before `*` is heard, is said to be gone")
  func wildcardAfterDrop() {
    let client = Conversation(.delta, all(["a": "1", "b": "1"]))
    #expect(client.asks(.listener, ["a", "b"]) == ["lds#1 a=1 b=1"])
    #expect(client.asks(.listener, dropping: ["b"]) == [])
    #expect(client.publish(all(["a": "1"])) == [])
    #expect(client.asks(.listener, ["*"]) == [])
    #expect(client.acks(.listener, "1") == ["lds#2 -b"])
  }

  @Test("Names beside the historical wildcard leave it in force")
  func onDemand() {
    let client = Conversation(.delta, all(["a": "1"]))
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.acks(.cluster, "1") == [])
    #expect(client.asks(.cluster, ["od"]) == ["cds#2 -od"])
    #expect(client.acks(.cluster, "2") == [])
    #expect(client.publish(all(["a": "1", "od": "1", "z": "1"])) == ["cds#3 od=1 z=1"])
    #expect(client.acks(.cluster, "3") == [])
    // Whether * covers it the client cannot know: it is told.
    #expect(client.asks(.cluster, dropping: ["od"]) == ["cds#4 od=1"])
    #expect(client.acks(.cluster, "4") == [])
    #expect(client.asks(.cluster, dropping: ["*"]) == [])
    #expect(client.publish(all(["a": "2", "od": "2"])) == [])
    #expect(client.asks(.cluster, ["*"]) == ["cds#5 a=2 od=2"])
  }

  @Test("A change in a request is not lost, whatever its nonce")
  func staleNonce() {
    let client = Conversation(.delta, all(["a": "1", "b": "1", "c": "1"]))
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["b"]) == [])
    #expect(client.asks(.endpoint, ["c"], nonce: "77") == [])
    #expect(client.asks(.endpoint, nonce: "77") == [])
    #expect(client.last == .ignore)
    #expect(client.acks(.endpoint, "1") == ["eds#2 b=1 c=1"])
    #expect(client.acks(.endpoint, "1") == [])
    #expect(client.last == .ignore)
    #expect(client.acks(.endpoint, "2") == [])
  }

  @Test("A refused resource is not sent again before it changes; the rest goes on")
  func refused() throws {
    let client = Conversation(.delta, all(["a": "1", "bad": "1"]))
    #expect(client.asks(.cluster) == ["cds#1 a=1 bad=1"])
    #expect(client.acks(.cluster, "1", error: "cluster(s) bad: no such thing") == [])
    let status = try #require(client.status(of: .cluster))
    #expect(status.refusal?.resources == ["bad"])
    #expect(client.publish(all(["a": "2", "bad": "1"])) == ["cds#2 a=2"])
    #expect(client.acks(.cluster, "2") == [])
    #expect(client.publish(all(["a": "2", "bad": "2"])) == ["cds#3 bad=2"])
    #expect(client.acks(.cluster, "3") == [])
    #expect(client.status(of: .cluster)?.refusal == nil)
  }

  @Test("A changed cluster's endpoints are sent right after it, changed or not")
  func changedCluster() {
    let envoy = OrderTests.settled(.delta)
    #expect(
      envoy.publish(cds: ["a": "2"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["cds#5 a=2", "eds#6 a=1"])
    #expect(envoy.acks(.endpoint, "6") == [])
    #expect(envoy.acks(.cluster, "5") == [])
  }

  @Test("A cluster that changed while the client was away has its endpoints sent again")
  func changedWhileAway() {
    let again = Conversation(.delta)
    _ = again.publish(cds: ["a": "2", "b": "1"], eds: ["a": "1", "b": "1"])
    #expect(again.asks(.cluster, has: ["a": "1", "b": "1"]) == ["cds#1 a=2"])
    #expect(again.asks(.endpoint, ["a", "b"], has: ["a": "1", "b": "1"]) == ["eds#2 a=1"])
    #expect(again.acks(.endpoint, "2") == [])
    #expect(again.acks(.cluster, "1") == [])
  }

  @Test("The same if the client asks for endpoints first")
  func changedWhileAwayEndpointsFirst() {
    let again = Conversation(.delta)
    _ = again.publish(cds: ["a": "2", "b": "1"], eds: ["a": "1", "b": "1"])
    #expect(again.asks(.endpoint, ["a", "b"], has: ["a": "1", "b": "1"]) == [])
    #expect(
      again.asks(.cluster, has: ["a": "1", "b": "1"]) == ["cds#1 a=2", "eds#2 a=1"])
  }

  @Test("A cluster gone while the client was away goes after the routes that used it")
  func removedWhileAway() {
    let again = Conversation(.delta)
    _ = again.publish(cds: ["b": "1"], eds: ["b": "1"], lds: ["l": "1"], rds: ["r": "b"])
    #expect(again.asks(.cluster, has: ["a": "1"]) == ["cds#1 b=1"])
    #expect(again.asks(.endpoint, ["a"], has: ["a": "1"]) == [])
    #expect(again.asks(.listener, has: ["l": "1"]) == [])
    #expect(again.asks(.route, ["r"], has: ["r": "a"]) == [])
    #expect(again.asks(.endpoint, ["b"]) == ["eds#2 b=1"])
    #expect(again.acks(.endpoint, "2") == [])
    #expect(again.acks(.cluster, "1") == ["rds#3 r=b"])
    #expect(again.acks(.route, "3") == ["cds#4 -a"])
    #expect(again.asks(.endpoint, dropping: ["a"]) == [])
    #expect(again.acks(.cluster, "4") == [])
    #expect(again.waits(.seconds(60)) == [])
  }

  @Test("What comes back before the client was told that it is gone is not sent")
  func backBeforeTold() {
    let again = Conversation(.delta, all(["b": "1"]))
    #expect(again.asks(.cluster, has: ["a": "1", "b": "1", "c": "1"]) == [])
    #expect(again.publish(all(["a": "1", "b": "1", "c": "2"])) == ["cds#1 c=2"])
    #expect(again.acks(.cluster, "1") == [])
    #expect(again.waits(.seconds(60)) == [])
  }

  @Test("A cluster that comes back before the client was told has no endpoints sent again")
  func backBeforeToldWithEndpoints() {
    let again = Conversation(.delta, all(["a": "1"]))
    #expect(again.asks(.cluster, has: ["a": "1", "b": "1"]) == [])
    #expect(again.asks(.endpoint, ["a", "b"], has: ["a": "1", "b": "1"]) == [])
    #expect(
      again.publish(cds: ["a": "2", "b": "1"], eds: ["a": "1", "b": "1"])
        == ["cds#1 a=2", "eds#2 a=1"])
  }

  @Test("Who asks again for what is gone is told so once, even while that is held back")
  func heldBackAndAskedFor() {
    let again = Conversation(.delta, all(["a": "1"]))
    #expect(again.asks(.cluster, has: ["a": "1", "b": "1"]) == [])
    #expect(again.asks(.endpoint, ["a", "b"], has: ["a": "1", "b": "1"]) == [])
    #expect(again.asks(.endpoint, ["b"]) == ["eds#1 -b"])
    #expect(again.acks(.endpoint, "1") == [])
    #expect(again.waits(.seconds(2)) == ["cds#2 -b"])
    #expect(again.acks(.cluster, "2") == [])
    #expect(again.waits(.seconds(60)) == [])
  }

  @Test("A client that comes back and asks for clusters only loses what is gone after 2 seconds")
  func resumedWithClustersOnly() {
    let again = Conversation(.delta, all(["b": "1"]))
    #expect(again.asks(.cluster, has: ["a": "1", "b": "1"]) == [])
    #expect(again.wakeUp == again.now + .seconds(2))
    #expect(again.waits(.seconds(2)) == ["cds#1 -a"])
  }

  @Test("Before there is a snapshot nothing is said, and then what the client lacks")
  func noSnapshot() {
    let envoy = Conversation(.delta)
    #expect(envoy.asks(.cluster, has: ["a": "1"]) == [])
    #expect(envoy.asks(.cluster, ["x"]) == [])
    #expect(envoy.asks(.endpoint, ["a"], has: ["a": "1"]) == [])
    #expect(envoy.asks(.endpoint, ["b"]) == [])
    #expect(
      envoy.publish(cds: ["a": "2", "b": "1"], eds: ["a": "1", "b": "1"])
        == ["cds#1 a=2 b=1 -x", "eds#2 a=1 b=1"])
  }

  @Test("Types that are not served have nothing: each name is said not to exist, once")
  func unservedType() {
    let client = Conversation(.delta, Snapshot(revision: 1))
    let url = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"
    func asks(_ names: [String], nonce: String = "") -> [String] {
      client.says(StreamRequest(typeURL: url, names: names, nonce: nonce, nodeID: "n"))
    }
    #expect(asks(["default"]) == ["\(url)#1 -default"])
    #expect(asks(["ROOTCA"]) == [])
    #expect(asks([], nonce: "1") == ["\(url)#2 -ROOTCA"])
    #expect(asks([], nonce: "2") == [])
  }

  private func all(_ contents: KeyValuePairs<String, String>) -> Snapshot {
    let same = table(contents)
    return Snapshot(
      revision: 1, clusters: same, endpoints: same, listeners: same, routes: same)
  }
}
