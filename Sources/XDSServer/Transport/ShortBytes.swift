/// A few bytes, at most 31, that need no memory of their own.
struct ShortBytes: Sendable {
  private var bytes = InlineArray<31, UInt8>(repeating: 0)
  private var byteCount: UInt8 = 0

  /// No bytes.
  init() {}

  /// The number of bytes.
  var count: Int { Int(byteCount) }

  /// Appends a byte.
  ///
  /// - Precondition: there is room for it.
  mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    byteCount += 1
  }

  /// Appends bytes.
  ///
  /// - Precondition: there is room for them.
  mutating func append(_ other: ShortBytes) {
    for index in 0..<other.count { append(other.bytes[index]) }
  }

  /// Calls `body` with some of the bytes.
  func withBytes<R>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    precondition(range.upperBound <= count, "there are not so many bytes")
    // The pointer is used during the call only.
    return unsafe bytes.span.withUnsafeBufferPointer { bytes in
      unsafe body(UnsafeBufferPointer(rebasing: bytes[range]))
    }
  }
}
