import CListHash
import Testing

@testable import XDSServer

@Suite("The hash of lists of names")
struct ListHashTests {
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    unsafe ListHash.hash(bytes.span.bytes)
  }

  @Test("A block comes to what the definition says")
  func definition() {
    var random = SeededGenerator(seed: 20_261_126)
    let block = (0..<1024).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    let keys = (0..<1024).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }
    for count in Array(0...130) + [500, 1000, 1023, 1024] {
      // Zeros up to the next 32 bytes.
      let padded = Array(block[..<count]) + Array(repeating: 0, count: (32 - count % 32) % 32)
      var sums: [UInt64] = [0, 0]
      for pair in 0..<padded.count / 8 {
        let first = word(padded, pair * 8) &+ word(keys, pair * 8)
        let second = word(padded, pair * 8 + 4) &+ word(keys, pair * 8 + 4)
        sums[pair % 2] &+= UInt64(first) * UInt64(second)
      }
      let made = unsafe causeway_list_sum(block, count, keys)
      #expect([made.first, made.second] == sums, "\(count) bytes")
    }
  }

  @Test("Every byte counts, wherever it stands, whatever the length")
  func everyByte() {
    for count in [1, 15, 16, 17, 63, 64, 65, 127, 1023, 1024, 1025, 1100, 2048, 3000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let hash = Self.hash(bytes)
      #expect(Self.hash(bytes) == hash)
      for place in stride(from: 0, to: count, by: max(1, count / 100)) + [count - 1] {
        var others = bytes
        others[place] ^= 0x40
        #expect(Self.hash(others) != hash, "byte \(place) of \(count)")
      }
    }
  }

  @Test("The order counts, within a block and of blocks, and so does the length")
  func order() {
    let block = (0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 11) }
    let other = [UInt8](block.reversed())
    #expect(Self.hash(block + other) != Self.hash(other + block))
    let (first, second) = (Array(block[..<16]), Array(block[16..<32]))
    #expect(Self.hash(first + second) != Self.hash(second + first))
    #expect(Set((0..<3000).map { Self.hash(Array(repeating: 0, count: $0)) }).count == 3000)
  }

  @Test("It does not matter where in memory the bytes are")
  func alignment() {
    let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for offset in 0..<16 {
      let moved = Array(repeating: UInt8(1), count: offset) + bytes
      let hash = unsafe ListHash.hash(moved.span.bytes.extracting(droppingFirst: offset))
      #expect(hash == Self.hash(bytes))
    }
  }
}
