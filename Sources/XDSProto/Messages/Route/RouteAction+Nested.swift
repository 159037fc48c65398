// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

extension RouteAction {
  /// The answer where a cluster does not exist.
  public struct ClusterNotFoundResponseCode: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `SERVICE_UNAVAILABLE`.
    public static let serviceUnavailable = Self(rawValue: 0)
    /// `NOT_FOUND`.
    public static let notFound = Self(rawValue: 1)
    /// `INTERNAL_SERVER_ERROR`.
    public static let internalServerError = Self(rawValue: 2)
  }

  /// Where copies of requests go.
  public struct RequestMirrorPolicy: ProtoMessage {
    /// The cluster.
    public var cluster: String
    /// How many of the requests.
    public var runtimeFraction: RuntimeFractionalPercent?

    /// A message with these fields.
    public init(
      cluster: String = "",
      runtimeFraction: RuntimeFractionalPercent? = nil
    ) {
      self.cluster = cluster
      self.runtimeFraction = runtimeFraction
    }

    /// A message with nothing set.
    public init() { self.init(cluster: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.RequestMirrorPolicy" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(runtimeFraction, field: 3)
      writer.string(cluster, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: cluster = try reader.string()
        case 3: try reader.message(into: &runtimeFraction)
        default: try reader.skip()
        }
      }
    }
  }

  /// What a consistent hash is taken of.
  public struct HashPolicy: ProtoMessage {
    /// The alternatives of `policy_specifier`.
    public enum PolicySpecifier: Equatable, Sendable {
      /// A header.
      case header(RouteAction.HashPolicy.Header)
      /// A cookie.
      case cookie(RouteAction.HashPolicy.Cookie)
      /// The connection.
      case connectionProperties(RouteAction.HashPolicy.ConnectionProperties)
      /// A query parameter.
      case queryParameter(RouteAction.HashPolicy.QueryParameter)
    }

    /// One of: `header`, `cookie`, `connection_properties`, `query_parameter`.
    public var policySpecifier: PolicySpecifier?
    /// Whether the rest is skipped once there is a hash.
    public var terminal: Bool

    /// A message with these fields.
    public init(
      policySpecifier: PolicySpecifier? = nil,
      terminal: Bool = false
    ) {
      self.policySpecifier = policySpecifier
      self.terminal = terminal
    }

    /// A message with nothing set.
    public init() { self.init(policySpecifier: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.HashPolicy" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      if case .queryParameter(let value)? = policySpecifier { writer.message(value, field: 5) }
      writer.bool(terminal, field: 4)
      switch policySpecifier {
      case .connectionProperties(let value): writer.message(value, field: 3)
      case .cookie(let value): writer.message(value, field: 2)
      case .header(let value): writer.message(value, field: 1)
      default: break
      }
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1:
          var value =
            if case .header(let old)? = policySpecifier { old } else {
              RouteAction.HashPolicy.Header()
            }
          try reader.message(into: &value)
          policySpecifier = .header(value)
        case 2:
          var value =
            if case .cookie(let old)? = policySpecifier { old } else {
              RouteAction.HashPolicy.Cookie()
            }
          try reader.message(into: &value)
          policySpecifier = .cookie(value)
        case 3:
          var value =
            if case .connectionProperties(let old)? = policySpecifier { old } else {
              RouteAction.HashPolicy.ConnectionProperties()
            }
          try reader.message(into: &value)
          policySpecifier = .connectionProperties(value)
        case 4: terminal = try reader.bool()
        case 5:
          var value =
            if case .queryParameter(let old)? = policySpecifier { old } else {
              RouteAction.HashPolicy.QueryParameter()
            }
          try reader.message(into: &value)
          policySpecifier = .queryParameter(value)
        default: try reader.skip()
        }
      }
    }
  }

  /// An upgrade that is allowed.
  public struct UpgradeConfig: ProtoMessage {
    /// The protocol, such as `websocket`.
    public var upgradeType: String
    /// Whether it is on.
    public var enabled: Bool?

    /// A message with these fields.
    public init(
      upgradeType: String = "",
      enabled: Bool? = nil
    ) {
      self.upgradeType = upgradeType
      self.enabled = enabled
    }

    /// A message with nothing set.
    public init() { self.init(upgradeType: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.UpgradeConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(enabled, field: 2)
      writer.string(upgradeType, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: upgradeType = try reader.string()
        case 2: try reader.wrapped(into: &enabled)
        default: try reader.skip()
        }
      }
    }
  }

  /// How long a stream may last.
  public struct MaxStreamDuration: ProtoMessage {
    /// The most.
    public var maxStreamDuration: ProtoDuration?
    /// The most where the request has `grpc-timeout`.
    public var grpcTimeoutHeaderMax: ProtoDuration?
    /// What is taken off `grpc-timeout`.
    public var grpcTimeoutHeaderOffset: ProtoDuration?

    /// A message with these fields.
    public init(
      maxStreamDuration: ProtoDuration? = nil,
      grpcTimeoutHeaderMax: ProtoDuration? = nil,
      grpcTimeoutHeaderOffset: ProtoDuration? = nil
    ) {
      self.maxStreamDuration = maxStreamDuration
      self.grpcTimeoutHeaderMax = grpcTimeoutHeaderMax
      self.grpcTimeoutHeaderOffset = grpcTimeoutHeaderOffset
    }

    /// A message with nothing set.
    public init() { self.init(maxStreamDuration: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.MaxStreamDuration" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(grpcTimeoutHeaderOffset, field: 3)
      writer.message(grpcTimeoutHeaderMax, field: 2)
      writer.message(maxStreamDuration, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &maxStreamDuration)
        case 2: try reader.message(into: &grpcTimeoutHeaderMax)
        case 3: try reader.message(into: &grpcTimeoutHeaderOffset)
        default: try reader.skip()
        }
      }
    }
  }
}

