import Testing
import XDSProto
import XDSServer

@testable import LoadTest

@Suite("What a simulated Envoy says, byte for byte as Envoy would")
struct RequestTemplatesTests {
  private static let node = NodeTemplate()
  private let names = NameList(["b", "a"])

  private func encoded(
    _ content: RequestContent, of type: ResourceType, isDelta: Bool, saysNode: Bool
  ) -> [UInt8] {
    var request: [UInt8] = []
    RequestTemplates(isDelta: isDelta).append(
      content, of: type, node: saysNode ? (Self.node.encoded(7), Self.node.shared) : nil,
      to: &request)
    return request
  }

  @Test("State of the world", arguments: [false, true])
  func stateOfTheWorld(saysNode: Bool) throws {
    let templates = RequestTemplates(isDelta: false)
    let content = RequestContent(
      version: Array("v1".utf8), names: names.encoded, nonce: Array("3".utf8),
      refusal: templates.refusal("no"))
    let expected = DiscoveryRequest(
      versionInfo: "v1", node: saysNode ? try Node(protobuf: Self.node.encoded(7)) : nil,
      resourceNames: ["a", "b"], typeUrl: ResourceType.endpoint.typeURL, responseNonce: "3",
      errorDetail: Status(code: 3, message: "no"))
    #expect(
      encoded(content, of: .endpoint, isDelta: false, saysNode: saysNode) == expected.encoded())
  }

  @Test("Delta", arguments: [false, true])
  func delta(saysNode: Bool) throws {
    let templates = RequestTemplates(isDelta: true)
    let content = RequestContent(
      version: Array("v1".utf8), names: names.encoded, nonce: Array("3".utf8),
      refusal: templates.refusal(nil))
    let expected = DeltaDiscoveryRequest(
      node: saysNode ? try Node(protobuf: Self.node.encoded(7)) : nil,
      typeUrl: ResourceType.listener.typeURL, resourceNamesSubscribe: ["a", "b"],
      responseNonce: "3",
      errorDetail: Status(code: 3, message: RequestTemplates.refusalText))
    #expect(
      encoded(content, of: .listener, isDelta: true, saysNode: saysNode) == expected.encoded())
  }
}
