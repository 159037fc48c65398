// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// A condition on a query parameter.
public struct QueryParameterMatcher: ProtoMessage {
  /// The alternatives of `query_parameter_match_specifier`.
  public enum QueryParameterMatchSpecifier: Equatable, Sendable {
    /// The value is like this.
    case stringMatch(StringMatcher)
    /// Whether the parameter is there.
    case presentMatch(Bool)
  }

  /// The parameter's name.
  public var name: String
  /// One of: `string_match`, `present_match`.
  public var queryParameterMatchSpecifier: QueryParameterMatchSpecifier?

  /// A message with these fields.
  public init(
    name: String = "",
    queryParameterMatchSpecifier: QueryParameterMatchSpecifier? = nil
  ) {
    self.name = name
    self.queryParameterMatchSpecifier = queryParameterMatchSpecifier
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.QueryParameterMatcher" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch queryParameterMatchSpecifier {
    case .presentMatch(let value): writer.bool(value, field: 6, always: true)
    case .stringMatch(let value): writer.message(value, field: 5)
    case nil: break
    }
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 5:
        var value =
          if case .stringMatch(let old)? = queryParameterMatchSpecifier { old } else {
            StringMatcher()
          }
        try reader.message(into: &value)
        queryParameterMatchSpecifier = .stringMatch(value)
      case 6: queryParameterMatchSpecifier = .presentMatch(try reader.bool())
      default: try reader.skip()
      }
    }
  }
}
