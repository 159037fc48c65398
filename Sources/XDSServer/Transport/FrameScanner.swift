/// Cuts what a peer sends into frames, as it comes.
///
/// A header that comes in pieces is held back until it is complete.
struct FrameScanner {
  /// What comes next in an input.
  enum Piece {
    /// Bytes of the preface, or of the payload of the ``FrameScanner/header``.
    case payload
    /// A new ``FrameScanner/header``, all of which lies in the input.
    case header
    /// A new ``FrameScanner/header``, the first bytes of which came before.
    case headerEnd
    /// The beginning of a header.
    case headerPart
  }

  /// The header of the frame that began last.
  private(set) var header = FrameHeader(length: 0, type: 0)
  /// How much of its payload, or of the preface, is still to come.
  private(set) var bytesLeft: Int
  /// What has come of the next header.
  private var part = InlineArray<9, UInt8>(repeating: 0)
  private var partByteCount = 0

  /// A scanner of what follows that many bytes.
  init(skipping byteCount: Int) { bytesLeft = byteCount }

  /// The piece of `input` that begins at `offset`, which is moved to its end.
  ///
  /// - Precondition: `offset` is not the end.
  mutating func next(_ input: RawSpan, _ offset: inout Int) -> Piece {
    let count = input.byteCount - offset
    if bytesLeft > 0 {
      let taken = min(bytesLeft, count)
      bytesLeft -= taken
      offset += taken
      return .payload
    }
    if partByteCount == 0, count >= FrameHeader.byteCount {
      header = FrameHeader(input, at: offset)
      bytesLeft = header.length
      offset += FrameHeader.byteCount
      return .header
    }
    let end = min(input.byteCount, offset + FrameHeader.byteCount - partByteCount)
    while offset < end {
      part[partByteCount] = unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      partByteCount += 1
      offset += 1
    }
    guard partByteCount == FrameHeader.byteCount else { return .headerPart }
    partByteCount = 0
    header = unsafe FrameHeader(part.span.bytes, at: 0)
    bytesLeft = header.length
    return .headerEnd
  }
}
