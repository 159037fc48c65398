import Platform
import Testing

@testable import XDSServer

@Suite("Nonces: ACK, NACK, stale, in flight")
struct NonceTests {
  @Test("A stale request is not answered, and the names in it are once the right ACK comes")
  func stale() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "1") == [])
    #expect(client.publish(eds: ["a": "2", "b": "1"]) == ["eds#2 a=2"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == [])
    #expect(client.last == .ignore)
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == ["eds#3 b=1"])
  }

  @Test("After the right ACK came, a stale request means nothing at all")
  func staleLater() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "1") == [])
    #expect(client.publish(eds: ["a": "2", "b": "1"]) == ["eds#2 a=2"])
    #expect(client.asks(.endpoint, ["a"], nonce: "2") == [])
    for nonce in ["1", "0", "3", "nonsense", "02"] {
      #expect(client.asks(.endpoint, ["a", "b"], nonce: nonce) == [])
      #expect(client.last == .ignore)
    }
    #expect(client.publish(eds: ["a": "2", "b": "2"]) == [])
  }

  @Test("A name dropped in a stale request and asked for again in the ACK is sent again")
  func staleDrop() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == [])
    #expect(client.publish(eds: ["a": "2", "b": "1"]) == ["eds#2 a=2"])
    #expect(client.asks(.endpoint, ["a"], nonce: "1") == [])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == ["eds#3 b=1"])
  }

  @Test("A second, larger request with an empty nonce is no ACK, and is answered after the ACK")
  func emptyNonce() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a", "b"]) == [])
    #expect(client.last == .proceed)
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == ["eds#2 b=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == [])
  }

  @Test("Changes that come before the ACK merge into one response")
  func merge() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"]) == ["eds#1 a=1 b=1"])
    #expect(client.publish(eds: ["a": "2", "b": "1"]) == [])
    #expect(client.publish(eds: ["a": "3", "b": "2"]) == [])
    #expect(client.publish(eds: ["a": "3", "b": "1"]) == [])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1") == ["eds#2 a=3"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "2") == [])
  }

  @Test("A change that is undone before the ACK is never sent")
  func undone() {
    let client = Conversation()
    #expect(client.publish(cds: ["a": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.publish(cds: ["a": "2"]) == [])
    #expect(client.publish(cds: ["a": "1"]) == [])
    #expect(client.asks(.cluster, nonce: "1") == [])
  }

  @Test("Clusters whose ACK does not come are sent again after the bound, once per bound")
  func bound() {
    let client = Conversation(answerBound: .seconds(2))
    #expect(client.publish(cds: ["a": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.publish(cds: ["a": "1", "b": "1"]) == [])
    #expect(client.wakeUp == client.now + .seconds(2))
    #expect(client.waits(.milliseconds(1999)) == [])
    #expect(client.waits(.milliseconds(1)) == ["cds#2 a=1 b=1"])
    #expect(client.publish(cds: ["a": "1", "b": "2"]) == [])
    #expect(client.asks(.cluster, nonce: "1") == [])
    #expect(client.last == .ignore)
    #expect(client.asks(.cluster, nonce: "2") == ["cds#3 a=1 b=2"])
    #expect(client.asks(.cluster, nonce: "3") == [])
    #expect(client.waits(.seconds(60)) == [])
  }

  @Test("Endpoints do not wait for the ACK of clusters; listeners and routes of a change do")
  func orderWhileWaiting() {
    let client = Conversation()
    #expect(
      client.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "2") == [])
    #expect(client.asks(.listener) == [])
    #expect(client.asks(.route, ["r"]) == [])
    #expect(client.asks(.cluster, nonce: "1") == ["lds#3 l=1", "rds#4 r=1"])
    #expect(client.asks(.listener, nonce: "3") == [])
    #expect(client.asks(.route, ["r"], nonce: "4") == [])
    #expect(
      client.publish(
        cds: ["a": "2"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "1"])
        == ["cds#5 a=2", "eds#6 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "6") == [])
    #expect(
      client.publish(
        cds: ["a": "2", "b": "1"], eds: ["a": "2", "b": "1"], lds: ["l": "2"], rds: ["r": "2"])
        == ["eds#7 a=2"])
    #expect(client.asks(.cluster, nonce: "5") == ["cds#8 a=2 b=1"])
    #expect(client.asks(.cluster, nonce: "8") == ["lds#9 l=2", "rds#a r=2"])
  }

  @Test("The refused version is not sent again until the content changes")
  func refusedClusters() throws {
    let client = Conversation()
    #expect(client.publish(cds: ["a": "1", "bad": "1"], eds: ["a": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1 bad=1"])
    let refusedVersion = try #require(client.versions[ResourceType.cluster.typeURL])
    #expect(client.asks(.cluster, nonce: "1", error: "cluster(s) bad: no such thing") == [])
    #expect(client.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    #expect(client.asks(.endpoint, ["a"], nonce: "2") == [])
    // The rest goes on.
    #expect(client.publish(cds: ["a": "1", "bad": "1"], eds: ["a": "2"]) == ["eds#3 a=2"])
    let status = try #require(client.status(of: .cluster))
    #expect(status.sent?.hexadecimal == refusedVersion)
    #expect(status.accepted == nil)
    #expect(status.refusal?.message == "cluster(s) bad: no such thing")
    #expect(status.refusal?.resources == ["bad"])
    #expect(status.refusal?.version.hexadecimal == refusedVersion)
    #expect(client.asks(.endpoint, ["a"], nonce: "3") == [])
    #expect(
      client.publish(cds: ["a": "2", "bad": "1"], eds: ["a": "2"]) == ["cds#4 a=2", "eds#5 a=2"])
    #expect(client.asks(.endpoint, ["a"], nonce: "5") == [])
    #expect(client.asks(.cluster, nonce: "4") == [])
    #expect(client.last == .accepted(typeURL: ResourceType.cluster.typeURL))
    #expect(client.status(of: .cluster)?.refusal?.resources == ["bad"])
    #expect(
      client.publish(cds: ["a": "2", "bad": "2"], eds: ["a": "2"]) == ["cds#6 a=2 bad=2"])
    #expect(client.asks(.cluster, nonce: "6") == [])
    #expect(client.status(of: .cluster)?.refusal == nil)
  }

  @Test("A refused assignment is left out when another changes")
  func refusedEndpoints() {
    let client = Conversation()
    #expect(client.publish(eds: ["a": "1", "bad": "1"]) == [])
    #expect(client.asks(.endpoint, ["a", "bad"]) == ["eds#1 a=1 bad=1"])
    #expect(client.asks(.endpoint, ["a", "bad"], nonce: "1", error: "bad: malformed") == [])
    #expect(client.publish(eds: ["a": "2", "bad": "1"]) == ["eds#2 a=2"])
    #expect(client.asks(.endpoint, ["a", "bad"], nonce: "2") == [])
    #expect(client.publish(eds: ["a": "2", "bad": "2"]) == ["eds#3 bad=2"])
  }

  @Test("A NACK with other names than before is both: a refusal, and a subscription")
  func refusalWithNewNames() {
    let client = Conversation()
    #expect(client.publish(rds: ["a": "1", "b": "1"]) == [])
    #expect(client.asks(.route, ["a"]) == ["rds#1 a=1"])
    #expect(client.asks(.route, ["a", "b"], nonce: "1", error: "no") == ["rds#2 b=1"])
    guard case .refused(let refusal) = client.last else {
      Issue.record("\(String(describing: client.last))")
      return
    }
    #expect(refusal.typeURL == ResourceType.route.typeURL)
    #expect(refusal.resources == [])
  }

  @Test("Only the first answer to a response counts, and repeating it changes nothing")
  func repeatedAnswers() {
    let client = Conversation()
    #expect(client.publish(cds: ["a": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.asks(.cluster, nonce: "1", error: "no") == [])
    for _ in 0..<3 {
      #expect(client.asks(.cluster, nonce: "1", error: "no") == [])
      #expect(client.last == .proceed)
    }
  }

  @Test("The words of a NACK are kept up to 4 KiB and never trap")
  func longWords() {
    let client = Conversation()
    #expect(client.publish(cds: ["a": "1"]) == [])
    #expect(client.asks(.cluster) == ["cds#1 a=1"])
    #expect(client.asks(.cluster, nonce: "1", error: String(repeating: "ä:", count: 9000)) == [])
    #expect(client.status(of: .cluster)?.refusal?.message.utf8.count ?? 0 <= 4100)
  }

  @Test(
    "Resources are recognised in the words of Envoy and gRPC",
    arguments: [
      ("Error adding/updating cluster(s) outbound|80||shop: why", ["outbound|80||shop"]),
      (
        "Error adding/updating listener(s) 0.0.0.0_80: Didn't, shop:90: no\n",
        ["0.0.0.0_80", "shop:90"]
      ),
      ("xDS response validation errors: [resource index 0: shop: INVALID_ARGUMENT: x]", ["shop"]),
      ("shop2: no, \"shop\"", ["shop"]),
      ("", []),
    ])
  func blame(text: String, names: [String]) {
    let all = table(["0.0.0.0_80": "1", "outbound|80||shop": "1", "shop": "1", "shop:90": "1"])
    #expect(Refusal.resources(namedIn: text, of: all.resources).map(\.name) == names)
  }
}
