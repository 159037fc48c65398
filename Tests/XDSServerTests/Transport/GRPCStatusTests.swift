import Testing

@testable import XDSServer

/// `grpc-message`, and the addresses that people read.
struct GRPCStatusTests {
  @Test(
    "A message is percent-encoded where gRPC asks for it",
    arguments: [
      ("", ""), ("all is well", "all is well"), ("50 %", "50 %25"), ("a\nb", "a%0Ab"),
      ("é~\u{7F}", "%C3%A9~%7F"),
    ])
  func encoding(message: String, encoded: String) {
    #expect(GRPCStatus(.unknown, message).encodedMessage == Array(encoded.utf8))
  }

  @Test("A message that is too long is cut, never in the middle of an escape")
  func cut() {
    let encoded = GRPCStatus(.unknown, String(repeating: "é", count: 5000)).encodedMessage
    #expect(encoded.count <= GRPCStatus.messageBytesMax)
    #expect(encoded.count > GRPCStatus.messageBytesMax - 3)
    #expect(encoded.count % 3 == 0)
  }

  @Test("HTTP/2 error codes are named as in RFC 9113, unknown ones by number")
  func errorCodes() {
    #expect(HTTP2ErrorCode.enhanceYourCalm.description == "ENHANCE_YOUR_CALM")
    #expect(HTTP2ErrorCode(rawValue: 77).description == "error code 77")
  }
}
