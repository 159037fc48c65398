import Testing

@testable import XDSServer

@Suite("Versions of content")
struct ContentVersionTests {
  /// Made with the xxHash project's own implementation (Python package `xxhash`).
  static let known: [(bytes: [UInt8], seed: UInt64, hash: UInt64)] = [
    ([], 0, 0xef46_db37_51d8_e999),
    (Array("a".utf8), 0, 0xd24e_c4f1_a98c_6e5b),
    (Array("abc".utf8), 0, 0x44bc_2cf5_ad77_0999),
    (Array("Nobody inspects the spammish repetition".utf8), 0, 0xfbce_a83c_8a37_8bf1),
    (Array(0...255), 0, 0x1fac_be84_06cd_904b),
    (Array(0..<31), 0, 0xc346_d2b5_9b4d_8ee1),
    (Array(0..<32), 0, 0xcbf5_9c51_16ff_32b4),
    (Array(0..<100), 0x9e37_79b1_85eb_ca87, 0x0027_8bda_0ee3_f586),
    (Array("outbound|80||shop".utf8), 42, 0xe367_3141_1049_c8f6),
  ]

  @Test("The hash is XXH64", arguments: known.indices)
  func xxh64(index: Int) {
    let (bytes, seed, hash) = Self.known[index]
    #expect(XXHash64.hash(bytes.span.bytes, seed: seed) == hash)
    if let text = String(validating: bytes, as: UTF8.self) {
      #expect(XXHash64.hash(text, seed: seed) == hash)
    }
  }

  @Test("A version is printed as 16 digits and read back")
  func hexadecimal() {
    #expect(ContentVersion(bits: 0xa).hexadecimal == "000000000000000a")
    #expect(ContentVersion(bits: .max).hexadecimal == "ffffffffffffffff")
    #expect(ContentVersion("000000000000000a") == ContentVersion(bits: 0xa))
    #expect(ContentVersion("a") == nil)
    #expect(ContentVersion("+00000000000000a") == nil)
    #expect(ContentVersion("00000000000000zz") == nil)
  }

  @Test("The version of a set does not depend on the way to it, but on every name and version")
  func sums() {
    let a = resource("a", "1")
    let b = resource("b", "1")
    let swapped = [resource("a", "2"), resource("b", "2")]
    var sum = ContentSum([b, a])
    #expect(sum == ContentSum([a, b]))
    #expect(sum != ContentSum(swapped))
    #expect(sum.version != ContentSum([a]).version)
    sum.remove(b.fingerprint)
    #expect(sum == ContentSum([a]))
    #expect(ContentSum([resource("b", "1"), resource("a", "2")]) != ContentSum([a, b]))
    #expect(ContentSum([]).version == ContentSum().version)
  }
}
