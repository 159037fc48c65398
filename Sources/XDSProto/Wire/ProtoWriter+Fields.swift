// Fields with their keys. A value that equals the default is left out, as proto3 does it; `always`
// is for members of a oneof, where being there is what counts.

extension ProtoWriter {
  /// Writes a field of type `uint64`.
  @inlinable @inline(always) public mutating func uint64(
    _ value: UInt64, field: Int, always: Bool = false
  ) {
    guard always || value != 0 else { return }
    key(field, .varint, before: value)
  }

  /// Writes a field of type `uint32`.
  @inlinable @inline(always) public mutating func uint32(
    _ value: UInt32, field: Int, always: Bool = false
  ) {
    uint64(UInt64(value), field: field, always: always)
  }

  /// Writes a field of type `int64`.
  @inlinable @inline(always) public mutating func int64(
    _ value: Int64, field: Int, always: Bool = false
  ) {
    uint64(UInt64(bitPattern: value), field: field, always: always)
  }

  /// Writes a field of type `int32`; a negative number takes ten bytes.
  @inlinable @inline(always) public mutating func int32(
    _ value: Int32, field: Int, always: Bool = false
  ) {
    int64(Int64(value), field: field, always: always)
  }

  /// Writes a field of type `bool`.
  @inlinable @inline(always) public mutating func bool(
    _ value: Bool, field: Int, always: Bool = false
  ) {
    uint64(value ? 1 : 0, field: field, always: always)
  }

  /// Writes a field of an enumeration's type.
  @inlinable @inline(always) public mutating func enumeration(
    _ value: some ProtoEnum, field: Int, always: Bool = false
  ) {
    int32(value.rawValue, field: field, always: always)
  }

  /// Writes a field of type `double`; negative zero is not the default.
  @inlinable @inline(always) public mutating func double(
    _ value: Double, field: Int, always: Bool = false
  ) {
    guard always || value.bitPattern != 0 else { return }
    fixed64(value.bitPattern)
    key(field, .fixed64)
  }

  /// Writes a field of type `string`.
  @inlinable @inline(always) public mutating func string(
    _ value: String, field: Int, always: Bool = false
  ) {
    guard always || !value.isEmpty else { return }
    let end = count
    raw(utf8: value)
    lengthDelimited(field, since: end)
  }

  /// Writes a field of type `bytes`.
  @inlinable @inline(always) public mutating func bytes(
    _ value: [UInt8], field: Int, always: Bool = false
  ) {
    guard always || !value.isEmpty else { return }
    let end = count
    raw(value)
    lengthDelimited(field, since: end)
  }

  /// Writes a field that holds a message, unless there is none.
  @inlinable public mutating func message<Message: ProtoMessage>(
    _ value: Message?, field: Int
  ) {
    guard let value else { return }
    let end = count
    value.write(to: &self)
    lengthDelimited(field, since: end)
  }
}

// MARK: Repeated fields

extension ProtoWriter {
  /// Writes a repeated field of messages.
  @inlinable public mutating func messages<Message: ProtoMessage>(
    _ values: [Message], field: Int
  ) {
    // The elements stay where they are: an iterator would copy each, with all that it holds.
    unsafe values.withUnsafeBufferPointer { values in
      var index = values.count
      while index > 0 {
        index &-= 1
        let end = count
        unsafe values[index].write(to: &self)
        lengthDelimited(field, since: end)
      }
    }
  }

  /// Writes a repeated field of type `string`.
  @inlinable public mutating func strings(_ values: [String], field: Int) {
    for value in values.reversed() { string(value, field: field, always: true) }
  }

  /// Writes a packed repeated field of type `uint32`.
  @inlinable public mutating func uint32s(_ values: [UInt32], field: Int) {
    guard !values.isEmpty else { return }
    let end = count
    for value in values.reversed() { varint(UInt64(value)) }
    lengthDelimited(field, since: end)
  }

  /// Writes a map of messages, its keys in ascending order.
  @inlinable public mutating func map<Message: ProtoMessage>(
    _ entries: [String: Message], field: Int
  ) {
    guard !entries.isEmpty else { return }
    for (key, value) in entries.sorted(by: { $0.key > $1.key }) {
      let end = count
      message(value, field: 2)
      string(key, field: 1)
      lengthDelimited(field, since: end)
    }
  }

  /// Writes a map of strings, its keys in ascending order.
  @inlinable public mutating func map(_ entries: [String: String], field: Int) {
    guard !entries.isEmpty else { return }
    for (key, value) in entries.sorted(by: { $0.key > $1.key }) {
      let end = count
      string(value, field: 2)
      string(key, field: 1)
      lengthDelimited(field, since: end)
    }
  }
}

// MARK: Wrappers and Any

extension ProtoWriter {
  /// Writes a `google.protobuf.UInt32Value`.
  @inlinable @inline(always) public mutating func wrapped(_ value: UInt32?, field: Int) {
    guard let value else { return }
    let end = count
    uint32(value, field: 1)
    lengthDelimited(field, since: end)
  }

  /// Writes a `google.protobuf.UInt64Value`.
  @inlinable @inline(always) public mutating func wrapped(_ value: UInt64?, field: Int) {
    guard let value else { return }
    let end = count
    uint64(value, field: 1)
    lengthDelimited(field, since: end)
  }

  /// Writes a `google.protobuf.BoolValue`.
  @inlinable @inline(always) public mutating func wrapped(_ value: Bool?, field: Int) {
    guard let value else { return }
    let end = count
    bool(value, field: 1)
    lengthDelimited(field, since: end)
  }

  /// Writes a field of type `google.protobuf.Any` that holds `value`, without packing it first.
  @inlinable public mutating func any<Message: ProtoMessage>(packing value: Message, field: Int) {
    let end = count
    value.write(to: &self)
    // A message with nothing set has no bytes, and empty bytes are the default of the field.
    if count != end { lengthDelimited(2, since: end) }
    string(Message.typeURL, field: 1)
    lengthDelimited(field, since: end)
  }
}
