import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("What a node says of itself")
struct ProxyNodeTests {
  private static let id = "sidecar~10.0.0.7~shop-1.default~default.svc.cluster.local"

  @Test("A sidecar's id gives address, name, namespace and domain")
  func sidecar() throws {
    let node = try ProxyNode(Node(id: Self.id, cluster: "shop"))
    #expect(
      node
        == ProxyNode(
          id: Self.id, kind: .sidecar, address: Fixture.ip(10, 0, 0, 7), name: "shop-1",
          namespace: "default", dnsDomain: "default.svc.cluster.local"))
  }

  @Test("The metadata and the locality are read")
  func metadata() throws {
    let metadata = ProtoStruct(fields: [
      "NAMESPACE": .string("other"),
      "LABELS": .object(["app": .string("shop"), "number": .number(1)]),
      "SERVICE_ACCOUNT": .string("account"), "WORKLOAD_NAME": .string("workload"),
      "CLUSTER_ID": .string("cluster"), "INTERCEPTION_MODE": .string("NONE"),
    ])
    let node = try ProxyNode(
      Node(
        id: Self.id, metadata: metadata,
        locality: XDSProto.Locality(region: "r", zone: "z", subZone: "s")))
    #expect(node.namespace == "other")
    #expect(node.labels == ["app": "shop"])
    #expect(node.serviceAccount == "account")
    #expect(node.workloadName == "workload")
    #expect(node.clusterID == "cluster")
    #expect(node.interceptionMode == .none)
    #expect(node.locality == MeshLocality(region: "r", zone: "z", subZone: "s"))
  }

  @Test("A pod's name may have dots in it, and an address may be IPv6")
  func dottedName() throws {
    let node = try ProxyNode(Node(id: "router~fd00::1~a.b.shop~shop.svc.cluster.local"))
    #expect(node.kind == .router)
    #expect(node.name == "a.b")
    #expect(node.namespace == "shop")
    #expect(node.address?.family == .v6)
  }

  @Test("A name without a namespace is enough where the metadata has one")
  func namespaceInMetadata() throws {
    let metadata = ProtoStruct(fields: ["NAMESPACE": .string("shop")])
    let node = try ProxyNode(Node(id: "sidecar~10.0.0.7~vm~", metadata: metadata))
    #expect(node.name == "vm")
    #expect(node.namespace == "shop")
  }

  @Test(
    "Any other id is that of a plain Envoy", arguments: ["envoy-1", "sidecar", "a~b", "router"])
  func plain(id: String) throws {
    let node = try ProxyNode(Node(id: id, cluster: "c", userAgentName: "envoy"))
    #expect(node == ProxyNode(id: id, kind: .plain, userAgent: "envoy"))
    #expect(node.namespace == "default")
  }

  @Test("A gRPC client is told by its user agent, whatever its id")
  func grpc() throws {
    let agent = "gRPC C-core linux Python"
    #expect(try ProxyNode(Node(id: "x", userAgentName: agent)).kind == .grpc)
    let node = try ProxyNode(Node(id: Self.id, userAgentName: agent))
    #expect(node.kind == .grpc)
    #expect(node.namespace == "default")
  }

  @Test(
    "What makes no sense is refused, with a sentence that shows what an id looks like",
    arguments: [
      ("", NodeError.idMissing),
      ("sidecar~10.0.0.7", .fieldCount(id: "sidecar~10.0.0.7", count: 2)),
      ("sidecar~", .fieldCount(id: "sidecar~", count: 2)),
      ("router~1.2.3.4~a.b~c~d", .fieldCount(id: "router~1.2.3.4~a.b~c~d", count: 5)),
      ("sidecar~10.0.0~a.b~c", .address(id: "sidecar~10.0.0~a.b~c", field: "10.0.0")),
      ("sidecar~~a.b~c", .address(id: "sidecar~~a.b~c", field: "")),
      ("sidecar~10.0.0.7~a~c", .name(id: "sidecar~10.0.0.7~a~c", field: "a")),
      ("sidecar~10.0.0.7~a.~c", .name(id: "sidecar~10.0.0.7~a.~c", field: "a.")),
      ("sidecar~10.0.0.7~.b~c", .name(id: "sidecar~10.0.0.7~.b~c", field: ".b")),
    ])
  func refused(id: String, expected: NodeError) {
    let error = #expect(throws: NodeError.self) { try ProxyNode(Node(id: id)) }
    #expect(error == expected)
    #expect(expected.description.contains("sidecar~10.0.0.7~shop-1.default~"))
    #expect(id.isEmpty || expected.description.contains("\"\(id)\""))
  }

  @Test("An unknown interception mode is refused")
  func interceptionMode() {
    let metadata = ProtoStruct(fields: ["INTERCEPTION_MODE": .string("TPROXY")])
    let error = #expect(throws: NodeError.self) {
      try ProxyNode(Node(id: Self.id, metadata: metadata))
    }
    #expect(error == .interceptionMode(id: Self.id, value: "TPROXY"))
    #expect(error?.description.contains("use REDIRECT or NONE") == true)
  }
}
