// Made by scripts/protos out of protos/envoy/type/matcher/v3/regex.proto.

/// What a regular expression matches is replaced.
public struct RegexMatchAndSubstitute: ProtoMessage {
  /// What to look for.
  public var pattern: RegexMatcher?
  /// What to put in its place; `\1` is the first group.
  public var substitution: String

  /// A message with these fields.
  public init(
    pattern: RegexMatcher? = nil,
    substitution: String = ""
  ) {
    self.pattern = pattern
    self.substitution = substitution
  }

  /// A message with nothing set.
  public init() { self.init(pattern: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.matcher.v3.RegexMatchAndSubstitute" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(substitution, field: 2)
    writer.message(pattern, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &pattern)
      case 2: substitution = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
