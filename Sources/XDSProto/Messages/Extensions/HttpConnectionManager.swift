// Made by scripts/protos out of protos/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto.

/// The network filter that speaks HTTP.
public struct HttpConnectionManager: ProtoMessage {
  /// The alternatives of `route_specifier`.
  public enum RouteSpecifier: Equatable, Sendable {
    /// Routes by RDS.
    case rds(Rds)
    /// The routes themselves.
    case routeConfig(RouteConfiguration)
  }

  /// The alternatives of `strip_port_mode`.
  public enum StripPortMode: Equatable, Sendable {
    /// Whether any port is taken off the host.
    case stripAnyHostPort(Bool)
  }

  /// Which version of HTTP.
  public var codecType: HttpConnectionManager.CodecType
  /// The prefix in statistics.
  public var statPrefix: String
  /// One of: `rds`, `route_config`.
  public var routeSpecifier: RouteSpecifier?
  /// The filters, the router last.
  public var httpFilters: [HttpFilter]
  /// Options of HTTP/1.
  public var httpProtocolOptions: Http1ProtocolOptions?
  /// Options of HTTP/2.
  public var http2ProtocolOptions: Http2ProtocolOptions?
  /// The value of the header `server`.
  public var serverName: String
  /// How long a connection is drained.
  public var drainTimeout: ProtoDuration?
  /// Logs of requests.
  public var accessLog: [AccessLog]
  /// Whether the peer's address is the client's, so that `x-forwarded-for` is not believed.
  public var useRemoteAddress: Bool?
  /// Whether a request without `x-request-id` gets one.
  public var generateRequestId: Bool?
  /// What to do with `x-forwarded-client-cert`.
  public var forwardClientCertDetails: HttpConnectionManager.ForwardClientCertDetails
  /// What of the client's certificate is forwarded.
  public var setCurrentClientCertDetails: HttpConnectionManager.SetCurrentClientCertDetails?
  /// Upgrades that are allowed.
  public var upgradeConfigs: [HttpConnectionManager.UpgradeConfig]
  /// How long a stream may be idle.
  public var streamIdleTimeout: ProtoDuration?
  /// How long the peer has to close.
  public var delayedCloseTimeout: ProtoDuration?
  /// How long a whole request may take to arrive.
  public var requestTimeout: ProtoDuration?
  /// Whether paths are normalised.
  public var normalizePath: Bool?
  /// Whether neighbouring slashes are merged.
  public var mergeSlashes: Bool
  /// What to do with the header `server` of a response.
  public var serverHeaderTransformation: HttpConnectionManager.ServerHeaderTransformation
  /// What concerns every version of HTTP.
  public var commonHttpProtocolOptions: HttpProtocolOptions?
  /// Whether any port is taken off the host.
  public var stripPortMode: StripPortMode?

