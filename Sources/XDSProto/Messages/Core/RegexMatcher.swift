// Made by scripts/protos out of protos/envoy/type/matcher/v3/regex.proto.

/// A regular expression of the RE2 syntax that must match the whole string.
public struct RegexMatcher: ProtoMessage {
  /// The expression.
  public var regex: String

  /// A message with these fields.
  public init(
    regex: String = ""
  ) {
    self.regex = regex
  }

  /// A message with nothing set.
  public init() { self.init(regex: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.matcher.v3.RegexMatcher" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(regex, field: 2)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 2: regex = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
