import Testing

@testable import XDSServer

@Suite("Nodes and types")
struct NodeAndTypeTests {
  @Test("A first request without a node id is refused", arguments: [nil, ""])
  func nodeMissing(node: String?) {
    let client = Conversation(Snapshot(revision: 1))
    #expect(client.asks(.cluster, node: node) == [])
    #expect(client.last == .reject(.nodeMissing))
    #expect(StreamError.nodeMissing.description.contains("sidecar~10.0.0.7~shop-1.default~"))
  }

  @Test("The node may be left out or repeated in later requests, but not be another")
  func laterNodes() {
    let client = Conversation(Snapshot(revision: 1))
    #expect(client.asks(.cluster, node: "one") == ["cds#1"])
    #expect(client.asks(.cluster, nonce: "1", node: nil) == [])
    #expect(client.asks(.listener, node: "") == ["lds#2"])
    #expect(client.asks(.listener, nonce: "2", node: "one") == [])
    #expect(client.asks(.listener, nonce: "2", node: "two") == [])
    #expect(client.last == .reject(.nodeChanged(first: "one", second: "two")))
    let sentence = StreamError.nodeChanged(first: "one", second: "two").description
    #expect(sentence.contains("\"one\"") && sentence.contains("\"two\""))
  }

  @Test("A request on an aggregated stream has to say its type")
  func typeMissing() {
    let client = Conversation(Snapshot(revision: 1))
    #expect(client.says(StreamRequest(typeURL: "", nodeID: "one")) == [])
    #expect(client.last == .reject(.typeMissing))
  }

  @Test("The stream of one type takes that type, said or not, and no other")
  func singleType() {
    let client = Conversation(scope: .only(.endpoint), Snapshot(revision: 1))
    #expect(client.publish(eds: ["a": "1", "b": "1"]) == [])
    #expect(
      client.says(StreamRequest(typeURL: "", names: ["a"], nodeID: "one")) == ["eds#1 a=1"])
    #expect(client.asks(.endpoint, ["a", "b"], nonce: "1", node: nil) == ["eds#2 b=1"])
    #expect(client.asks(.cluster, node: nil) == [])
    #expect(
      client.last
        == .reject(.typeMismatch(expected: .endpoint, got: ResourceType.cluster.typeURL)))
    #expect(client.says(StreamRequest(typeURL: "type.googleapis.com/x")) == [])
    #expect(
      client.last == .reject(.typeMismatch(expected: .endpoint, got: "type.googleapis.com/x")))
  }

  @Test("A type that is not served is answered once, as one that has no resources")
  func unservedType() {
    let url = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"
    let client = Conversation(Snapshot(revision: 1))
    #expect(
      client.says(StreamRequest(typeURL: url, names: ["default"], nodeID: "one"))
        == ["\(url)#1"])
    #expect(client.says(StreamRequest(typeURL: url, names: ["default", "ROOTCA"])) == [])
    let nack = StreamRequest(
      typeURL: url, names: ["default", "ROOTCA"], nonce: "1",
      error: .init(code: 13, message: "Missing SDS resources"))
    #expect(client.says(nack) == [])
    guard case .refused(let refusal) = client.last else {
      Issue.record("\(String(describing: client.last))")
      return
    }
    #expect(refusal.typeURL == url)
    #expect(client.says(nack) == [])
    #expect(client.last == .proceed)
    #expect(client.asks(.cluster, node: nil) == ["cds#2"])
  }

  @Test("No stream makes the server remember types without end")
  func tooManyTypes() {
    let client = Conversation(Snapshot(revision: 1))
    for index in 0..<UnservedType.countMax {
      #expect(client.says(StreamRequest(typeURL: "t\(index)", nodeID: "one")).count == 1)
    }
    #expect(client.says(StreamRequest(typeURL: "one more", nodeID: "one")) == [])
    #expect(client.last == .reject(.tooManyTypes(max: UnservedType.countMax)))
    #expect(client.says(StreamRequest(typeURL: "t0", nonce: "1", nodeID: "one")) == [])
    #expect(client.last == .accepted(typeURL: "t0"))
  }

  @Test("A stream's state is small")
  func size() {
    #expect(MemoryLayout<TypeStream>.size <= 400)
    #expect(MemoryLayout<StreamAccount>.size <= 80)
  }
}
