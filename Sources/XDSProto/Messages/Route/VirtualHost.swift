// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// Routes for some hosts.
public struct VirtualHost: ProtoMessage {
  /// A name for statistics.
  public var name: String
  /// The hosts: a name, `*.suffix`, `prefix.*` or `*`.
  public var domains: [String]
  /// The routes, of which the first that matches is taken.
  public var routes: [Route]
  /// Whether plain requests are redirected.
  public var requireTls: VirtualHost.TlsRequirementType
  /// Headers to add to requests.
  public var requestHeadersToAdd: [HeaderValueOption]
  /// Headers to add to responses.
  public var responseHeadersToAdd: [HeaderValueOption]
  /// Headers to remove from responses.
  public var responseHeadersToRemove: [String]
  /// Headers to remove from requests.
  public var requestHeadersToRemove: [String]
  /// Whether `x-envoy-attempt-count` is sent upstream.
  public var includeRequestAttemptCount: Bool
  /// Options of filters, by their names.
  public var typedPerFilterConfig: [String: AnyMessage]
  /// How to retry, where a route does not say.
  public var retryPolicy: RetryPolicy?
  /// Facts for filters.
  public var metadata: Metadata?

  /// A message with these fields.
  public init(
    name: String = "",
    domains: [String] = [],
    routes: [Route] = [],
    requireTls: VirtualHost.TlsRequirementType = .none,
    requestHeadersToAdd: [HeaderValueOption] = [],
    responseHeadersToAdd: [HeaderValueOption] = [],
    responseHeadersToRemove: [String] = [],
    requestHeadersToRemove: [String] = [],
    includeRequestAttemptCount: Bool = false,
    typedPerFilterConfig: [String: AnyMessage] = [:],
    retryPolicy: RetryPolicy? = nil,
    metadata: Metadata? = nil
  ) {
    self.name = name
    self.domains = domains
    self.routes = routes
    self.requireTls = requireTls
    self.requestHeadersToAdd = requestHeadersToAdd
    self.responseHeadersToAdd = responseHeadersToAdd
    self.responseHeadersToRemove = responseHeadersToRemove
    self.requestHeadersToRemove = requestHeadersToRemove
    self.includeRequestAttemptCount = includeRequestAttemptCount
    self.typedPerFilterConfig = typedPerFilterConfig
    self.retryPolicy = retryPolicy
    self.metadata = metadata
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.VirtualHost" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(metadata, field: 24)
    writer.message(retryPolicy, field: 16)
    writer.map(typedPerFilterConfig, field: 15)
    writer.bool(includeRequestAttemptCount, field: 14)
    writer.strings(requestHeadersToRemove, field: 13)
    writer.strings(responseHeadersToRemove, field: 11)
    writer.messages(responseHeadersToAdd, field: 10)
    writer.messages(requestHeadersToAdd, field: 7)
    writer.enumeration(requireTls, field: 4)
    writer.messages(routes, field: 3)
    writer.strings(domains, field: 2)
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 2: domains.append(try reader.string())
      case 3: routes.append(try reader.message())
      case 4: requireTls = try reader.enumeration()
      case 7: requestHeadersToAdd.append(try reader.message())
      case 10: responseHeadersToAdd.append(try reader.message())
      case 11: responseHeadersToRemove.append(try reader.string())
      case 13: requestHeadersToRemove.append(try reader.string())
      case 14: includeRequestAttemptCount = try reader.bool()
      case 15: try reader.mapEntry(&typedPerFilterConfig)
      case 16: try reader.message(into: &retryPolicy)
      case 24: try reader.message(into: &metadata)
      default: try reader.skip()
      }
    }
  }
}

extension VirtualHost {
  /// Which requests must come over TLS.
  public struct TlsRequirementType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `NONE`.
    public static let none = Self(rawValue: 0)
    /// `EXTERNAL_ONLY`.
    public static let externalOnly = Self(rawValue: 1)
    /// `ALL`.
    public static let all = Self(rawValue: 2)
  }
}
