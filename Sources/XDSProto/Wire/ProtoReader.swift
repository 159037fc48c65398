/// Reads protobuf: whatever the bytes are, it ends with a message or a ``WireError``.
///
/// ``nextField()`` says which field comes next; then exactly one of the other methods takes its
/// value.
public struct ProtoReader: ~Escapable {
  private let input: RawSpan
  /// Where the next byte is.
  public private(set) var offset = 0
  /// Where the message ends that is being read.
  private var end: Int
  /// In how many messages and groups the reader is.
  private var depth = 0
  /// The field whose value comes next, and how it is laid out.
  private var field = 0
  private var wireType = WireType.varint
  private var keyOffset = 0

  /// How deep messages may be nested: the limit of every protobuf library.
  public static var depthMax: Int { 100 }

  /// A reader of one message.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    input = bytes
    end = bytes.byteCount
  }

  /// The number of the next field; nil at the end of the message.
  public mutating func nextField() throws(WireError) -> Int? {
    guard offset < end else { return nil }
    keyOffset = offset
    let key = try varint()
    guard key >> 3 >= 1, key >> 3 <= 536_870_911 else {
      throw WireError(.invalidTag, offset: keyOffset)
    }
    guard let wireType = WireType(rawValue: UInt8(key & 7)) else {
      throw WireError(.invalidWireType, offset: keyOffset)
    }
    if wireType == .endGroup { throw WireError(.unmatchedGroup, offset: keyOffset) }
    self.wireType = wireType
    field = Int(key >> 3)
    return field
  }

  private func expect(_ expected: WireType) throws(WireError) {
    guard wireType == expected else { throw WireError(.invalidWireType, offset: keyOffset) }
  }

  private func byte(at offset: Int) -> UInt8 {
    unsafe input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private mutating func varint() throws(WireError) -> UInt64 {
    let begin = offset
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < end {
      let next = byte(at: offset)
      // The tenth byte has room for one bit only: 9 × 7 + 1 = 64.
      if shift == 63, next > 1 { throw WireError(.varintTooLong, offset: begin) }
      offset += 1
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return value }
      shift += 7
    }
    throw WireError(.truncated, offset: begin)
  }

  /// Takes so many bytes and says where they begin.
  private mutating func take(_ byteCount: Int) throws(WireError) -> Int {
    guard byteCount <= end - offset else { throw WireError(.truncated, offset: offset) }
    offset += byteCount
    return offset - byteCount
  }

  /// Takes a length and so many bytes.
  private mutating func takeLengthDelimited() throws(WireError) -> Range<Int> {
    let begin = offset
    let length = try varint()
    guard length <= UInt64(end - offset) else { throw WireError(.truncated, offset: begin) }
    let first = try take(Int(length))
    return first..<offset
  }
}

// MARK: Values

extension ProtoReader {
  /// A value of type `uint64`.
  public mutating func uint64() throws(WireError) -> UInt64 {
    try expect(.varint)
    return try varint()
  }

  /// A value of type `uint32`; of a longer number the low bits count.
  public mutating func uint32() throws(WireError) -> UInt32 {
    UInt32(truncatingIfNeeded: try uint64())
  }

  /// A value of type `int64`.
  public mutating func int64() throws(WireError) -> Int64 { Int64(bitPattern: try uint64()) }

  /// A value of type `int32`; of a longer number the low bits count.
  public mutating func int32() throws(WireError) -> Int32 {
    Int32(truncatingIfNeeded: try uint64())
  }

  /// A value of type `bool`.
  public mutating func bool() throws(WireError) -> Bool { try uint64() != 0 }

  /// A value of an enumeration's type.
  public mutating func enumeration<Enum: ProtoEnum>() throws(WireError) -> Enum {
    Enum(rawValue: try int32())
  }

  /// A value of type `fixed32`.
  public mutating func fixed32() throws(WireError) -> UInt32 {
    try expect(.fixed32)
    let first = try take(4)
    let value = unsafe input.unsafeLoadUnaligned(fromByteOffset: first, as: UInt32.self)
    return UInt32(littleEndian: value)
  }

  /// A value of type `fixed64`.
  public mutating func fixed64() throws(WireError) -> UInt64 {
    try expect(.fixed64)
    let first = try take(8)
    let value = unsafe input.unsafeLoadUnaligned(fromByteOffset: first, as: UInt64.self)
    return UInt64(littleEndian: value)
  }

  /// A value of type `double`.
  public mutating func double() throws(WireError) -> Double { Double(bitPattern: try fixed64()) }