extension RouteAction.HashPolicy {
  /// A header.
  public struct Header: ProtoMessage {
    /// The header's name.
    public var headerName: String

    /// A message with these fields.
    public init(
      headerName: String = ""
    ) {
      self.headerName = headerName
    }

    /// A message with nothing set.
    public init() { self.init(headerName: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.HashPolicy.Header" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.string(headerName, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: headerName = try reader.string()
        default: try reader.skip()
        }
      }
    }
  }

  /// An attribute of a cookie that is made here.
  public struct CookieAttribute: ProtoMessage {
    /// The attribute's name.
    public var name: String
    /// The attribute's value.
    public var value: String

    /// A message with these fields.
    public init(
      name: String = "",
      value: String = ""
    ) {
      self.name = name
      self.value = value
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.string(value, field: 2)
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 2: value = try reader.string()
        default: try reader.skip()
        }
      }
    }
  }

  /// A cookie.
  public struct Cookie: ProtoMessage {
    /// The cookie's name.
    public var name: String
    /// How long a cookie lives that is made here.
    public var ttl: ProtoDuration?
    /// The path of a cookie that is made here.
    public var path: String
    /// Attributes of a cookie that is made here.
    public var attributes: [RouteAction.HashPolicy.CookieAttribute]

    /// A message with these fields.
    public init(
      name: String = "",
      ttl: ProtoDuration? = nil,
      path: String = "",
      attributes: [RouteAction.HashPolicy.CookieAttribute] = []
    ) {
      self.name = name
      self.ttl = ttl
      self.path = path
      self.attributes = attributes
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RouteAction.HashPolicy.Cookie" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.messages(attributes, field: 4)
      writer.string(path, field: 3)
      writer.message(ttl, field: 2)
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 2: try reader.message(into: &ttl)
        case 3: path = try reader.string()
        case 4: attributes.append(try reader.message())
        default: try reader.skip()
        }
      }
    }
  }

  /// The connection.
  public struct ConnectionProperties: ProtoMessage {
    /// Whether the source address counts.
    public var sourceIp: Bool

    /// A message with these fields.
    public init(
      sourceIp: Bool = false
    ) {
      self.sourceIp = sourceIp
    }

    /// A message with nothing set.
    public init() { self.init(sourceIp: false) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(sourceIp, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: sourceIp = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }

  /// A query parameter.
  public struct QueryParameter: ProtoMessage {
    /// The parameter's name.
    public var name: String

    /// A message with these fields.
    public init(
      name: String = ""
    ) {
      self.name = name
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.route.v3.RouteAction.HashPolicy.QueryParameter"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        default: try reader.skip()
        }
      }
    }
  }
}
