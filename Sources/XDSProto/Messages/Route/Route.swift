// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// What happens to a request that matches.
public struct Route: ProtoMessage {
  /// The alternatives of `action`.
  public enum Action: Equatable, Sendable {
    /// Send them to a cluster.
    case route(RouteAction)
    /// Redirect them.
    case redirect(RedirectAction)
    /// Answer them here.
    case directResponse(DirectResponseAction)
    /// For a server, which answers by itself.
    case nonForwardingAction(NonForwardingAction)
  }

  /// Which requests.
  public var match: RouteMatch?
  /// One of: `route`, `redirect`, `direct_response`, `non_forwarding_action`.
  public var action: Action?
  /// Facts for filters.
  public var metadata: Metadata?
  /// How the request is named in traces.
  public var decorator: Decorator?
  /// Headers to add to requests.
  public var requestHeadersToAdd: [HeaderValueOption]
  /// Headers to add to responses.
  public var responseHeadersToAdd: [HeaderValueOption]
  /// Headers to remove from responses.
  public var responseHeadersToRemove: [String]
  /// Headers to remove from requests.
  public var requestHeadersToRemove: [String]
  /// Options of filters, by their names.
  public var typedPerFilterConfig: [String: AnyMessage]
  /// A name for statistics.
  public var name: String
  /// The prefix in statistics.
  public var statPrefix: String

  /// A message with these fields.
  public init(
    match: RouteMatch? = nil,
    action: Action? = nil,
    metadata: Metadata? = nil,
    decorator: Decorator? = nil,
    requestHeadersToAdd: [HeaderValueOption] = [],
    responseHeadersToAdd: [HeaderValueOption] = [],
    responseHeadersToRemove: [String] = [],
    requestHeadersToRemove: [String] = [],
    typedPerFilterConfig: [String: AnyMessage] = [:],
    name: String = "",
    statPrefix: String = ""
  ) {
    self.match = match
    self.action = action
    self.metadata = metadata
    self.decorator = decorator
    self.requestHeadersToAdd = requestHeadersToAdd
    self.responseHeadersToAdd = responseHeadersToAdd
    self.responseHeadersToRemove = responseHeadersToRemove
    self.requestHeadersToRemove = requestHeadersToRemove
    self.typedPerFilterConfig = typedPerFilterConfig
    self.name = name
    self.statPrefix = statPrefix
  }

  /// A message with nothing set.
  public init() { self.init(match: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.Route" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(statPrefix, field: 19)
    if case .nonForwardingAction(let value)? = action { writer.message(value, field: 18) }
    writer.string(name, field: 14)
    writer.map(typedPerFilterConfig, field: 13)
    writer.strings(requestHeadersToRemove, field: 12)
    writer.strings(responseHeadersToRemove, field: 11)
    writer.messages(responseHeadersToAdd, field: 10)
    writer.messages(requestHeadersToAdd, field: 9)
    if case .directResponse(let value)? = action { writer.message(value, field: 7) }
    writer.message(decorator, field: 5)
    writer.message(metadata, field: 4)
    switch action {
    case .redirect(let value): writer.message(value, field: 3)
    case .route(let value): writer.message(value, field: 2)
    default: break
    }
    writer.message(match, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &match)
      case 2:
        var value = if case .route(let old)? = action { old } else { RouteAction() }
        try reader.message(into: &value)
        action = .route(value)
      case 3:
        var value = if case .redirect(let old)? = action { old } else { RedirectAction() }
        try reader.message(into: &value)
        action = .redirect(value)
      case 4: try reader.message(into: &metadata)
      case 5: try reader.message(into: &decorator)
      case 7:
        var value =
          if case .directResponse(let old)? = action { old } else { DirectResponseAction() }
        try reader.message(into: &value)
        action = .directResponse(value)
      case 9: requestHeadersToAdd.append(try reader.message())
      case 10: responseHeadersToAdd.append(try reader.message())
      case 11: responseHeadersToRemove.append(try reader.string())
      case 12: requestHeadersToRemove.append(try reader.string())
      case 13: try reader.mapEntry(&typedPerFilterConfig)
      case 14: name = try reader.string()
      case 18:
        var value =
          if case .nonForwardingAction(let old)? = action { old } else { NonForwardingAction() }
        try reader.message(into: &value)
        action = .nonForwardingAction(value)
      case 19: statPrefix = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
