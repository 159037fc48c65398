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

  public static var typeName: String { "envoy.type.matcher.v3.RegexMatcher" }

  public func write(to writer: inout ProtoWriter) {
    writer.string(regex, field: 2)
  }

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 2: regex = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
