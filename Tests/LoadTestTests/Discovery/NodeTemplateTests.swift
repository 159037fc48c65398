import Foundation
import Testing
import XDSProto
import XDSServer

@testable import LoadTest

@Suite("The node of a simulated Envoy")
struct NodeTemplateTests {
  @Test("Placeholders are filled in everywhere")
  func placeholders() throws {
    var template = NodeTemplate(namespaces: ["shop", "pay"])
    template.node.metadata?["LIST"] = .list([.string("{number}"), .bool(true)])
    let node = try Node(protobuf: template.encoded(300))
    #expect(node.id == "sidecar~100.64.1.45~envoy-300.shop~shop.svc.cluster.local")
    #expect(node.cluster == "envoy-300.shop")
    #expect(node.metadata?["NAMESPACE"]?.stringValue == "shop")
    #expect(node.metadata?["LABELS"]?.structValue?["app"]?.stringValue == "envoy-300")
    #expect(node.metadata?["LIST"]?.listValue?.values.first?.stringValue == "301")
    #expect(try Node(protobuf: template.encoded(301)).cluster == "envoy-301.pay")
  }

  @Test("No two are the same, up to a million")
  func distinct() throws {
    let template = NodeTemplate()
    let indices = [0, 1, 254, 255, 65_534, 65_535, 65_536, 999_999]
    #expect(try Set(indices.map { try Node(protobuf: template.encoded($0)).id }).count == 8)
  }

  @Test("A full node has every extension of a real Envoy, byte for byte")
  func extensions() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = "XDSProtoTests/Fixtures/envoy-1.40-first-request.pb"
    let request = [UInt8](try Data(contentsOf: root.appending(path: path)))
    #expect(EnvoyExtensions.encoded.count > 59_000)
    #expect(request.firstRange(of: EnvoyExtensions.encoded) != nil)
    #expect(NodeTemplate(size: .small).shared.isEmpty)
  }

  @Test("Shares are spread evenly, and exactly")
  func roles() {
    var plan = LoadPlan(target: .anyLoopbackPort, authority: "x")
    plan.clients = 1000
    plan.refusing = 0.01
    plan.stalling = 0.02
    let roles = (0..<1000).map(plan.role)
    #expect(roles.filter { $0 == .stalling }.count == 20)
    #expect(roles.filter { $0 == .refusing }.count == 10)
    #expect(roles[0..<100].contains(.stalling) && roles[900...].contains(.stalling))
  }
}
