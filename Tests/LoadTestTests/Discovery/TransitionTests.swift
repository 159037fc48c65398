import Platform
import Testing
import XDSProto
import XDSServer

@testable import LoadTest

/// What a response makes of what a client has.
@Suite("A client's resources")
struct TransitionTests {
  private struct NotAResponse: Error {}

  /// A loop's view of one type.
  private struct Client {
    var holdings = Holdings()
    let type: ResourceType

    @discardableResult
    mutating func hear(_ message: [UInt8], isDelta: Bool) throws -> Transition {
      guard let response = ReceivedResponse(message.span.bytes, isDelta: isDelta) else {
        throw NotAResponse()
      }
      if let known = holdings.transition(response.contentHash), let next = known.holdings {
        holdings = next
        return known
      }
      let (transition, next) = Transition.make(
        message.span.bytes, response, from: holdings, type, isDelta: isDelta
      ) { _ in nil }
      holdings = next
      return transition
    }

    mutating func hear(_ clusters: [Cluster], nonce: String = "n") throws -> Transition {
      let response = DiscoveryResponse(
        versionInfo: "v", resources: clusters.map { AnyMessage(packing: $0) },
        typeUrl: Cluster.typeURL, nonce: nonce)
      return try hear(response.encoded(), isDelta: false)
    }
  }

  private func cluster(_ name: String, service: String = "", seconds: Int64 = 1) -> Cluster {
    Cluster(
      name: name, clusterDiscoveryType: .type(.eds),
      edsClusterConfig: .init(serviceName: service), connectTimeout: .seconds(seconds))
  }

  @Test("Clusters refer to endpoints by their service name, or else their own; others do not")
  func clusters() throws {
    var client = Client(type: .cluster)
    let first = try client.hear([
      cluster("b"), cluster("a", service: "s"),
      Cluster(name: "c", clusterDiscoveryType: .type(.static)),
    ])
    #expect(first.isNews && first.warms && first.resourceCount == 3)
    #expect(client.holdings.references.names == ["b", "s"])
  }

  @Test("The same content under another nonce is no news, and looked up")
  func repeated() throws {
    var client = Client(type: .cluster)
    let first = try client.hear([cluster("a")])
    let names = client.holdings.references
    let second = try client.hear([cluster("a")], nonce: "m")
    let third = try client.hear([cluster("a")], nonce: "o")
    #expect(first.isNews && !second.isNews && second.repeatedCount == 1)
    #expect(second === third)
    #expect(client.holdings.references === names)
  }

  @Test("In SotW a cluster that is left out is gone; one that has changed warms again")
  func stateOfTheWorld() throws {
    var client = Client(type: .cluster)
    _ = try client.hear([cluster("a"), cluster("b")])
    let fewer = try client.hear([cluster("a")])
    #expect(fewer.isNews && !fewer.warms)
    #expect(client.holdings.references.names == ["a"])
    let changed = try client.hear([cluster("a", seconds: 2)])
    #expect(changed.isNews && changed.warms)
  }

  @Test("In delta what is left out stays, and what is removed goes")
  func delta() throws {
    var client = Client(type: .cluster)
    func response(_ names: [String], removed: [String] = []) -> [UInt8] {
      DeltaDiscoveryResponse(
        resources: names.map {
          Resource(version: "1", resource: AnyMessage(packing: cluster($0)), name: $0)
        }, typeUrl: Cluster.typeURL, nonce: "n", removedResources: removed
      ).encoded()
    }
    try client.hear(response(["a", "b"]), isDelta: true)
    let removal = try client.hear(response(["c"], removed: ["a"]), isDelta: true)
    #expect(removal.isNews)
    #expect(client.holdings.references.names == ["b", "c"])
    #expect(try !client.hear(response([], removed: ["nobody"]), isDelta: true).isNews)
    // A field 5 for each resource.
    let request = try DeltaDiscoveryRequest(protobuf: client.holdings.initialVersions)
    #expect(request.initialResourceVersions == ["b": "1", "c": "1"])
  }

  @Test("Endpoints that do not exist are an answer, too")
  func missing() throws {
    var client = Client(type: .endpoint)
    let names = NameList(["a"])
    #expect(!client.holdings.covers(names) && client.holdings.missing(of: names) == ["a"])
    let response = DeltaDiscoveryResponse(
      typeUrl: ClusterLoadAssignment.typeURL, nonce: "n", removedResources: ["a"])
    try client.hear(response.encoded(), isDelta: true)
    #expect(client.holdings.covers(names))
    #expect(client.holdings.restricted(to: NameList([])).resources.isEmpty)
  }

