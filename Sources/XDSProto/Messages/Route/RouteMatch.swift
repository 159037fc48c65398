// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// Which requests a route takes.
public struct RouteMatch: ProtoMessage {
  /// The alternatives of `path_specifier`.
  public enum PathSpecifier: Equatable, Sendable {
    /// The path begins with this.
    case prefix(String)
    /// The path is this.
    case path(String)
    /// The whole path matches this.
    case safeRegex(RegexMatcher)
    /// The path is this or begins with this and a slash.
    case pathSeparatedPrefix(String)
  }

  /// One of: `prefix`, `path`, `safe_regex`, `path_separated_prefix`.
  public var pathSpecifier: PathSpecifier?
  /// Whether upper and lower case differ in the path.
  public var caseSensitive: Bool?
  /// Conditions on headers, all of which must hold.
  public var headers: [HeaderMatcher]
  /// Conditions on query parameters, all of which must hold.
  public var queryParameters: [QueryParameterMatcher]
  /// Only gRPC.
  public var grpc: RouteMatch.GrpcRouteMatchOptions?
  /// How many of the requests.
  public var runtimeFraction: RuntimeFractionalPercent?

  /// A message with these fields.
  public init(
    pathSpecifier: PathSpecifier? = nil,
    caseSensitive: Bool? = nil,
    headers: [HeaderMatcher] = [],
    queryParameters: [QueryParameterMatcher] = [],
    grpc: RouteMatch.GrpcRouteMatchOptions? = nil,
    runtimeFraction: RuntimeFractionalPercent? = nil
  ) {
    self.pathSpecifier = pathSpecifier
    self.caseSensitive = caseSensitive
    self.headers = headers
    self.queryParameters = queryParameters
    self.grpc = grpc
    self.runtimeFraction = runtimeFraction
  }

  /// A message with nothing set.
  public init() { self.init(pathSpecifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.RouteMatch" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch pathSpecifier {
    case .pathSeparatedPrefix(let value): writer.string(value, field: 14, always: true)
    case .safeRegex(let value): writer.message(value, field: 10)
    default: break
    }
    writer.message(runtimeFraction, field: 9)
    writer.message(grpc, field: 8)
    writer.messages(queryParameters, field: 7)
    writer.messages(headers, field: 6)
    writer.wrapped(caseSensitive, field: 4)
    switch pathSpecifier {
    case .path(let value): writer.string(value, field: 2, always: true)
    case .prefix(let value): writer.string(value, field: 1, always: true)
    default: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: pathSpecifier = .prefix(try reader.string())
      case 2: pathSpecifier = .path(try reader.string())
      case 4: try reader.wrapped(into: &caseSensitive)
      case 6: headers.append(try reader.message())
      case 7: queryParameters.append(try reader.message())
      case 8: try reader.message(into: &grpc)
      case 9: try reader.message(into: &runtimeFraction)
      case 10:
        var value = if case .safeRegex(let old)? = pathSpecifier { old } else { RegexMatcher() }
        try reader.message(into: &value)
        pathSpecifier = .safeRegex(value)
      case 14: pathSpecifier = .pathSeparatedPrefix(try reader.string())
      default: try reader.skip()
      }
    }
  }
}

extension RouteMatch {
  /// Only gRPC.
  public struct GrpcRouteMatchOptions: ProtoMessage {
    /// A message with nothing set.
    public init() {}

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {}

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while try reader.nextField() != nil { try reader.skip() }
    }
  }
}
