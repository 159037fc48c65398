/// Writes protobuf from the last byte to the first.
///
/// A message's length stands before its content. Written backwards, the content is there when its
/// length is needed: no message is measured first, and none has a buffer of its own. Hence callers
/// write the last field first. The buffer grows when it must and is kept by ``removeAll()``: a
/// writer that is used again allocates nothing.
///
/// Owned by one thread.
@safe public struct ProtoWriter: ~Copyable {
  /// The buffer: owned, and freed by `deinit`.
  @usableFromInline var buffer: UnsafeMutableRawPointer
  /// How many bytes the buffer has.
  @usableFromInline var capacity: Int
  /// Where the written bytes begin, at most `capacity`, where they end.
  ///
  /// Only ``room(_:)`` moves it down, and never below 0: so what it returns is in the buffer.
  @usableFromInline var start: Int

  /// A writer with room for that many bytes.
  public init(capacity: Int = 1024) {
    self.capacity = max(capacity, 16)
    unsafe buffer = .allocate(byteCount: self.capacity, alignment: 1)
    start = self.capacity
  }

  deinit { unsafe buffer.deallocate() }

  /// How many bytes have been written.
  @inlinable @inline(always) public var count: Int { capacity &- start }

  /// The written bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      let span = unsafe RawSpan(_unsafeStart: buffer + start, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A copy of the written bytes.
  public func copyBytes() -> [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: buffer + start, count: count))
  }

  /// Forgets what was written and keeps the buffer.
  @inlinable public mutating func removeAll() {
    start = capacity
  }

  /// Makes room for `byteCount` bytes in front and says where they begin.
  @inlinable @inline(always) mutating func room(_ byteCount: Int) -> Int {
    if start < byteCount { grow(by: byteCount) }
    start &-= byteCount
    return start
  }

  /// Moves to a buffer of at least twice the size; what is written stays at its end.
  @usableFromInline mutating func grow(by byteCount: Int) {
    let written = count
    let largerCapacity = max(2 * capacity, written + byteCount)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: largerCapacity, alignment: 1)
    unsafe (larger + (largerCapacity - written))
      .copyMemory(from: buffer + start, byteCount: written)
    unsafe buffer.deallocate()
    unsafe buffer = larger
    capacity = largerCapacity
    start = capacity - written
  }

  /// Puts a number in front, its lowest byte first.
  @inlinable @inline(always) mutating func put<Value: FixedWidthInteger & BitwiseCopyable>(
    _ value: Value
  ) {
    let offset = room(MemoryLayout<Value>.size)
    unsafe (buffer + offset).storeBytes(of: value.littleEndian, as: Value.self)
  }
}

// MARK: Values without a key

extension ProtoWriter {
  /// Puts a varint in front.
  @inlinable @inline(always) public mutating func varint(_ value: UInt64) {
    guard value < 0x80 else { return longVarint(value) }
    put(UInt8(truncatingIfNeeded: value))
  }

  /// Puts a varint of more than one byte in front.
  @usableFromInline mutating func longVarint(_ value: UInt64) {
    // Seven bits a byte. The last byte has the highest ones, and no mark that more follows.
    var shift = (63 &- value.leadingZeroBitCount) / 7 &* 7
    put(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    while shift > 0 {
      shift &-= 7
      put(UInt8(truncatingIfNeeded: value >> UInt64(shift)) | 0x80)
    }
  }

  /// Puts a key in front.
  @inlinable @inline(always) public mutating func key(_ field: Int, _ wireType: WireType) {
    varint(UInt64(truncatingIfNeeded: field) << 3 | UInt64(wireType.rawValue))
  }

  /// Puts a varint and the key before it in front: at once where each is one byte, as most are.
  @inlinable @inline(always) mutating func key(
    _ field: Int, _ wireType: WireType, before value: UInt64
  ) {
    guard value < 0x80, field < 16 else { return longKey(field, wireType, before: value) }
    let key = UInt16(truncatingIfNeeded: field) << 3 | UInt16(wireType.rawValue)
    put(UInt16(truncatingIfNeeded: value) << 8 | key)
  }

  @usableFromInline mutating func longKey(
    _ field: Int, _ wireType: WireType, before value: UInt64
  ) {
    if value >= 0x80, value < 0x4000 {
      // Ports, and the lengths of most messages.
      put(UInt16(truncatingIfNeeded: (value >> 7) << 8 | value & 0x7f | 0x80))
    } else {
      varint(value)
    }
    key(field, wireType)
  }

  /// Puts 4 bytes in front, the lowest first.
  @inlinable @inline(always) public mutating func fixed32(_ value: UInt32) { put(value) }

  /// Puts 8 bytes in front, the lowest first.
  @inlinable @inline(always) public mutating func fixed64(_ value: UInt64) { put(value) }

  /// Puts bytes in front as they are.
  @inlinable @inline(always) public mutating func raw(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { source in unsafe copy(source) }
  }

  /// Puts the UTF-8 of a string in front as it is.
  @inlinable @inline(always) public mutating func raw(utf8 string: String) {
    let copied: Void? = unsafe string.utf8.withContiguousStorageIfAvailable { source in
      unsafe copy(UnsafeRawBufferPointer(source))
    }
    // Only strings bridged from elsewhere are not contiguous.
    if copied == nil { raw([UInt8](string.utf8)) }
  }

  /// Puts memory in front as it is.
  @inlinable @inline(always) mutating func copy(_ source: UnsafeRawBufferPointer) {
    guard let first = source.baseAddress else { return }
    let offset = room(source.count)
    unsafe (buffer + offset).copyMemory(from: first, byteCount: source.count)
  }

  /// Puts the key and the length of what was written since `end` in front of it.
  ///
  /// - Precondition: `end` is the ``count`` before the content was written.
  @inlinable @inline(always) public mutating func lengthDelimited(_ field: Int, since end: Int) {
    key(field, .lengthDelimited, before: UInt64(truncatingIfNeeded: count &- end))
  }
}
