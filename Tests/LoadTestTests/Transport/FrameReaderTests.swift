import Testing

@testable import LoadTest

@Suite("Frames of a server")
struct FrameReaderTests {
  /// What a reader finds in bytes that come in pieces of one size.
  private static func found(_ bytes: [UInt8], pieces size: Int) -> [String] {
    var reader = FrameReader()
    var found: [String] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(start + size, bytes.count)])
      var offset = 0
      reading: while true {
        switch reader.next(piece.span.bytes, &offset) {
        case .data(let range, let isLast):
          found.append(contentsOf: piece[range].map { "d\($0)" })
          if isLast { found.append("end\(reader.header.stream)") }
        case .frame: found.append("f\(reader.header.type):\(reader.content)")
        case .starved: break reading
        case .tooLong:
          found.append("too long")
          break reading
        }
      }
    }
    return found
  }

  @Test("They are the same however the bytes are cut", arguments: 1...40)
  func pieces(size: Int) {
    let bytes: [UInt8] =
      [0, 0, 2, 4, 0, 0, 0, 0, 0, 7, 8] + [0, 0, 3, 0, 0, 0, 0, 0, 1, 1, 2, 3]
      + [0, 0, 0, 0, 1, 0, 0, 0, 3]
      // Padding belongs to the content here.
      + [0, 0, 3, 0, 8, 0, 0, 0, 1, 1, 9, 0]
    #expect(
      Self.found(bytes, pieces: size) == [
        "f4:[7, 8]", "d1", "d2", "d3", "end1", "end3", "f0:[1, 9, 0]",
      ])
  }

  @Test("A frame longer than was allowed is told at once")
  func tooLong() {
    #expect(Self.found([0, 0x40, 1, 0, 0, 0, 0, 0, 1], pieces: 100) == ["too long"])
  }

  @Test("Integers of header fields may take several bytes")
  func longAuthority() {
    let authority = String(repeating: "a", count: 300)
    let opening = ConnectionOpening(paths: ["/a/b"], authority: authority, isTLS: false)
    // RFC 7541 §5.1: 300 is 127 and 173, which is 0xAD 0x01 in groups of seven bits.
    let name: [UInt8] = [0x01, 0x7F, 0xAD, 0x01]
    #expect(opening.bytes.firstRange(of: name + Array(authority.utf8)) != nil)
  }

  @Test("Header blocks are decoded with and without Huffman codes, one after the other")
  func headers() {
    let decoder = HeaderDecoder()
    #expect(decoder.fields(in: [0x88]) == [":status": "200"])
    // RFC 7541 §C.4.1: `:authority: www.example.com`, not indexed.
    let huffman: [UInt8] = [
      0x01, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff,
    ]
    #expect(decoder.fields(in: [0x20] + huffman) == [":authority": "www.example.com"])
    #expect(decoder.fields(in: [0xBE]) == nil)
    // What one server says wrong is not held against the others.
    #expect(decoder.fields(in: [0x88]) == [":status": "200"])
  }
}
