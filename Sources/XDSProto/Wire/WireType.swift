/// How a field's value is laid out; the low three bits of its key.
public enum WireType: UInt8, Sendable {
  /// A number in groups of seven bits.
  case varint = 0
  /// Eight bytes.
  case fixed64 = 1
  /// A length, then so many bytes.
  case lengthDelimited = 2
  /// The begin of a group, which proto3 no longer has.
  case startGroup = 3
  /// The end of a group.
  case endGroup = 4
  /// Four bytes.
  case fixed32 = 5
}
