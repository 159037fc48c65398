/// Writes protobuf from the last byte to the first.
///
/// A message's length stands before its content. Written backwards, the content is there when its
/// length is needed: no message is measured first, and none has a buffer of its own. Hence callers
/// write the last field first. The buffer grows when it must and is kept by ``removeAll()``: a
/// writer that is used again allocates nothing.
///
/// Owned by one thread.
@safe public struct ProtoWriter: ~Copyable {
  /// Owned and freed by `deinit`.
  ///
  /// Every store goes through a `MutableRawSpan`, which checks it.
  @usableFromInline var storage: UnsafeMutableRawBufferPointer
  /// Where the written bytes begin; they end where the storage ends.
  @usableFromInline var start: Int

  /// A writer with room for that many bytes.
  public init(capacity: Int = 1024) {
    unsafe storage = .allocate(byteCount: max(capacity, 16), alignment: 1)
    start = unsafe storage.count
  }

  deinit { unsafe storage.deallocate() }

  /// How many bytes have been written.
  @inlinable public var count: Int { unsafe storage.count &- start }

  /// The written bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      let written = unsafe UnsafeRawBufferPointer(rebasing: storage[start...])
      let span = unsafe RawSpan(_unsafeBytes: written)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A copy of the written bytes.
  public func copyBytes() -> [UInt8] {
    unsafe [UInt8](storage[start...])
  }

  /// Forgets what was written and keeps the buffer.
  @inlinable public mutating func removeAll() {
    start = unsafe storage.count
  }

  /// Makes room for `byteCount` bytes in front and says where they begin.
  @inlinable mutating func room(_ byteCount: Int) -> Int {
    if start < byteCount { grow(by: byteCount) }
    start &-= byteCount
    return start
  }

  /// Moves to a buffer of at least twice the size; what is written stays at its end.
  @usableFromInline mutating func grow(by byteCount: Int) {
    let written = count
    let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(2 * storage.count, written + byteCount), alignment: 1)
    let newStart = larger.count - written
    unsafe UnsafeMutableRawBufferPointer(rebasing: larger[newStart...])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start...]))
    unsafe storage.deallocate()
    unsafe storage = larger
    start = newStart
  }

  /// Stores a number; a place outside of the buffer stops the process.
  @inlinable mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(
    _ value: Value, at offset: Int
  ) {
    var span = unsafe MutableRawSpan(_unsafeBytes: storage)
    span.storeBytes(of: value, toByteOffset: offset, as: Value.self)
  }
}

// MARK: Values without a key

extension ProtoWriter {
  /// Puts a varint in front.
  @inlinable @inline(always) public mutating func varint(_ value: UInt64) {
    guard value < 0x80 else { return longVarint(value) }
    let offset = room(1)
    store(UInt8(truncatingIfNeeded: value), at: offset)
  }

  /// Puts a varint of more than one byte in front.
  @usableFromInline mutating func longVarint(_ value: UInt64) {
    let bitCount = 64 &- value.leadingZeroBitCount
    var offset = room((bitCount &+ 6) / 7)
    var rest = value
    while rest >= 0x80 {
      store(UInt8(truncatingIfNeeded: rest) | 0x80, at: offset)
      offset &+= 1
      rest >>= 7
    }
    store(UInt8(truncatingIfNeeded: rest), at: offset)
  }

  /// Puts a key in front.
  @inlinable public mutating func key(_ field: Int, _ wireType: WireType) {
    varint(UInt64(truncatingIfNeeded: field) << 3 | UInt64(wireType.rawValue))
  }

  /// Puts 4 bytes in front, the lowest first.
  @inlinable public mutating func fixed32(_ value: UInt32) {
    let offset = room(4)
    store(value.littleEndian, at: offset)
  }

  /// Puts 8 bytes in front, the lowest first.
  @inlinable public mutating func fixed64(_ value: UInt64) {
    let offset = room(8)
    store(value.littleEndian, at: offset)
  }

  /// Puts bytes in front as they are.
  @inlinable public mutating func raw(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { source in unsafe copy(source) }
  }

  /// Puts the UTF-8 of a string in front as it is.
  @inlinable public mutating func raw(utf8 string: String) {
    let copied: Void? = unsafe string.utf8.withContiguousStorageIfAvailable { source in
      unsafe copy(UnsafeRawBufferPointer(source))
    }
    // Only strings bridged from elsewhere are not contiguous.
    if copied == nil { raw([UInt8](string.utf8)) }
  }

  /// Puts memory in front as it is.
  @inlinable mutating func copy(_ source: UnsafeRawBufferPointer) {
    let offset = room(source.count)
    let end = offset &+ source.count
    unsafe UnsafeMutableRawBufferPointer(rebasing: storage[offset..<end]).copyMemory(from: source)
  }

  /// Puts the key and the length of what was written since `end` in front of it.
  ///
  /// - Precondition: `end` is the ``count`` before the content was written.
  @inlinable public mutating func lengthDelimited(_ field: Int, since end: Int) {
    varint(UInt64(truncatingIfNeeded: count - end))
    key(field, .lengthDelimited)
  }
}
