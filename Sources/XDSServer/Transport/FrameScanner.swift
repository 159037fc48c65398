/// Reads the headers of a peer's frames as they pass, and nothing else of them.
///
/// nghttp2 tells of no frame that it ignores, and those are what a flood is made of.
struct FrameScanner {
  /// What RFC 9113 §4.1 puts before each frame, as far as it matters here.
  struct Header: Hashable {
    /// The length of the payload.
    var length: Int
    var type: UInt8
    var flags: UInt8
  }

  private static let headerByteCount = 9

  /// How much of the current payload, or of the preface, is still to come.
  private var bytesLeft: Int
  /// How much of the next header has come.
  private var headerBytesSeen = 0
  /// Length, type and flags of the next header, as far as they have come.
  private var headerBits: UInt64 = 0

  /// A scanner of what follows that many bytes.
  init(skipping byteCount: Int) { bytesLeft = byteCount }

  /// Calls `body` with the header of every frame that begins in `input`.
  mutating func scan<E>(_ input: RawSpan, _ body: (Header) throws(E) -> Void) throws(E) {
    var offset = 0
    while offset < input.byteCount {
      if bytesLeft > 0 {
        let count = min(bytesLeft, input.byteCount - offset)
        bytesLeft -= count
        offset += count
        continue
      }
      if headerBytesSeen == 0, input.byteCount - offset >= Self.headerByteCount {
        let bits = unsafe input.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        offset += Self.headerByteCount
        try pass(UInt64(bigEndian: bits) >> 24, body)
        continue
      }
      // A header that comes in pieces.
      let byte = unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      // The stream identifier, the last four bytes, does not matter.
      if headerBytesSeen < 5 { headerBits = headerBits << 8 | UInt64(byte) }
      headerBytesSeen += 1
      offset += 1
      guard headerBytesSeen == Self.headerByteCount else { continue }
      let bits = headerBits
      headerBytesSeen = 0
      headerBits = 0
      try pass(bits, body)
    }
  }

  /// Tells of a frame, by the first five bytes of its header.
  private mutating func pass<E>(_ bits: UInt64, _ body: (Header) throws(E) -> Void) throws(E) {
    let header = Header(
      length: Int(bits >> 16), type: UInt8(truncatingIfNeeded: bits >> 8),
      flags: UInt8(truncatingIfNeeded: bits))
    bytesLeft = header.length
    try body(header)
  }
}
