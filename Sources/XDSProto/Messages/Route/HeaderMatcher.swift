// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// A condition on a header.
public struct HeaderMatcher: ProtoMessage {
  /// The alternatives of `header_match_specifier`.
  public enum HeaderMatchSpecifier: Equatable, Sendable {
    /// The value is a number in this range.
    case rangeMatch(Int64Range)
    /// Whether the header is there.
    case presentMatch(Bool)
    /// The value is like this.
    case stringMatch(StringMatcher)
  }

  /// The header's name.
  public var name: String
  /// One of: `range_match`, `present_match`, `string_match`.
  public var headerMatchSpecifier: HeaderMatchSpecifier?
  /// Whether the condition must not hold.
  public var invertMatch: Bool
  /// Whether a missing header counts as an empty one.
  public var treatMissingHeaderAsEmpty: Bool

  /// A message with these fields.
  public init(
    name: String = "",
    headerMatchSpecifier: HeaderMatchSpecifier? = nil,
    invertMatch: Bool = false,
    treatMissingHeaderAsEmpty: Bool = false
  ) {
    self.name = name
    self.headerMatchSpecifier = headerMatchSpecifier
    self.invertMatch = invertMatch
    self.treatMissingHeaderAsEmpty = treatMissingHeaderAsEmpty
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.HeaderMatcher" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(treatMissingHeaderAsEmpty, field: 14)
    if case .stringMatch(let value)? = headerMatchSpecifier { writer.message(value, field: 13) }
    writer.bool(invertMatch, field: 8)
    switch headerMatchSpecifier {
    case .presentMatch(let value): writer.bool(value, field: 7, always: true)
    case .rangeMatch(let value): writer.message(value, field: 6)
    default: break
    }
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 6:
        var value =
          if case .rangeMatch(let old)? = headerMatchSpecifier { old } else { Int64Range() }
        try reader.message(into: &value)
        headerMatchSpecifier = .rangeMatch(value)
      case 7: headerMatchSpecifier = .presentMatch(try reader.bool())
      case 8: invertMatch = try reader.bool()
      case 13:
        var value =
          if case .stringMatch(let old)? = headerMatchSpecifier { old } else { StringMatcher() }
        try reader.message(into: &value)
        headerMatchSpecifier = .stringMatch(value)
      case 14: treatMissingHeaderAsEmpty = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