  /// A value of type `bytes`.
  public mutating func bytes() throws(WireError) -> [UInt8] {
    try expect(.lengthDelimited)
    let range = try takeLengthDelimited()
    return unsafe input.extracting(range).withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// A value of type `string`, which must be UTF-8.
  public mutating func string() throws(WireError) -> String {
    try expect(.lengthDelimited)
    let range = try takeLengthDelimited()
    do {
      let bytes = Span<UInt8>(_bytes: input.extracting(range))
      return String(copying: try UTF8Span(validating: bytes))
    } catch {
      throw WireError(.invalidUTF8, offset: range.lowerBound)
    }
  }

  /// Values of a repeated field of type `uint32`, packed or one by one.
  public mutating func uint32s(into values: inout [UInt32]) throws(WireError) {
    guard wireType == .lengthDelimited else {
      values.append(try uint32())
      return
    }
    let range = try takeLengthDelimited()
    let outerEnd = end
    offset = range.lowerBound
    end = range.upperBound
    while offset < end { values.append(UInt32(truncatingIfNeeded: try varint())) }
    end = outerEnd
  }
}

// MARK: Messages

extension ProtoReader {
  /// Merges a message into one that is there.
  public mutating func message<Message: ProtoMessage>(into message: inout Message)
    throws(WireError)
  {
    try expect(.lengthDelimited)
    let range = try takeLengthDelimited()
    guard depth < Self.depthMax else { throw WireError(.nestedTooDeeply, offset: keyOffset) }
    let outerEnd = end
    offset = range.lowerBound
    end = range.upperBound
    depth += 1
    try message.merge(from: &self)
    depth -= 1
    end = outerEnd
  }

  /// Merges a message into one that may be there.
  public mutating func message<Message: ProtoMessage>(into message: inout Message?)
    throws(WireError)
  {
    var merged = message ?? Message()
    try self.message(into: &merged)
    message = merged
  }

  /// A message.
  public mutating func message<Message: ProtoMessage>() throws(WireError) -> Message {
    var message = Message()
    try self.message(into: &message)
    return message
  }

  /// An entry of a map of messages; of two with one key the later counts.
  public mutating func mapEntry<Message: ProtoMessage>(_ map: inout [String: Message])
    throws(WireError)
  {
    let entry: MessageEntry<Message> = try message()
    map[entry.key] = entry.value
  }

  /// An entry of a map of strings; of two with one key the later counts.
  public mutating func mapEntry(_ map: inout [String: String]) throws(WireError) {
    let entry: StringEntry = try message()
    map[entry.key] = entry.value
  }

  /// Merges a `google.protobuf.UInt32Value`.
  public mutating func wrapped(into value: inout UInt32?) throws(WireError) {
    var wrapper = UInt32Wrapper(value: value ?? 0)
    try message(into: &wrapper)
    value = wrapper.value
  }

  /// Merges a `google.protobuf.UInt64Value`.
  public mutating func wrapped(into value: inout UInt64?) throws(WireError) {
    var wrapper = UInt64Wrapper(value: value ?? 0)
    try message(into: &wrapper)
    value = wrapper.value
  }

  /// Merges a `google.protobuf.BoolValue`.
  public mutating func wrapped(into value: inout Bool?) throws(WireError) {
    var wrapper = BoolWrapper(value: value ?? false)
    try message(into: &wrapper)
    value = wrapper.value
  }
}

// MARK: Skipping

extension ProtoReader {
  /// Passes over the value of a field that is not known or not needed.
  public mutating func skip() throws(WireError) {
    switch wireType {
    case .varint: _ = try varint()
    case .fixed64: _ = try take(8)
    case .lengthDelimited: _ = try takeLengthDelimited()
    case .fixed32: _ = try take(4)
    case .startGroup: try skipGroup()
    case .endGroup: preconditionFailure("nextField() does not stop at the end of a group")
    }
  }

  /// Passes over a group and the groups in it, without recursion.
  private mutating func skipGroup() throws(WireError) {
    let begin = keyOffset
    var open = [field]
    while let innermost = open.last {
      guard offset < end else { throw WireError(.unmatchedGroup, offset: begin) }
      let keyOffset = offset
      let key = try varint()
      let number = key >> 3
      guard number >= 1, number <= 536_870_911 else {
        throw WireError(.invalidTag, offset: keyOffset)
      }
      switch WireType(rawValue: UInt8(key & 7)) {
      case .varint: _ = try varint()
      case .fixed64: _ = try take(8)
      case .lengthDelimited: _ = try takeLengthDelimited()
      case .fixed32: _ = try take(4)
      case .startGroup:
        guard depth + open.count < Self.depthMax else {
          throw WireError(.nestedTooDeeply, offset: keyOffset)
        }
        open.append(Int(number))
      case .endGroup:
        guard innermost == Int(number) else {
          throw WireError(.unmatchedGroup, offset: keyOffset)
        }
        open.removeLast()
      case nil: throw WireError(.invalidWireType, offset: keyOffset)
      }
    }
  }
}
