import EnvoyAPI
import Testing
import XDSProto

/// The first request that Envoy 1.40 sent on an aggregated stream, byte for byte, 60 kB of it
/// extensions that it has.
@Suite("A real Envoy's first request")
struct EnvoyRequestTests {
  private let bytes: [UInt8]

  init() throws {
    bytes = try file("Tests/XDSProtoTests/Fixtures/envoy-1.40-first-request.pb")
  }

  @Test("It says who it is")
  func node() throws {
    let request = try DiscoveryRequest(protobuf: bytes)
    #expect(request.typeUrl == Cluster.typeURL)
    #expect(request.resourceNames == [])
    #expect(request.responseNonce == "")
    #expect(request.errorDetail == nil)
    let node = try #require(request.node)
    #expect(node.id == "sidecar~10.0.0.7~frontend-1.default~default.svc.cluster.local")
    #expect(node.cluster == "frontend.default")
    #expect(node.locality == Locality(region: "region-1", zone: "zone-a", subZone: "rack-3"))
    #expect(node.userAgentName == "envoy")
    guard case .userAgentBuildVersion(let build)? = node.userAgentVersionType else {
      Issue.record("There is no build version.")
      return
    }
    #expect(build.version == SemanticVersion(majorNumber: 1, minorNumber: 40))
  }

  @Test("It says what its bootstrap told it to")
  func metadata() throws {
    let metadata = try #require(try DiscoveryRequest(protobuf: bytes).node?.metadata)
    #expect(
      metadata
        == ProtoStruct(fields: [
          "NAMESPACE": .string("default"), "SERVICE_ACCOUNT": .string("frontend"),
          "WORKLOAD_NAME": .string("frontend"), "CLUSTER_ID": .string("Kubernetes"),
          "INTERCEPTION_MODE": .string("REDIRECT"),
          "LABELS": .object(["app": .string("frontend"), "version": .string("v1")]),
        ]))
  }

  @Test("Its extensions are passed over, and nothing of them is kept")
  func extensions() throws {
    #expect(bytes.count > 60_000)
    let request = try DiscoveryRequest(protobuf: bytes)
    #expect(request.encoded().count < 1500)
    // Even extensions that are not what they should be: nobody looks at them.
    let node = encode(.text(1, "id"), .bytes(9, [0xff, 0xff]), .bytes(12, [0xff]))
    #expect(try DiscoveryRequest(protobuf: encode(.bytes(2, node))).node == Node(id: "id"))
  }

  @Test("libprotobuf-c reads the same in it")
  func oracle() throws {
    // Envoy writes maps in the order of its hash table, so the bytes differ until both are written
    // by the same writer.
    let theirs = try EnvoyMessage(typeName: DiscoveryRequest.typeName, bytes: bytes).packed()
    let request = try DiscoveryRequest(protobuf: bytes)
    #expect(try DiscoveryRequest(protobuf: theirs) == request)
    let ours = request.encoded()
    #expect(
      try EnvoyMessage(typeName: DiscoveryRequest.typeName, bytes: ours).packed() == ours)
  }

  @Test("Cut off anywhere it is refused or says less, and never more")
  func truncated() {
    for count in stride(from: 0, to: bytes.count, by: 251) {
      let request = try? DiscoveryRequest(protobuf: Array(bytes[..<count]))
      #expect(request?.node == nil)
    }
  }
}
