internal import CNghttp2

/// Cuts what a server sends into HTTP/2 frames (RFC 9113 §4.1).
///
/// The content of DATA is handed on from where it lies; of other frames, which are small and few,
/// it is gathered.
struct FrameReader {
  /// The header of a frame.
  struct Header {
    var length = 0
    var type: UInt8 = 0
    var flags: UInt8 = 0
    var stream: Int32 = 0

    var isData: Bool { UInt32(type) == NGHTTP2_DATA.rawValue }
    var endsStream: Bool { flags & 0x1 != 0 && (isData || isHeaders) }
    var endsHeaders: Bool { flags & 0x4 != 0 }
    var isPadded: Bool { flags & 0x8 != 0 }
    var isHeaders: Bool { UInt32(type) == NGHTTP2_HEADERS.rawValue }
  }

  /// What was found.
  enum Step {
    /// Content of a DATA frame, which bytes of the input; whether it is the last of the frame.
    case data(Range<Int>, isLast: Bool)
    /// A whole frame other than DATA without padding; its content is in `content`.
    case frame
    /// There is nothing more in the input.
    case starved
    /// The frame is longer than is allowed, as nothing is that is not HTTP/2.
    case tooLong
  }

  /// The default of SETTINGS_MAX_FRAME_SIZE, which we leave as it is (RFC 9113 §6.5.2).
  static let payloadBytesMax = 16_384

  /// The frame that has begun, or ended last.
  private(set) var header = Header()
  /// The content of the frame that `frame` tells of.
  private(set) var content: [UInt8] = []
  private var headerBytesSeen = 0
  /// How much of the frame's content is still to come.
  private var left = 0

  /// Finds the next thing from `offset` on, and moves that behind it.
  mutating func next(_ input: RawSpan, _ offset: inout Int) -> Step {
    if headerBytesSeen < 9 {
      guard readHeader(input, &offset) else { return .starved }
      left = header.length
      guard left <= Self.payloadBytesMax else { return .tooLong }
      content.removeAll(keepingCapacity: false)
    }
    let count = min(left, input.byteCount - offset)
    let range = offset..<offset + count
    let isWhole = count == left
    if !header.isData || header.isPadded {
      if count > 0 {
        unsafe input.extracting(range).withUnsafeBytes { unsafe content.append(contentsOf: $0) }
      }
      offset += count
      left -= count
      guard isWhole else { return .starved }
      headerBytesSeen = 0
      return .frame
    }
    guard count > 0 || isWhole else { return .starved }
    offset += count
    left -= count
    if isWhole { headerBytesSeen = 0 }
    return .data(range, isLast: isWhole)
  }

  private mutating func readHeader(_ input: RawSpan, _ offset: inout Int) -> Bool {
    if headerBytesSeen == 0 { header = Header() }
    while headerBytesSeen < 9 {
      guard offset < input.byteCount else { return false }
      let byte = unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      switch headerBytesSeen {
      case 0...2: header.length = header.length << 8 | Int(byte)
      case 3: header.type = byte
      case 4: header.flags = byte
      // The first bit is reserved.
      case 5: header.stream = Int32(byte & 0x7F)
      default: header.stream = header.stream << 8 | Int32(byte)
      }
      headerBytesSeen += 1
      offset += 1
    }
    return true
  }
}