  /// A message with these fields.
  public init(
    codecType: HttpConnectionManager.CodecType = .auto,
    statPrefix: String = "",
    routeSpecifier: RouteSpecifier? = nil,
    httpFilters: [HttpFilter] = [],
    httpProtocolOptions: Http1ProtocolOptions? = nil,
    http2ProtocolOptions: Http2ProtocolOptions? = nil,
    serverName: String = "",
    drainTimeout: ProtoDuration? = nil,
    accessLog: [AccessLog] = [],
    useRemoteAddress: Bool? = nil,
    generateRequestId: Bool? = nil,
    forwardClientCertDetails: HttpConnectionManager.ForwardClientCertDetails = .sanitize,
    setCurrentClientCertDetails: HttpConnectionManager.SetCurrentClientCertDetails? = nil,
    upgradeConfigs: [HttpConnectionManager.UpgradeConfig] = [],
    streamIdleTimeout: ProtoDuration? = nil,
    delayedCloseTimeout: ProtoDuration? = nil,
    requestTimeout: ProtoDuration? = nil,
    normalizePath: Bool? = nil,
    mergeSlashes: Bool = false,
    serverHeaderTransformation: HttpConnectionManager.ServerHeaderTransformation = .overwrite,
    commonHttpProtocolOptions: HttpProtocolOptions? = nil,
    stripPortMode: StripPortMode? = nil
  ) {
    self.codecType = codecType
    self.statPrefix = statPrefix
    self.routeSpecifier = routeSpecifier
    self.httpFilters = httpFilters
    self.httpProtocolOptions = httpProtocolOptions
    self.http2ProtocolOptions = http2ProtocolOptions
    self.serverName = serverName
    self.drainTimeout = drainTimeout
    self.accessLog = accessLog
    self.useRemoteAddress = useRemoteAddress
    self.generateRequestId = generateRequestId
    self.forwardClientCertDetails = forwardClientCertDetails
    self.setCurrentClientCertDetails = setCurrentClientCertDetails
    self.upgradeConfigs = upgradeConfigs
    self.streamIdleTimeout = streamIdleTimeout
    self.delayedCloseTimeout = delayedCloseTimeout
    self.requestTimeout = requestTimeout
    self.normalizePath = normalizePath
    self.mergeSlashes = mergeSlashes
    self.serverHeaderTransformation = serverHeaderTransformation
    self.commonHttpProtocolOptions = commonHttpProtocolOptions
    self.stripPortMode = stripPortMode
  }

  /// A message with nothing set.
  public init() { self.init(codecType: .auto) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .stripAnyHostPort(let value)? = stripPortMode {
      writer.bool(value, field: 42, always: true)
    }
    writer.message(commonHttpProtocolOptions, field: 35)
    writer.enumeration(serverHeaderTransformation, field: 34)
    writer.bool(mergeSlashes, field: 33)
    writer.wrapped(normalizePath, field: 30)
    writer.message(requestTimeout, field: 28)
    writer.message(delayedCloseTimeout, field: 26)
    writer.message(streamIdleTimeout, field: 24)
    writer.messages(upgradeConfigs, field: 23)
    writer.message(setCurrentClientCertDetails, field: 17)
    writer.enumeration(forwardClientCertDetails, field: 16)
    writer.wrapped(generateRequestId, field: 15)
    writer.wrapped(useRemoteAddress, field: 14)
    writer.messages(accessLog, field: 13)
    writer.message(drainTimeout, field: 12)
    writer.string(serverName, field: 10)
    writer.message(http2ProtocolOptions, field: 9)
    writer.message(httpProtocolOptions, field: 8)
    writer.messages(httpFilters, field: 5)
    switch routeSpecifier {
    case .routeConfig(let value): writer.message(value, field: 4)
    case .rds(let value): writer.message(value, field: 3)
    case nil: break
    }
    writer.string(statPrefix, field: 2)
    writer.enumeration(codecType, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: codecType = try reader.enumeration()
      case 2: statPrefix = try reader.string()
      case 3:
        var value = if case .rds(let old)? = routeSpecifier { old } else { Rds() }
        try reader.message(into: &value)
        routeSpecifier = .rds(value)
      case 4:
        var value =
          if case .routeConfig(let old)? = routeSpecifier { old } else { RouteConfiguration() }
        try reader.message(into: &value)
        routeSpecifier = .routeConfig(value)
      case 5: httpFilters.append(try reader.message())
      case 8: try reader.message(into: &httpProtocolOptions)
      case 9: try reader.message(into: &http2ProtocolOptions)
      case 10: serverName = try reader.string()
      case 12: try reader.message(into: &drainTimeout)
      case 13: accessLog.append(try reader.message())
      case 14: try reader.wrapped(into: &useRemoteAddress)
      case 15: try reader.wrapped(into: &generateRequestId)
      case 16: forwardClientCertDetails = try reader.enumeration()
      case 17: try reader.message(into: &setCurrentClientCertDetails)
      case 23: upgradeConfigs.append(try reader.message())
      case 24: try reader.message(into: &streamIdleTimeout)
      case 26: try reader.message(into: &delayedCloseTimeout)
      case 28: try reader.message(into: &requestTimeout)
      case 30: try reader.wrapped(into: &normalizePath)
      case 33: mergeSlashes = try reader.bool()
      case 34: serverHeaderTransformation = try reader.enumeration()
      case 35: try reader.message(into: &commonHttpProtocolOptions)
      case 42: stripPortMode = .stripAnyHostPort(try reader.bool())
      default: try reader.skip()
      }
    }
  }
}

