import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

@Suite("Delta, separate services and health over a socket", .timeLimit(.minutes(2)))
struct DeltaServerTests {
  private static func server(hasMesh: Bool = true) async throws -> DiscoveryServer {
    let server = try DiscoveryServer.forTest()
    if hasMesh {
      await server.update(
        mesh: Fixture.mesh([DiscoveryServerTests.service("shop")]), cause: "test")
    }
    return server
  }

  @Test("A delta client gets everything with versions, and then what changes")
  func delta() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try TestClient(server.boundAddress)
    let stream = try client.open(DiscoveryMethod.all[1].path)
    func ask(_ request: DeltaDiscoveryRequest) throws {
      try client.send(request.encoded(), on: stream)
    }
    func hear(_ index: Int) throws -> DeltaDiscoveryResponse {
      try DeltaDiscoveryResponse(protobuf: client.message(index, on: stream))
    }
    let url = ResourceType.cluster.typeURL
    try ask(DeltaDiscoveryRequest(node: Node(id: "any"), typeUrl: url))
    let first = try hear(0)
    #expect(first.typeUrl == url)
    #expect(first.controlPlane?.identifier == "causeway")
    #expect(first.removedResources == [])
    let snapshot = try #require(server.generator).snapshot(
      for: #require(server.generator).viewKey(for: ProxyNode(id: "any", kind: .plain)))
    #expect(first.resources.map(\.name) == snapshot.clusters.resources.map(\.name))
    #expect(
      first.resources.map(\.version) == snapshot.clusters.resources.map(\.version.hexadecimal))
    for resource in first.resources {
      let any = try #require(resource.resource)
      #expect(any.typeURL == url)
      #expect(try Cluster(protobuf: any.value).name == resource.name)
    }
    try ask(DeltaDiscoveryRequest(typeUrl: url, responseNonce: first.nonce))

    await server.update(
      mesh: Fixture.mesh([DiscoveryServerTests.service("pay")]), cause: "test")
    let second = try hear(1)
    #expect(second.resources.map(\.name) == [DiscoveryServerTests.pay])
    #expect(second.removedResources == [DiscoveryServerTests.shop])

    // Another stream, with what this one has: silence, but for what it does not have.
    let again = try client.open(DiscoveryMethod.all[1].path)
    let current = Dictionary(
      uniqueKeysWithValues: (first.resources + second.resources).map { ($0.name, $0.version) })
    let request = DeltaDiscoveryRequest(
      node: Node(id: "any"), typeUrl: url,
      initialResourceVersions: current.filter { $0.key != DiscoveryServerTests.shop })
    try client.send(request.encoded(), on: again)
    try client.send(
      DeltaDiscoveryRequest(typeUrl: ResourceType.endpoint.typeURL, resourceNamesSubscribe: ["x"])
        .encoded(), on: again)
    let answer = try DeltaDiscoveryResponse(protobuf: client.message(0, on: again))
    #expect(answer.typeUrl == ResourceType.endpoint.typeURL)
    #expect(answer.removedResources == ["x"])
  }

  @Test("Each service answers in its own type", arguments: DiscoveryMethod.all)
  func services(method: DiscoveryMethod) async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try TestClient(server.boundAddress)
    let stream = try client.open(method.path)
    let type: ResourceType =
      if case .only(let type) = method.scope { type } else { .cluster }
    let names = type == .route ? ["80"] : type == .endpoint ? [DiscoveryServerTests.shop] : []
    // On the stream of one type its URL may be left out.
    let url = method.scope == .aggregated ? type.typeURL : ""
    switch method.variant {
    case .stateOfTheWorld:
      let request = DiscoveryRequest(node: Node(id: "any"), resourceNames: names, typeUrl: url)
      try client.send(request.encoded(), on: stream)
      let response = try DiscoveryResponse(protobuf: client.message(0, on: stream))
      #expect(response.typeUrl == type.typeURL)
      #expect(!response.resources.isEmpty)
    case .delta:
      let request = DeltaDiscoveryRequest(
        node: Node(id: "any"), typeUrl: url, resourceNamesSubscribe: names)
      try client.send(request.encoded(), on: stream)
      let response = try DeltaDiscoveryResponse(protobuf: client.message(0, on: stream))
      #expect(response.typeUrl == type.typeURL)
      #expect(!response.resources.isEmpty)
    }
  }

  @Test("Another type than the service's own is refused with both names")
  func wrongType() async throws {
    let server = try await Self.server()
    defer { Task { await server.stop() } }
    let client = try XDSTestClient(
      server.boundAddress, node: Node(id: "any"),
      path: "/envoy.service.cluster.v3.ClusterDiscoveryService/StreamClusters")
    try client.ask(.listener)
    let end = try client.end()
    #expect(end.status == 3)
    #expect(end.message.contains(ResourceType.cluster.typeURL))
    #expect(end.message.contains(ResourceType.listener.typeURL))
  }

  @Test("A client that does not answer is counted and logged once")
  func missedAnswers() async throws {
    let log = LogRecorder()
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort)
    configuration.orderBound = .milliseconds(20)
    let server = try DiscoveryServer(configuration, logger: log.logger)
    defer { Task { await server.stop() } }
    await server.update(
      mesh: Fixture.mesh([DiscoveryServerTests.service("shop")]), cause: "test")
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.cluster)
    #expect(try client.hear().typeUrl == ResourceType.cluster.typeURL)
    try client.ask(.listener)
    #expect(try client.hear().typeUrl == ResourceType.listener.typeURL)
    #expect(try server.proxies().first?.answersMissed == 1)
    #expect(log.lines.filter { $0.contains("has not accepted") }.count == 1)
  }

  @Test("Health: each service serves when there is a mesh, and watchers are told")
  func health() async throws {
    let server = try await Self.server(hasMesh: false)
    defer { Task { await server.stop() } }
    let client = try TestClient(server.boundAddress)
    let ads = "envoy.service.discovery.v3.AggregatedDiscoveryService"
    let watch = try client.open("/grpc.health.v1.Health/Watch")
    try client.send(Self.request(ads), on: watch)
    #expect(try client.message(0, on: watch) == [0x08, 2])
    let unknown = try client.open("/grpc.health.v1.Health/Watch")
    try client.send(Self.request("x"), on: unknown)
    #expect(try client.message(0, on: unknown) == [0x08, 3])
    #expect(try Self.check("", client) == [0x08, 2])
    await server.update(mesh: Fixture.mesh([]), cause: "test")
    #expect(try client.message(1, on: watch) == [0x08, 1])
    for service in ["", ads, "envoy.service.route.v3.RouteDiscoveryService"] {
      #expect(try Self.check(service, client) == [0x08, 1])
    }
    let stream = try client.open("/grpc.health.v1.Health/Check")
    try client.send(Self.request("nothing"), on: stream)
    #expect(try client.status(of: stream) == 5)
    let malformed = try client.open("/grpc.health.v1.Health/Check")
    try client.send([0x0a, 0x7f], on: malformed)
    #expect(try client.status(of: malformed) == 3)
    let silent = try client.open("/grpc.health.v1.Health/Check")
    try client.finish(silent)
    #expect(try client.status(of: silent) == 3)
  }

  private static func request(_ service: String) -> [UInt8] {
    service.isEmpty ? [] : [0x0a, UInt8(service.utf8.count)] + Array(service.utf8)
  }

  private static func check(_ service: String, _ client: TestClient) throws -> [UInt8] {
    let stream = try client.open("/grpc.health.v1.Health/Check")
    try client.send(request(service), on: stream)
    try client.finish(stream)
    let message = try client.message(0, on: stream)
    #expect(try client.status(of: stream) == 0)
    return message
  }
}
