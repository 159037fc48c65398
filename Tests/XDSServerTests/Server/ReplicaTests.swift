import MeshModel
import Testing
import XDSProto

@testable import XDSServer

/// Two servers that were given the same objects, and a client that moves from one to the other.
@Suite("Replicas", .timeLimit(.minutes(2)))
struct ReplicaTests {
  private static let documents = [
    """
    apiVersion: v1
    kind: Service
    metadata: {name: shop, namespace: default}
    spec:
      clusterIP: 10.0.0.1
      selector: {app: shop}
      ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 9000}]
    """,
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: shop-1, namespace: default, labels: {app: shop}}
    spec: {containers: [{name: c}]}
    status:
      phase: Running
      podIP: 10.1.0.1
      conditions: [{type: Ready, status: "True"}]
    """,
    """
    apiVersion: networking.istio.io/v1
    kind: WorkloadEntry
    metadata: {name: vm-1, namespace: default}
    spec: {address: 10.128.0.1, labels: {app: shop}}
    """,
    """
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: default}
    spec:
      hosts: [pay.example.com, bank.example.com]
      location: MESH_INTERNAL
      resolution: STATIC
      ports: [{name: http, number: 80, protocol: HTTP}]
      endpoints: [{address: 10.128.0.2}, {address: 10.128.0.3, weight: 2}]
    """,
  ]

  /// A server of what those files say.
  private static func server(_ files: [[String]]) async throws -> DiscoveryServer {
    let manifests = files.enumerated().map { index, documents in
      Manifest(parsing: documents.joined(separator: "\n---\n"), file: "\(index).yaml")
    }
    #expect(manifests.allSatisfy { $0.problems.isEmpty && !$0.objects.isEmpty })
    let server = try DiscoveryServer.forTest()
    await server.update(
      mesh: Mesh(objects: manifests.flatMap { $0.objects.map(\.object) }), cause: "test")
    return server
  }

  /// Two servers; the files of one have the documents in another order than those of the other.
  private static func servers() async throws -> (DiscoveryServer, DiscoveryServer) {
    let one = try await server([documents])
    let two = try await server([[documents[3], documents[1]], [documents[2]], [documents[0]]])
    return (one, two)
  }

  @Test("A delta client that moves from one to the other is sent nothing")
  func delta() async throws {
    let (one, two) = try await Self.servers()
    defer {
      Task {
        await one.stop()
        await two.stop()
      }
    }
    let client = try DeltaTestClient(one.boundAddress)
    var versions: [ResourceType: [String: String]] = [:]
    func names(_ type: ResourceType) -> [String] {
      switch type {
      case .cluster, .listener: []
      case .endpoint:
        versions[.cluster, default: [:]].keys.filter { $0.hasPrefix("outbound|") }.sorted()
      case .route: ["80"]
      }
    }
    for type in ResourceType.allCases {
      try client.ask(type.typeURL, names(type))
      let response = try client.hearAndAccept(type)
      versions[type] = Dictionary(
        uniqueKeysWithValues: response.resources.map { ($0.name, $0.version) })
    }
    #expect(versions.values.allSatisfy { !$0.isEmpty })
    #expect(versions[.endpoint]?.count == 4)

    let moved = try DeltaTestClient(two.boundAddress)
    for type in ResourceType.allCases {
      try moved.ask(type.typeURL, names(type), has: versions[type] ?? [:])
    }
    try moved.hearNothing()
  }

  @Test("In SotW both say the same version_info, of every type")
  func stateOfTheWorld() async throws {
    let (one, two) = try await Self.servers()
    defer {
      Task {
        await one.stop()
        await two.stop()
      }
    }
    var heard: [[String]] = []
    for server in [one, two] {
      let client = try XDSTestClient(server.boundAddress, id: "sidecar~10.1.0.1~shop-1.default~d")
      var versions: [String] = []
      var clusters: [String] = []
      for type in ResourceType.allCases {
        let names = type == .endpoint ? clusters : type == .route ? ["80"] : []
        try client.ask(type, names)
        let response = try client.hearAndAccept(type, names)
        if type == .cluster { clusters = try response.names.filter { $0.hasPrefix("outbound|") } }
        #expect(!response.resources.isEmpty)
        versions.append(response.versionInfo)
      }
      try client.hearNothing()
      heard.append(versions)
    }
    #expect(heard[0] == heard[1])
  }
}