extension HttpConnectionManager {
  /// A version of HTTP.
  public struct CodecType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `AUTO`.
    public static let auto = Self(rawValue: 0)
    /// `HTTP1`.
    public static let http1 = Self(rawValue: 1)
    /// `HTTP2`.
    public static let http2 = Self(rawValue: 2)
    /// `HTTP3`.
    public static let http3 = Self(rawValue: 3)
  }

  /// What to do with the header `server` of a response.
  public struct ServerHeaderTransformation: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `OVERWRITE`.
    public static let overwrite = Self(rawValue: 0)
    /// `APPEND_IF_ABSENT`.
    public static let appendIfAbsent = Self(rawValue: 1)
    /// `PASS_THROUGH`.
    public static let passThrough = Self(rawValue: 2)
  }

  /// What to do with `x-forwarded-client-cert`.
  public struct ForwardClientCertDetails: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `SANITIZE`.
    public static let sanitize = Self(rawValue: 0)
    /// `FORWARD_ONLY`.
    public static let forwardOnly = Self(rawValue: 1)
    /// `APPEND_FORWARD`.
    public static let appendForward = Self(rawValue: 2)
    /// `SANITIZE_SET`.
    public static let sanitizeSet = Self(rawValue: 3)
    /// `ALWAYS_FORWARD_ONLY`.
    public static let alwaysForwardOnly = Self(rawValue: 4)
  }

  /// An upgrade that is allowed.
  public struct UpgradeConfig: ProtoMessage {
    /// The protocol, such as `websocket`.
    public var upgradeType: String
    /// The filters for it, where they are others.
    public var filters: [HttpFilter]
    /// Whether it is on.
    public var enabled: Bool?

    /// A message with these fields.
    public init(
      upgradeType: String = "",
      filters: [HttpFilter] = [],
      enabled: Bool? = nil
    ) {
      self.upgradeType = upgradeType
      self.filters = filters
      self.enabled = enabled
    }

    /// A message with nothing set.
    public init() { self.init(upgradeType: "") }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(enabled, field: 3)
      writer.messages(filters, field: 2)
      writer.string(upgradeType, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: upgradeType = try reader.string()
        case 2: filters.append(try reader.message())
        case 3: try reader.wrapped(into: &enabled)
        default: try reader.skip()
        }
      }
    }
  }

  /// What of the client's certificate is forwarded.
  public struct SetCurrentClientCertDetails: ProtoMessage {
    /// The subject.
    public var subject: Bool?
    /// The certificate.
    public var cert: Bool
    /// The names of the kind DNS.
    public var dns: Bool
    /// The name of the kind URI.
    public var uri: Bool
    /// The certificates of the chain.
    public var chain: Bool

    /// A message with these fields.
    public init(
      subject: Bool? = nil,
      cert: Bool = false,
      dns: Bool = false,
      uri: Bool = false,
      chain: Bool = false
    ) {
      self.subject = subject
      self.cert = cert
      self.dns = dns
      self.uri = uri
      self.chain = chain
    }

    /// A message with nothing set.
    public init() { self.init(subject: nil) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(chain, field: 6)
      writer.bool(uri, field: 5)
      writer.bool(dns, field: 4)
      writer.bool(cert, field: 3)
      writer.wrapped(subject, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.wrapped(into: &subject)
        case 3: cert = try reader.bool()
        case 4: dns = try reader.bool()
        case 5: uri = try reader.bool()
        case 6: chain = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }
}
