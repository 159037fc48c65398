/// Walks over the fields of a protobuf message by their places, without taking anything out.
struct FieldScanner: ~Escapable {
  /// The bytes that the message is in.
  let input: RawSpan
  /// Where the next field begins.
  private(set) var offset: Int
  private let end: Int
  /// The content of the field found last, if it has a length.
  private(set) var content = 0..<0

  /// A scanner of the message in those bytes.
  @_lifetime(copy input)
  init(_ input: RawSpan, _ range: Range<Int>) {
    self.input = input
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The number of the next field, whose content is in `content` then; nil at the end, and where
  /// the bytes are no protobuf.
  mutating func next() -> Int? {
    guard offset < end, let key = varint(), key >> 3 > 0 else { return nil }
    content = 0..<0
    switch key & 7 {
    case 0: guard varint() != nil else { return nil }
    case 1: offset += 8
    case 2:
      guard let length = varint(), length <= UInt64(end - offset) else { return nil }
      content = offset..<offset + Int(length)
      offset = content.upperBound
    case 5: offset += 4
    default: return nil
    }
    return offset <= end ? Int(key >> 3) : nil
  }

  /// Whether the message was walked over to its end.
  var isAtEnd: Bool { offset == end }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < end, shift < 64 {
      let byte = unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}

extension RawSpan {
  /// The text there, broken UTF-8 mended.
  func text(_ range: Range<Int>) -> String {
    unsafe extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the bytes there are those.
  func holds(_ bytes: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == bytes.utf8CodeUnitCount else { return false }
    return unsafe extracting(range).withUnsafeBytes { piece in
      unsafe piece.elementsEqual(
        UnsafeBufferPointer(start: bytes.utf8Start, count: bytes.utf8CodeUnitCount))
    }
  }
}
