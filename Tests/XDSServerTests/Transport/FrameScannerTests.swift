import CNghttp2
import Testing

@testable import XDSServer

/// The frames in a stream of bytes.
struct FrameScannerTests {
  private static func scan(_ bytes: [UInt8], pieces: Int) -> [FrameScanner.Header] {
    var scanner = FrameScanner(skipping: 24)
    var seen: [FrameScanner.Header] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieces))
      rest = rest.dropFirst(pieces)
      scanner.scan(piece.span.bytes) { seen.append($0) }
    }
    return seen
  }

  @Test(
    "Every header is found, however the bytes are cut", arguments: [1, 2, 8, 9, 10, 33, 70_000])
  func headers(size: Int) {
    let bytes =
      [UInt8](repeating: 9, count: 24) + Attack.frame(NGHTTP2_SETTINGS, flags: 1)
      + Attack.frame(NGHTTP2_DATA, on: 7, .init(repeating: 0, count: 66_000))
      + Attack.frame(nghttp2_frame_type(0xFA), flags: 0xFF, on: 1, [1])
    #expect(
      Self.scan(bytes, pieces: size) == [
        .init(length: 0, type: 4, flags: 1), .init(length: 66_000, type: 0, flags: 0),
        .init(length: 1, type: 0xFA, flags: 0xFF),
      ])
  }

  @Test("A header that has not come entirely is not told")
  func partial() {
    let bytes = [UInt8](repeating: 9, count: 24) + [0, 0, 1, 6, 0, 0, 0, 0]
    #expect(Self.scan(bytes, pieces: 100).isEmpty)
    #expect(Self.scan(bytes + [0], pieces: 100).count == 1)
  }
}
