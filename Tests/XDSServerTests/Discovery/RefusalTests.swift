import Testing

@testable import MeshModel
@testable import XDSServer

/// After a NACK: what is remembered of it, and what the client is sent instead.
@Suite("Refused resources")
struct RefusalTests {
  @Test("In delta the refusal of a response that is not the last one is reported, and holds")
  func olderNonceInDelta() throws {
    let client = Conversation(.delta)
    _ = client.publish(cds: ["a": "1", "b": "1"])
    #expect(client.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(client.acks(.cluster, "1") == [])
    #expect(client.publish(cds: ["a": "2", "b": "1"]) == ["cds#2 a=2"])
    #expect(client.publish(cds: ["a": "2", "b": "2"]) == [])
    #expect(client.waits(.seconds(2)) == ["cds#3 b=2"])
    #expect(client.acks(.cluster, "2", error: "cluster(s) a: no such thing") == [])
    guard case .refused(let refusal) = client.last else {
      Issue.record("\(String(describing: client.last))")
      return
    }
    #expect(refusal.resources == ["a"])
    #expect(refusal.version != client.status(of: .cluster)?.sent)
    #expect(client.acks(.cluster, "3") == [])
    #expect(client.status(of: .cluster)?.refusal == refusal)
    // The same answer again is no news.
    #expect(client.acks(.cluster, "2", error: "cluster(s) a: no such thing") == [])
    #expect(client.last == .ignore)
    #expect(client.publish(cds: ["a": "2", "b": "3"]) == ["cds#4 b=3"])
    #expect(client.acks(.cluster, "4") == [])
    #expect(client.publish(cds: ["a": "3", "b": "3"]) == ["cds#5 a=3"])
    #expect(client.acks(.cluster, "5") == [])
    #expect(client.status(of: .cluster)?.refusal == nil)
  }

  @Test("The objects are blamed that made the resource as it was refused", arguments: variants)
  func origins(variant: ProtocolVariant) {
    func route(_ content: String, from name: String) -> Snapshot {
      let origin = ObjectReference(.service, namespace: "default", name: name)
      let plain = resource("r", content)
      let made = Resource(
        name: "r", version: plain.version, field: plain.field, origins: [origin])
      return Snapshot(revision: 1, routes: ResourceTable([made, resource("q", content)]))
    }
    let client = Conversation(variant, route("1", from: "one"))
    #expect(client.asks(.route, ["q", "r"]) == ["rds#1 q=1 r=1"])
    #expect(client.publish(route("2", from: "two")) == [])
    #expect(client.waits(.seconds(2)) == ["rds#2 q=2 r=2"])
    #expect(client.acks(.route, ["q", "r"], "1", error: "r: no") == [])
    guard case .refused(let refusal) = client.last else {
      Issue.record("\(String(describing: client.last))")
      return
    }
    #expect(refusal.origins.map(\.name) == ["one"])
  }

  @Test("In SotW, too, where a response does not repeat what the one before said")
  func olderNonceInSotW() {
    let client = Conversation()
    _ = client.publish(eds: ["a": "1", "b": "1"])
    #expect(client.asks(.endpoint, ["a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == [])
    #expect(client.publish(eds: ["a": "2", "b": "1"]) == ["eds#2 a=2"])
    #expect(client.publish(eds: ["a": "2", "b": "2"]) == [])
    #expect(client.waits(.seconds(2)) == ["eds#3 b=2"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2", error: "a: no") == [])
    guard case .refused(let refusal) = client.last else {
      Issue.record("\(String(describing: client.last))")
      return
    }
    #expect(refusal.resources == ["a"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "3") == [])
    #expect(client.status(of: .endpoint)?.refusal?.resources == ["a"])
    #expect(client.publish(eds: ["a": "2", "b": "3"]) == ["eds#4 b=3"])
  }

  @Test("Few unanswered responses are remembered", arguments: variants)
  func bounded(variant: ProtocolVariant) {
    let client = Conversation(variant, answerBound: .seconds(2))
    _ = client.publish(eds: ["a": "0"])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=0"])
    for index in 1...50 {
      #expect(client.publish(eds: ["a": "\(index)"]) == [])
      #expect(client.waits(.seconds(2)).count == 1)
    }
    let kept = client.stream.types[.endpoint].earlier
    #expect(kept.map(\.nonce.number) == Array(43...50))
    #expect(client.acks(.endpoint, ["a"], String(43, radix: 16)) == [])
    #expect(client.last == .accepted(typeURL: ResourceType.endpoint.typeURL))
    #expect(client.acks(.endpoint, ["a"], String(42, radix: 16), error: "too late") == [])
    #expect(client.last == .ignore)
  }

