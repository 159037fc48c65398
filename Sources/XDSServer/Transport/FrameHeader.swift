internal import CNghttp2

/// What RFC 9113 §4.1 puts before each frame.
struct FrameHeader: Hashable {
  /// The size on the wire.
  static let byteCount = 9
  /// The largest payload that a peer must take, and that we do (RFC 9113 §4.2).
  static let payloadBytesMax = 16_384

  /// The length of the payload.
  var length: Int
  /// One of nghttp2's frame types, or one that nobody knows.
  var type: UInt8
  /// What they mean depends on the type.
  var flags: UInt8
  /// The stream identifier; 0 for the connection.
  var stream: Int32

  init(length: Int, type: UInt8, flags: UInt8 = 0, stream: Int32 = 0) {
    self.length = length
    self.type = type
    self.flags = flags
    self.stream = stream
  }

  /// The header that lies at `offset`.
  ///
  /// - Precondition: all of it is there.
  init(_ bytes: RawSpan, at offset: Int) {
    let most = UInt64(
      bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    let last = unsafe bytes.unsafeLoad(fromByteOffset: offset + 8, as: UInt8.self)
    length = Int(most >> 40)
    type = UInt8(truncatingIfNeeded: most >> 32)
    flags = UInt8(truncatingIfNeeded: most >> 24)
    // "A reserved 1-bit field … MUST be ignored when receiving".
    stream = Int32(truncatingIfNeeded: (most << 8 | UInt64(last)) & 0x7FFF_FFFF)
  }

  /// The header on the wire.
  var bytes: InlineArray<9, UInt8> {
    let (length, stream) = (UInt32(length), UInt32(bitPattern: stream))
    return [
      UInt8(truncatingIfNeeded: length >> 16), UInt8(truncatingIfNeeded: length >> 8),
      UInt8(truncatingIfNeeded: length), type, flags, UInt8(truncatingIfNeeded: stream >> 24),
      UInt8(truncatingIfNeeded: stream >> 16), UInt8(truncatingIfNeeded: stream >> 8),
      UInt8(truncatingIfNeeded: stream),
    ]
  }

  /// Whether a CONTINUATION frame must follow.
  var isContinued: Bool {
    switch UInt32(type) {
    case NGHTTP2_HEADERS.rawValue, NGHTTP2_CONTINUATION.rawValue:
      UInt32(flags) & NGHTTP2_FLAG_END_HEADERS.rawValue == 0
    default: false
    }
  }
}
