import Testing

@testable import XDSServer

@Suite("Whether bytes are the same")
struct RawSpanEqualityTests {
  @Test("Every byte counts, whatever the length, and so does the length", arguments: 0...26)
  func everyByte(count: Int) {
    let bytes = (0..<count).map { UInt8($0 * 7) }
    func isSame(_ others: [UInt8]) -> Bool {
      unsafe bytes.span.bytes.hasSameBytes(as: others.span.bytes)
    }
    #expect(isSame(bytes.map { $0 }))
    #expect(!isSame(bytes + [0]))
    for place in 0..<count {
      var others = bytes
      others[place] ^= 1
      #expect(!isSame(others), "byte \(place)")
    }
  }
}
