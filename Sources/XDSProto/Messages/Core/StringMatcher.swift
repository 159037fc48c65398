// Made by scripts/protos out of protos/envoy/type/matcher/v3/string.proto.

/// A condition on a string.
public struct StringMatcher: ProtoMessage {
  /// The alternatives of `match_pattern`.
  public enum MatchPattern: Equatable, Sendable {
    /// The string is this.
    case exact(String)
    /// The string begins with this.
    case prefix(String)
    /// The string ends with this.
    case suffix(String)
    /// The whole string matches this.
    case safeRegex(RegexMatcher)
    /// The string contains this.
    case contains(String)
  }

  /// One of: `exact`, `prefix`, `suffix`, `safe_regex`, `contains`.
  public var matchPattern: MatchPattern?
  /// Whether upper and lower case are the same.
  public var ignoreCase: Bool

  /// A message with these fields.
  public init(
    matchPattern: MatchPattern? = nil,
    ignoreCase: Bool = false
  ) {
    self.matchPattern = matchPattern
    self.ignoreCase = ignoreCase
  }

  /// A message with nothing set.
  public init() { self.init(matchPattern: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.matcher.v3.StringMatcher" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .contains(let value)? = matchPattern { writer.string(value, field: 7, always: true) }
    writer.bool(ignoreCase, field: 6)
    switch matchPattern {
    case .safeRegex(let value): writer.message(value, field: 5)
    case .suffix(let value): writer.string(value, field: 3, always: true)
    case .prefix(let value): writer.string(value, field: 2, always: true)
    case .exact(let value): writer.string(value, field: 1, always: true)
    default: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: matchPattern = .exact(try reader.string())
      case 2: matchPattern = .prefix(try reader.string())
      case 3: matchPattern = .suffix(try reader.string())
      case 5:
        var value = if case .safeRegex(let old)? = matchPattern { old } else { RegexMatcher() }
        try reader.message(into: &value)
        matchPattern = .safeRegex(value)
      case 6: ignoreCase = try reader.bool()
      case 7: matchPattern = .contains(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