  @Test("Listeners refer to routes, wherever the connection manager is; also inside a Resource")
  func listeners() throws {
    func filter(_ route: String) -> Filter {
      let manager = HttpConnectionManager(
        routeSpecifier: .rds(Rds(routeConfigName: route)))
      return Filter(name: "http", configType: .typedConfig(AnyMessage(packing: manager)))
    }
    let listener = Listener(
      name: "l", filterChains: [FilterChain(filters: [filter("one")])],
      defaultFilterChain: FilterChain(filters: [filter("two")]))
    let wrapped = Resource(version: "7", resource: AnyMessage(packing: listener), name: "l")
    var client = Client(type: .listener)
    let response = DiscoveryResponse(
      resources: [AnyMessage(packing: wrapped)], typeUrl: Listener.typeURL, nonce: "n")
    try client.hear(response.encoded(), isDelta: false)
    #expect(client.holdings.references.names == ["one", "two"])
    #expect(client.holdings.resources["l"]?.version == "7")
  }

  @Test("What cannot be read is refused, and changes nothing")
  func unreadable() throws {
    var client = Client(type: .cluster)
    let response = DiscoveryResponse(
      resources: [AnyMessage(typeURL: Cluster.typeURL, value: [0xFF, 0xFF])],
      typeUrl: Cluster.typeURL, nonce: "n")
    let transition = try client.hear(response.encoded(), isDelta: false)
    #expect(transition.refusal != nil)
    #expect(client.holdings.resources.isEmpty)
    #expect(ReceivedResponse([0x0A, 0x05].span.bytes, isDelta: false) == nil)
  }

  @Test("That endpoints are gone is news once, and so is that they are back")
  func endpointsGone() throws {
    func response(_ names: [String], removed: [String] = []) -> [UInt8] {
      DeltaDiscoveryResponse(
        resources: names.map {
          Resource(
            version: "1", resource: AnyMessage(packing: ClusterLoadAssignment(clusterName: $0)),
            name: $0)
        },
        typeUrl: ClusterLoadAssignment.typeURL, nonce: "n", removedResources: removed
      ).encoded()
    }
    var client = Client(type: .endpoint)
    var news: [Bool] = []
    for message in [
      response(["a"]), response([], removed: ["a"]), response([], removed: ["a"]), response(["a"]),
    ] {
      news.append(try client.hear(message, isDelta: true).isNews)
    }
    #expect(news == [true, true, false, true])
  }

  @Test("Which server speaks is no content")
  func controlPlane() {
    let hashes = ["one", "two"].map { name in
      let message = DiscoveryResponse(
        resources: [AnyMessage(packing: cluster("a"))], typeUrl: Cluster.typeURL, nonce: "n",
        controlPlane: ControlPlane(identifier: name)
      ).encoded()
      return ReceivedResponse(message.span.bytes, isDelta: false)?.contentHash
    }
    #expect(hashes[0] != nil && hashes[0] == hashes[1])
  }

  @Test("A delta client asks for what is new and gives up what it no longer wants")
  func difference() throws {
    let old = NameList(["a", "b"])
    let new = NameList(["c", "b"])
    for _ in 0..<2 {
      let request = try DeltaDiscoveryRequest(protobuf: new.difference(from: old).encoded)
      #expect(request.resourceNamesSubscribe == ["c"])
      #expect(request.resourceNamesUnsubscribe == ["a"])
    }
    #expect(new.difference(from: NameList(["b", "c"])).encoded.isEmpty)
  }

  @Test("A marker is not found at the beginning or end of a longer number")
  func markers() {
    var book = ChangeBook(.marker("v{n}"))
    for number in 0..<10 { book.begin(number, planned: .now, expected: 1) }
    let texts = [("xv1x", 0), ("xv10x", 9), ("v2", 1), ("v11", nil), ("", nil)] as [(String, Int?)]
    for (text, number) in texts {
      #expect(book.newestMarked(Array(text.utf8).span.bytes) == number)
    }
    #expect(book.newestMarked(Array("v3 v4".utf8).span.bytes) == 3)
  }
}
