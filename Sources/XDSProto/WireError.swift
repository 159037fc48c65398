/// Why bytes could not be read as a protobuf message.
public struct WireError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: String, Hashable, Sendable {
    case truncated = "the message ends in the middle of a field"
    case varintTooLong = "a varint is longer than 10 bytes"
    case invalidTag = "a field has number 0 or a number above 536870911"
    case invalidWireType = "a field has a wire type that does not exist or is not the field's own"
    case invalidUTF8 = "a string is not UTF-8"
    case nestedTooDeeply = "messages are nested more than 100 levels deep"
    case unmatchedGroup = "a group ends that did not begin, or begins and does not end"
  }

  /// What is wrong.
  public var reason: Reason
  /// Where: the offset in bytes from the start of the outermost message.
  public var offset: Int

  /// An error at `offset`.
  public init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