  @Test("A full state says what the client had instead of what it has refused")
  func standIn() {
    let client = Conversation()
    _ = client.publish(lds: ["a": "1", "b": "1"])
    #expect(client.asks(.listener) == ["lds#1 a=1 b=1"])
    #expect(client.asks(.listener, nonce: "1") == [])
    #expect(client.publish(lds: ["a": "bad", "b": "1"]) == ["lds#2 a=bad b=1"])
    #expect(client.asks(.listener, nonce: "2", error: "listener(s) a: no") == [])
    #expect(client.publish(lds: ["a": "bad", "b": "2"]) == ["lds#3 a=1 b=2"])
    #expect(client.asks(.listener, nonce: "3") == [])
    #expect(client.last == .accepted(typeURL: ResourceType.listener.typeURL))
    #expect(client.status(of: .listener)?.refusal?.resources == ["a"])
    // Refused in another shape, it is still what the client has that stands in.
    #expect(client.publish(lds: ["a": "worse", "b": "2"]) == ["lds#4 a=worse b=2"])
    #expect(client.asks(.listener, nonce: "4", error: "listener(s) a: no") == [])
    #expect(client.publish(lds: ["a": "worse", "b": "3"]) == ["lds#5 a=1 b=3"])
    #expect(client.asks(.listener, nonce: "5") == [])
    #expect(client.publish(lds: ["a": "2", "b": "3"]) == ["lds#6 a=2 b=3"])
    #expect(client.asks(.listener, nonce: "6") == [])
    #expect(client.status(of: .listener)?.refusal == nil)
  }

  @Test("What is taken back after a refusal is sent, so that it is accepted", arguments: variants)
  func takenBack(variant: ProtocolVariant) {
    let client = Conversation(variant)
    _ = client.publish(lds: ["a": "1"])
    #expect(client.asks(.listener) == ["lds#1 a=1"])
    #expect(client.acks(.listener, "1") == [])
    #expect(client.publish(lds: ["a": "bad"]) == ["lds#2 a=bad"])
    #expect(client.acks(.listener, "2", error: "listener(s) a: no") == [])
    #expect(client.publish(lds: ["a": "1"]) == ["lds#3 a=1"])
    #expect(client.acks(.listener, "3") == [])
    #expect(client.status(of: .listener)?.refusal == nil)
  }

  @Test("What is taken back after it has stood in is not sent again")
  func takenBackAfterStandIn() {
    let client = Conversation()
    _ = client.publish(lds: ["a": "1", "b": "1"])
    #expect(client.asks(.listener) == ["lds#1 a=1 b=1"])
    #expect(client.asks(.listener, nonce: "1") == [])
    #expect(client.publish(lds: ["a": "bad", "b": "1"]) == ["lds#2 a=bad b=1"])
    #expect(client.asks(.listener, nonce: "2", error: "listener(s) a: no") == [])
    #expect(client.publish(lds: ["a": "bad", "b": "2"]) == ["lds#3 a=1 b=2"])
    #expect(client.publish(lds: ["a": "1", "b": "2"]) == [])
    #expect(client.asks(.listener, nonce: "3") == [])
    #expect(client.waits(.seconds(60)) == [])
    #expect(client.status(of: .listener)?.refusal == nil)
    #expect(client.publish(lds: ["a": "bad", "b": "2"]) == ["lds#4 a=bad b=2"])
  }

  @Test("What was sent between two refusals stands in, accepted in time or not")
  func sentBetweenRefusals() {
    let client = Conversation()
    _ = client.publish(cds: ["a": "1", "b": "1"])
    #expect(client.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(client.asks(.cluster, nonce: "1") == [])
    #expect(client.publish(cds: ["a": "bad", "b": "1"]) == ["cds#2 a=bad b=1"])
    #expect(client.asks(.cluster, nonce: "2", error: "cluster(s) a: no") == [])
    #expect(client.publish(cds: ["a": "2", "b": "1"]) == ["cds#3 a=2 b=1"])
    #expect(client.publish(cds: ["a": "worse", "b": "1"]) == [])
    #expect(client.waits(.seconds(2)) == ["cds#4 a=worse b=1"])
    #expect(client.asks(.cluster, nonce: "3") == [])
    #expect(client.asks(.cluster, nonce: "4", error: "cluster(s) a: no") == [])
    #expect(client.publish(cds: ["a": "worse", "b": "2"]) == ["cds#5 a=2 b=2"])
  }

