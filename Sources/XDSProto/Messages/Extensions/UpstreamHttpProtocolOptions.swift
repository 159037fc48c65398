// Made by scripts/protos out of protos/envoy/extensions/upstreams/http/v3/http_protocol_options.proto.

/// Which HTTP a cluster speaks.
///
/// Belongs into `Cluster.typed_extension_protocol_options`.
public struct UpstreamHttpProtocolOptions: ProtoMessage {
  /// The alternatives of `upstream_protocol_options`.
  public enum UpstreamProtocolOptions: Equatable, Sendable {
    /// Always this version of HTTP.
    case explicitHttpConfig(UpstreamHttpProtocolOptions.ExplicitHttpConfig)
    /// The version of HTTP that the caller speaks.
    case useDownstreamProtocolConfig(UpstreamHttpProtocolOptions.UseDownstreamHttpConfig)
  }

  /// What concerns every version of HTTP.
  public var commonHttpProtocolOptions: HttpProtocolOptions?
  /// How the name of a request is used for the TLS connection.
  public var upstreamHttpProtocolOptions: UpstreamNameOptions?
  /// One of: `explicit_http_config`, `use_downstream_protocol_config`.
  public var upstreamProtocolOptions: UpstreamProtocolOptions?

  /// A message with these fields.
  public init(
    commonHttpProtocolOptions: HttpProtocolOptions? = nil,
    upstreamHttpProtocolOptions: UpstreamNameOptions? = nil,
    upstreamProtocolOptions: UpstreamProtocolOptions? = nil
  ) {
    self.commonHttpProtocolOptions = commonHttpProtocolOptions
    self.upstreamHttpProtocolOptions = upstreamHttpProtocolOptions
    self.upstreamProtocolOptions = upstreamProtocolOptions
  }

  /// A message with nothing set.
  public init() { self.init(commonHttpProtocolOptions: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch upstreamProtocolOptions {
    case .useDownstreamProtocolConfig(let value): writer.message(value, field: 4)
    case .explicitHttpConfig(let value): writer.message(value, field: 3)
    case nil: break
    }
    writer.message(upstreamHttpProtocolOptions, field: 2)
    writer.message(commonHttpProtocolOptions, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &commonHttpProtocolOptions)
      case 2: try reader.message(into: &upstreamHttpProtocolOptions)
      case 3:
        var value =
          if case .explicitHttpConfig(let old)? = upstreamProtocolOptions { old } else {
            UpstreamHttpProtocolOptions.ExplicitHttpConfig()
          }
        try reader.message(into: &value)
        upstreamProtocolOptions = .explicitHttpConfig(value)
      case 4:
        var value =
          if case .useDownstreamProtocolConfig(let old)? = upstreamProtocolOptions { old } else {
            UpstreamHttpProtocolOptions.UseDownstreamHttpConfig()
          }
        try reader.message(into: &value)
        upstreamProtocolOptions = .useDownstreamProtocolConfig(value)
      default: try reader.skip()
      }
    }
  }
}

extension UpstreamHttpProtocolOptions {
  /// Always one version of HTTP.
  public struct ExplicitHttpConfig: ProtoMessage {
    /// The alternatives of `protocol_config`.
    public enum ProtocolConfig: Equatable, Sendable {
      /// HTTP/1.
      case httpProtocolOptions(Http1ProtocolOptions)
      /// HTTP/2.
      case http2ProtocolOptions(Http2ProtocolOptions)
    }

    /// One of: `http_protocol_options`, `http2_protocol_options`.
    public var protocolConfig: ProtocolConfig?

    /// A message with these fields.
    public init(
      protocolConfig: ProtocolConfig? = nil
    ) {
      self.protocolConfig = protocolConfig
    }

    /// A message with nothing set.
    public init() { self.init(protocolConfig: nil) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      switch protocolConfig {
      case .http2ProtocolOptions(let value): writer.message(value, field: 2)
      case .httpProtocolOptions(let value): writer.message(value, field: 1)
      case nil: break
      }
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1:
          var value =
            if case .httpProtocolOptions(let old)? = protocolConfig { old } else {
              Http1ProtocolOptions()
            }
          try reader.message(into: &value)
          protocolConfig = .httpProtocolOptions(value)
        case 2:
          var value =
            if case .http2ProtocolOptions(let old)? = protocolConfig { old } else {
              Http2ProtocolOptions()
            }
          try reader.message(into: &value)
          protocolConfig = .http2ProtocolOptions(value)
        default: try reader.skip()
        }
      }
    }
  }

  /// The version of HTTP that the caller speaks.
  public struct UseDownstreamHttpConfig: ProtoMessage {
    /// Options where it is HTTP/1.
    public var httpProtocolOptions: Http1ProtocolOptions?
    /// Options where it is HTTP/2.
    public var http2ProtocolOptions: Http2ProtocolOptions?

    /// A message with these fields.
    public init(
      httpProtocolOptions: Http1ProtocolOptions? = nil,
      http2ProtocolOptions: Http2ProtocolOptions? = nil
    ) {
      self.httpProtocolOptions = httpProtocolOptions
      self.http2ProtocolOptions = http2ProtocolOptions
    }

    /// A message with nothing set.
    public init() { self.init(httpProtocolOptions: nil) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(http2ProtocolOptions, field: 2)
      writer.message(httpProtocolOptions, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &httpProtocolOptions)
        case 2: try reader.message(into: &http2ProtocolOptions)
        default: try reader.skip()
        }
      }
    }
  }
}
