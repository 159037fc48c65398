import CNghttp2
import Testing

@testable import XDSServer

/// The frames in a stream of bytes.
struct FrameScannerTests {
  /// The headers in the bytes, and how many bytes of payload follow each.
  private static func scan(
    _ bytes: [UInt8], pieces: Int
  ) -> (headers: [FrameHeader], payload: [Int]) {
    var scanner = FrameScanner(skipping: 24)
    var seen: (headers: [FrameHeader], payload: [Int]) = ([], [])
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieces))
      rest = rest.dropFirst(pieces)
      var offset = 0
      while offset < piece.count {
        let start = offset
        switch scanner.next(piece.span.bytes, &offset) {
        case .header, .headerEnd:
          seen.headers.append(scanner.header)
          seen.payload.append(0)
        case .payload where !seen.payload.isEmpty:
          seen.payload[seen.payload.count - 1] += offset - start
        case .payload, .headerPart: break
        }
        #expect(offset > start)
      }
    }
    return seen
  }

  @Test(
    "Every header is found, however the bytes are cut", arguments: [1, 2, 8, 9, 10, 33, 70_000])
  func headers(size: Int) {
    let bytes =
      [UInt8](repeating: 9, count: 24) + Attack.frame(NGHTTP2_SETTINGS, flags: 1)
      + Attack.frame(NGHTTP2_DATA, on: 0x8102_0307, .init(repeating: 0, count: 66_000))
      + Attack.frame(nghttp2_frame_type(0xFA), flags: 0xFF, on: 1, [1])
    let seen = Self.scan(bytes, pieces: size)
    #expect(
      seen.headers == [
        .init(length: 0, type: 4, flags: 1),
        .init(length: 66_000, type: 0, flags: 0, stream: 0x0102_0307),
        .init(length: 1, type: 0xFA, flags: 0xFF, stream: 1),
      ])
    #expect(seen.payload == [0, 66_000, 1])
  }

  @Test("A header that has not come entirely is not told")
  func partial() {
    let bytes = [UInt8](repeating: 9, count: 24) + [0, 0, 1, 6, 0, 0, 0, 0]
    #expect(Self.scan(bytes, pieces: 100).headers.isEmpty)
    #expect(Self.scan(bytes + [0], pieces: 100).headers.count == 1)
  }

  @Test("A header is written as it is read")
  func written() {
    let header = FrameHeader(length: 0x01_0203, type: 9, flags: 4, stream: 0x7FFF_FFFE)
    let bytes = header.bytes
    #expect(bytes.indices.map { bytes[$0] } == [1, 2, 3, 9, 4, 0x7F, 0xFF, 0xFF, 0xFE])
    #expect(FrameHeader(bytes.span.bytes, at: 0) == header)
  }
}
