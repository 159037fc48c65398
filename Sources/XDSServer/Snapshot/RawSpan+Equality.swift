extension RawSpan {
  /// Whether both hold the same bytes.
  ///
  /// - Complexity: O(n), eight bytes at a time.
  func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    var offset = 0
    if byteCount >= 8 {
      while offset + 8 < byteCount {
        if word(at: offset) != other.word(at: offset) { return false }
        offset += 8
      }
      // The last eight, some of which may have been compared already.
      return word(at: byteCount - 8) == other.word(at: byteCount - 8)
    }
    while offset < byteCount {
      let byte = unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      if unsafe byte != other.unsafeLoad(fromByteOffset: offset, as: UInt8.self) { return false }
      offset += 1
    }
    return true
  }

  /// Eight bytes: "unsafe" is only that any are taken for a number, which they are.
  private func word(at offset: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
