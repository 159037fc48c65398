internal import XDSProto

internal import enum MeshModel.AppProtocol
internal import struct MeshModel.TrafficPolicy

/// Which version of HTTP an upstream is spoken to in.
enum UpstreamHTTP {
  case http1
  case http2
  /// That of the client's connection.
  case asClient

  /// What suits a port for which rules say `pool`; nil where nothing need be said: HTTP/1.1.
  init?(_ appProtocol: AppProtocol, _ pool: TrafficPolicy.ConnectionPool.HTTP?) {
    guard appProtocol.isHTTP else { return nil }
    if pool?.h2UpgradePolicy == .upgrade {
      self = .http2
    } else if pool?.usesClientProtocol == true {
      self = .asClient
    } else if appProtocol.isHTTP2 {
      self = .http2
    } else {
      return nil
    }
  }
}

extension UpstreamHttpProtocolOptions {
  /// The options that say which version of HTTP is spoken, which Envoy wants of all options.
  init(http: UpstreamHTTP) {
    switch http {
    case .http1:
      self.init(
        upstreamProtocolOptions: .explicitHttpConfig(
          ExplicitHttpConfig(protocolConfig: .httpProtocolOptions(Http1ProtocolOptions()))))
    case .http2:
      self.init(
        upstreamProtocolOptions: .explicitHttpConfig(
          ExplicitHttpConfig(protocolConfig: .http2ProtocolOptions(Http2ProtocolOptions()))))
    case .asClient:
      self.init(
        upstreamProtocolOptions: .useDownstreamProtocolConfig(
          UseDownstreamHttpConfig(
            httpProtocolOptions: Http1ProtocolOptions(),
            http2ProtocolOptions: Http2ProtocolOptions())))
    }
  }

  /// Whether nothing but HTTP/2 is spoken.
  var isHTTP2: Bool {
    guard case .explicitHttpConfig(let config)? = upstreamProtocolOptions,
      case .http2ProtocolOptions? = config.protocolConfig
    else { return false }
    return true
  }

  /// Sets how many requests an HTTP/2 connection carries at once.
  mutating func limitStreams(to count: UInt32) {
    switch upstreamProtocolOptions {
    case .explicitHttpConfig(var config):
      guard case .http2ProtocolOptions(var http2)? = config.protocolConfig else { return }
      http2.maxConcurrentStreams = count
      config.protocolConfig = .http2ProtocolOptions(http2)
      upstreamProtocolOptions = .explicitHttpConfig(config)
    case .useDownstreamProtocolConfig(var config):
      config.http2ProtocolOptions?.maxConcurrentStreams = count
      upstreamProtocolOptions = .useDownstreamProtocolConfig(config)
    case nil: break
    }
  }
}

extension Cluster {
  /// Has the upstream spoken to with those options.
  mutating func speak(_ options: UpstreamHttpProtocolOptions) {
    typedExtensionProtocolOptions[UpstreamHttpProtocolOptions.typeName] = AnyMessage(
      packing: options)
  }
}
