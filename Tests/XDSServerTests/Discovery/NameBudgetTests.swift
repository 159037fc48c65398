import Testing

@testable import XDSServer

/// What a client can make the server remember.
@Suite("How many names a stream may ask for")
struct NameBudgetTests {
  static let variants = OrderTests.variants

  private func names(_ range: Range<Int>, bytes: Int = 8) -> [String] {
    range.map { index in
      let digits = String(index)
      return String(repeating: "0", count: max(0, bytes - digits.utf8.count)) + digits
    }
  }

  @Test("One list of too many names is refused before anything is made of it", arguments: variants)
  func count(variant: ProtocolVariant) {
    let client = Conversation(variant, Snapshot(revision: 1))
    #expect(client.asks(.endpoint, names(0..<200_001)) == [])
    #expect(client.last == .reject(.tooManyNames))
    #expect(client.status(of: .endpoint) == nil)
    #expect(StreamError.tooManyNames.isExhaustion)
    #expect(StreamError.tooManyNames.description.contains("200000 names or 8 MiB"))
  }

  @Test("Names add up over requests and types, by number and by bytes")
  func sum() {
    let client = Conversation(.delta)
    for round in 0..<3 {
      let range = (round * 30_000)..<(round + 1) * 30_000
      #expect(client.asks(.endpoint, names(range)) == [])
      #expect(client.last == .proceed)
    }
    #expect(client.asks(.route, names(0..<90_000)) == [])
    #expect(client.last == .reject(.tooManyNames))

    let long = Conversation()
    #expect(long.asks(.endpoint, names(0..<4_000, bytes: 1_000)) == [])
    #expect(long.last == .proceed)
    #expect(long.asks(.route, names(0..<5_000, bytes: 1_000)) == [])
    #expect(long.last == .reject(.tooManyNames))
  }

  @Test("What a client says that it has counts, and so do names of types that are not served")
  func broughtAndUnserved() {
    let brought = Dictionary(uniqueKeysWithValues: names(0..<9_000, bytes: 1_000).map { ($0, "1") })
    let client = Conversation(.delta, Snapshot(revision: 1))
    #expect(
      client.says(
        StreamRequest(
          typeURL: ResourceType.cluster.typeURL, versionsBrought: brought, nodeID: "n")) == [])
    #expect(client.last == .reject(.tooManyNames))
    let other = Conversation(.delta, Snapshot(revision: 1))
    let secret = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"
    let request = StreamRequest(typeURL: secret, names: names(0..<9_000, bytes: 1_000), nodeID: "n")
    #expect(other.says(request).count == 1)
    #expect(other.last == .reject(.tooManyNames))
    let long = Conversation(Snapshot(revision: 1))
    let url = String(repeating: "x", count: 9 << 20)
    _ = long.says(StreamRequest(typeURL: url, nodeID: "n"))
    #expect(long.last == .reject(.tooManyNames))
  }

  @Test("A client that comes back with 10,000 clusters has room")
  func honest() {
    let clusters = ResourceTable(
      (0..<10_000).map { resource("outbound|8080|v1|service-\($0).namespace-7.svc.cluster.local") })
    let snapshot = Snapshot(revision: 1, clusters: clusters, endpoints: clusters)
    let versions = Dictionary(
      uniqueKeysWithValues: clusters.resources.map { ($0.name, $0.version.hexadecimal) })
    let client = Conversation(.delta, snapshot)
    for type in [ResourceType.cluster, .endpoint] {
      #expect(
        client.says(
          StreamRequest(
            typeURL: type.typeURL,
            names: type == .endpoint ? clusters.resources.map(\.name) : [],
            versionsBrought: versions, nodeID: "n")) == [])
      #expect(client.last == .proceed)
    }
    let weight = client.stream.weight
    #expect(weight.count * 4 < NameWeight.max.count && weight.bytes * 4 < NameWeight.max.bytes)
  }

  @Test("Names that come and go leave nothing behind", arguments: [false, true])
  func comeAndGo(isWildcard: Bool) {
    let client = Conversation(.delta, Snapshot(revision: 1, clusters: table(["a": "1"])))
    #expect(client.asks(.cluster, isWildcard ? [] : ["a"]) == ["cds#1 a=1"])
    #expect(client.acks(.cluster, "1") == [])
    let before = client.stream.weight
    var nonce = "1"
    for round in 0..<50 {
      let made = names(round * 10..<round * 10 + 10)
      for response in client.asks(.cluster, made) + client.asks(.cluster, dropping: made) {
        nonce = String(response.dropFirst(4).prefix { $0 != " " })
      }
      // While the answer is waited for, what wildcard clients dropped is still to be told.
      #expect(client.stream.weight.count <= before.count + 20)
      for response in client.acks(.cluster, nonce) {
        nonce = String(response.dropFirst(4).prefix { $0 != " " })
      }
      _ = client.acks(.cluster, nonce)
    }
    #expect(client.stream.weight == before)
    #expect(client.stream.types[.cluster].owed.isEmpty)
  }

  @Test("Names that come and go while nothing can be sent end the stream in the end")
  func withoutReading() {
    // No snapshot yet: nothing can be told, so all that was dropped is still to be.
    let client = Conversation(.delta)
    #expect(client.asks(.cluster) == [])
    for round in 0..<20 {
      let made = names(round * 10_000..<(round + 1) * 10_000)
      _ = client.asks(.cluster, made)
      _ = client.asks(.cluster, dropping: made)
    }
    #expect(client.last == .proceed)
    #expect(client.asks(.cluster, names(900_000..<900_001)) == [])
    #expect(client.last == .reject(.tooManyNames))
  }

  @Test("Streams that ask for the same share the list of names", arguments: variants)
  func shared(variant: ProtocolVariant) {
    let same = names(0..<1_000, bytes: 60)
    let streams = [same, same.reversed(), same.shuffled()].map { list in
      let client = Conversation(variant, Snapshot(revision: 1))
      // In delta they come one by one.
      if variant == .delta { _ = client.asks(.endpoint, Array(list.prefix(500))) }
      _ = client.asks(.endpoint, variant == .delta ? Array(list.dropFirst(500)) : list)
      return client
    }
    let lists = streams.compactMap {
      $0.stream.types[.endpoint].subscription?.names
    }
    #expect(lists.count == 3)
    #expect(lists[0].names == same.sorted())
    #expect(lists.allSatisfy { $0 === lists[0] })
  }

  @Test("Sets of names know what they weigh")
  func sets() {
    var set = NameSet()
    set.insert(["one", "three", "one"])
    #expect(set.weight == NameWeight(count: 2, bytes: 8))
    set.remove("two")
    set.remove("one")
    #expect(set.weight == NameWeight(count: 1, bytes: 5))
    set.insert("four")
    set.keep { $0 == "four" }
    #expect(set.weight == NameWeight(count: 1, bytes: 4))
    set.removeAll()
    #expect(set == NameSet())
  }
}
