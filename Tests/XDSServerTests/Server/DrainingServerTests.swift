import MeshModel
import Testing
import XDSProto

@testable import XDSServer

/// An endpoint that is being shut down, from its object to the client.
@Suite("Draining over a socket", .timeLimit(.minutes(2)))
struct DrainingServerTests {
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: shop, namespace: default}
    spec: {clusterIP: 10.0.0.1, selector: {app: shop}, ports: [{name: http, port: 80}]}
    """
  private static let deletion = "deletionTimestamp: 2026-11-25T12:00:00Z"

  /// Per kind the object in its three states: it serves, it shuts down, it is gone.
  static let lives: [(String, [String])] = [
    (
      "Pod",
      ["", deletion].map { deletion in
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: shop-1, namespace: default, labels: {app: shop}, \(deletion)}
        spec: {containers: [{name: c}]}
        status: {phase: Running, podIP: 10.1.0.1, conditions: [{type: Ready, status: "True"}]}
        """
      }
    ),
    (
      "EndpointSlice",
      ["ready: true", "ready: false, serving: true, terminating: true"].map { conditions in
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: s, namespace: default, labels: {kubernetes.io/service-name: shop}}
        addressType: IPv4
        ports: [{name: http, port: 80, protocol: TCP}]
        endpoints: [{addresses: [10.1.0.1], conditions: {\(conditions)}}]
        """
      }
    ),
    (
      "WorkloadEntry",
      ["", deletion].map { deletion in
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: vm-1, namespace: default, \(deletion)}
        spec: {address: 10.1.0.1, labels: {app: shop}}
        """
      }
    ),
    (
      "ServiceEntry",
      ["", deletion].map { deletion in
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: shop, namespace: default, \(deletion)}
        spec:
          hosts: [shop.default.svc.cluster.local]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{name: http, number: 80, protocol: HTTP}]
          endpoints: [{address: 10.1.0.1}]
        """
      }
    ),
  ]

  @Test("An endpoint that is being shut down is DRAINING first, then removed", arguments: lives)
  func life(kind: String, states: [String]) async throws {
    let server = try DiscoveryServer.forTest()
    defer { Task { await server.stop() } }
    func publish(_ object: String) async {
      let manifest = Manifest(parsing: "\(Self.service)\n---\n\(object)", file: "all.yaml")
      await server.update(mesh: Mesh(objects: manifest.objects.map(\.object)), cause: "test")
    }
    await publish(states[0])
    let client = try XDSTestClient(server.boundAddress, id: "any")
    try client.ask(.endpoint, [DiscoveryServerTests.shop])
    func hear() throws -> [HealthStatus] {
      let response = try client.hearAndAccept(.endpoint, [DiscoveryServerTests.shop])
      let assignment = try ClusterLoadAssignment(protobuf: response.resources[0].value)
      return assignment.endpoints.flatMap(\.lbEndpoints).map(\.healthStatus)
    }
    #expect(try hear() == [.healthy], "\(kind)")
    try client.hearNothing()
    await publish(states[1])
    #expect(try hear() == [.draining], "\(kind)")
    try client.hearNothing()
    await publish("")
    #expect(try hear() == [], "\(kind)")
    try client.hearNothing()
  }
}
