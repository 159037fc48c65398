// Messages that are never seen outside: a wrapper is an optional to its user, an entry a pair in a
// dictionary.

struct UInt32Wrapper: ProtoMessage {
  var value: UInt32 = 0
  static var typeName: String { "google.protobuf.UInt32Value" }

  func write(to writer: inout ProtoWriter) { writer.uint32(value, field: 1) }

  mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      if field == 1 { value = try reader.uint32() } else { try reader.skip() }
    }
  }
}

struct UInt64Wrapper: ProtoMessage {
  var value: UInt64 = 0
  static var typeName: String { "google.protobuf.UInt64Value" }

  func write(to writer: inout ProtoWriter) { writer.uint64(value, field: 1) }

  mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      if field == 1 { value = try reader.uint64() } else { try reader.skip() }
    }
  }
}

struct BoolWrapper: ProtoMessage {
  var value = false
  static var typeName: String { "google.protobuf.BoolValue" }

  func write(to writer: inout ProtoWriter) { writer.bool(value, field: 1) }

  mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      if field == 1 { value = try reader.bool() } else { try reader.skip() }
    }
  }
}

struct MessageEntry<Value: ProtoMessage>: ProtoMessage {
  var key = ""
  var value = Value()
  static var typeName: String { "" }

  func write(to writer: inout ProtoWriter) {
    writer.message(value, field: 2)
    writer.string(key, field: 1)
  }

  mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: key = try reader.string()
      case 2: try reader.message(into: &value)
      default: try reader.skip()
      }
    }
  }
}

struct StringEntry: ProtoMessage {
  var key = ""
  var value = ""
  static var typeName: String { "" }

  func write(to writer: inout ProtoWriter) {
    writer.string(value, field: 2)
    writer.string(key, field: 1)
  }

  mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: key = try reader.string()
      case 2: value = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
