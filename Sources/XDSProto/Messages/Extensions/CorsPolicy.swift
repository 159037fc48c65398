// Made by scripts/protos out of protos/envoy/extensions/filters/http/cors/v3/cors.proto.

/// What pages of other origins may do.
public struct CorsPolicy: ProtoMessage {
  /// The origins.
  public var allowOriginStringMatch: [StringMatcher]
  /// The methods, separated by commas.
  public var allowMethods: String
  /// Headers that requests may have, separated by commas.
  public var allowHeaders: String
  /// Headers that pages may read, separated by commas.
  public var exposeHeaders: String
  /// For how many seconds a browser may keep the answer.
  public var maxAge: String
  /// Whether requests may carry credentials.
  public var allowCredentials: Bool?
  /// For how many of the requests the policy holds.
  public var filterEnabled: RuntimeFractionalPercent?
  /// Whether preflight requests of origins that are not allowed go to the application.
  public var forwardNotMatchingPreflights: Bool?

  /// A message with these fields.
  public init(
    allowOriginStringMatch: [StringMatcher] = [],
    allowMethods: String = "",
    allowHeaders: String = "",
    exposeHeaders: String = "",
    maxAge: String = "",
    allowCredentials: Bool? = nil,
    filterEnabled: RuntimeFractionalPercent? = nil,
    forwardNotMatchingPreflights: Bool? = nil
  ) {
    self.allowOriginStringMatch = allowOriginStringMatch
    self.allowMethods = allowMethods
    self.allowHeaders = allowHeaders
    self.exposeHeaders = exposeHeaders
    self.maxAge = maxAge
    self.allowCredentials = allowCredentials
    self.filterEnabled = filterEnabled
    self.forwardNotMatchingPreflights = forwardNotMatchingPreflights
  }

  /// A message with nothing set.
  public init() { self.init(allowOriginStringMatch: []) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.cors.v3.CorsPolicy" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(forwardNotMatchingPreflights, field: 10)
    writer.message(filterEnabled, field: 7)
    writer.wrapped(allowCredentials, field: 6)
    writer.string(maxAge, field: 5)
    writer.string(exposeHeaders, field: 4)
    writer.string(allowHeaders, field: 3)
    writer.string(allowMethods, field: 2)
    writer.messages(allowOriginStringMatch, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: allowOriginStringMatch.append(try reader.message())
      case 2: allowMethods = try reader.string()
      case 3: allowHeaders = try reader.string()
      case 4: exposeHeaders = try reader.string()
      case 5: maxAge = try reader.string()
      case 6: try reader.wrapped(into: &allowCredentials)
      case 7: try reader.message(into: &filterEnabled)
      case 10: try reader.wrapped(into: &forwardNotMatchingPreflights)
      default: try reader.skip()
      }
    }
  }
}
