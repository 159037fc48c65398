extension RawSpan {
  /// Whether both hold the same bytes.
  ///
  /// - Complexity: O(n), eight bytes at a time.
  func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    // "Unsafe" is only that any bytes are taken for a number, which they are.
    var offset = 0
    while offset + 8 <= byteCount {
      let word = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let otherWord = unsafe other.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word != otherWord { return false }
      offset += 8
    }
    while offset < byteCount {
      let byte = unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      if unsafe byte != other.unsafeLoad(fromByteOffset: offset, as: UInt8.self) { return false }
      offset += 1
    }
    return true
  }
}