  @Test("A full state leaves out what the client has refused and never had")
  func neverHad() {
    let client = Conversation()
    _ = client.publish(cds: ["a": "1", "bad": "1"])
    #expect(client.asks(.cluster, ["a", "bad"]) == ["cds#1 a=1 bad=1"])
    #expect(client.asks(.cluster, ["a", "bad"], nonce: "1", error: "bad: no") == [])
    #expect(client.publish(cds: ["a": "2", "bad": "1"]) == ["cds#2 a=2"])
    #expect(client.asks(.cluster, ["a", "bad"], nonce: "2") == [])
    // That it is gone is nothing to tell.
    #expect(client.publish(cds: ["a": "2"]) == [])
    #expect(client.publish(cds: ["a": "2", "bad": "2"]) == ["cds#3 a=2 bad=2"])
  }

  @Test("A client that comes back may have what is not known: the refused is repeated")
  func reconnected() {
    let client = Conversation()
    _ = client.publish(cds: ["a": "1", "bad": "1"])
    #expect(client.asks(.cluster, version: "00000000000000aa") == ["cds#1 a=1 bad=1"])
    #expect(client.asks(.cluster, nonce: "1", error: "bad: no") == [])
    #expect(client.publish(cds: ["a": "2", "bad": "1"]) == ["cds#2 a=2 bad=1"])
  }

  @Test("A name asked for again after it was refused is sent again", arguments: variants)
  func askedAgain(variant: ProtocolVariant) {
    let client = Conversation(variant)
    _ = client.publish(lds: ["a": "1", "bad": "1"])
    #expect(client.asks(.listener, ["a", "bad"]) == ["lds#1 a=1 bad=1"])
    #expect(client.acks(.listener, ["a", "bad"], "1", error: "bad: no") == [])
    #expect(client.wants(.listener, ["a"], dropping: ["bad"], nonce: "1") == [])
    #expect(
      client.wants(.listener, ["a", "bad"], adding: ["bad"], nonce: "1")
        == [variant == .delta ? "lds#2 bad=1" : "lds#2 a=1 bad=1"])
  }

  @Test("Clients that refuse the same are sent the same bytes")
  func shared() {
    let first = table(["a": "1", "bad": "1", "c": "1"])
    let one = first.replacing(["a": resource("a", "0"), "bad": nil])
    let two = first.replacing(["bad": nil, "a": resource("a", "0")])
    #expect(one.resources.map(Conversation.text) == ["a=0", "c=1"])
    #expect(one.isIdentical(to: two))
    #expect(one.version == table(["a": "0", "c": "1"]).version)
    #expect(!first.replacing(["a": resource("a", "0")]).isIdentical(to: one))
  }

  @Test(
    "A refused route keeps its clusters for 15 seconds, though others are accepted",
    arguments: variants)
  func refusedRouteAmongOthers(variant: ProtocolVariant) {
    let envoy = Conversation(variant)
    _ = envoy.publish(
      cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"], rds: ["q": "a", "r": "b"])
    #expect(envoy.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(envoy.acks(.cluster, "1") == [])
    #expect(envoy.asks(.route, ["q", "r"]) == ["rds#2 q=a r=b"])
    #expect(envoy.acks(.route, ["q", "r"], "2") == [])
    #expect(envoy.publish(cds: ["a": "1"], rds: ["q": "a", "r": "bad"]) == ["rds#3 r=bad"])
    #expect(envoy.acks(.route, ["q", "r"], "3", error: "r: no") == [])
    #expect(envoy.publish(cds: ["a": "1"], rds: ["q": "a2", "r": "bad"]) == ["rds#4 q=a2"])
    #expect(envoy.acks(.route, ["q", "r"], "4") == [])
    #expect(envoy.waits(.milliseconds(14_999)) == [])
    #expect(envoy.stream.answersMissed == 0)
    let isDelta = variant == .delta
    #expect(envoy.waits(.milliseconds(1)) == [isDelta ? "cds#5 -b" : "cds#5 a=1"])
    #expect(envoy.stream.answersMissed == 1)
    #expect(envoy.acks(.cluster, "5") == [])
    // What is refused for good is waited for once.
    #expect(
      envoy.publish(cds: [:], rds: ["q": "a2", "r": "bad"]) == [isDelta ? "cds#6 -a" : "cds#6"])
    #expect(envoy.stream.answersMissed == 1)
  }

  static let variants = OrderTests.variants
}
