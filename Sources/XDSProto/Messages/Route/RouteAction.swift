// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// Where a request is sent.
public struct RouteAction: ProtoMessage {
  /// The alternatives of `cluster_specifier`.
  public enum ClusterSpecifier: Equatable, Sendable {
    /// The cluster.
    case cluster(String)
    /// The header that names the cluster.
    case clusterHeader(String)
    /// Several clusters, each with a share.
    case weightedClusters(WeightedCluster)
  }

  /// The alternatives of `host_rewrite_specifier`.
  public enum HostRewriteSpecifier: Equatable, Sendable {
    /// The host to send instead.
    case hostRewriteLiteral(String)
    /// Whether the endpoint's host name is sent as the host.
    case autoHostRewrite(Bool)
    /// The header that holds the host to send.
    case hostRewriteHeader(String)
  }

  /// One of: `cluster`, `cluster_header`, `weighted_clusters`.
  public var clusterSpecifier: ClusterSpecifier?
  /// Which endpoints of the cluster.
  public var metadataMatch: Metadata?
  /// What replaces the matched prefix.
  public var prefixRewrite: String
  /// One of: `host_rewrite_literal`, `auto_host_rewrite`, `host_rewrite_header`.
  public var hostRewriteSpecifier: HostRewriteSpecifier?
  /// How long the whole answer may take; 0 is for ever.
  public var timeout: ProtoDuration?
  /// How to retry.
  public var retryPolicy: RetryPolicy?
  /// What a consistent hash is taken of.
  public var hashPolicy: [RouteAction.HashPolicy]
  /// The answer where the cluster does not exist.
  public var clusterNotFoundResponseCode: RouteAction.ClusterNotFoundResponseCode
  /// How long a stream may be idle.
  public var idleTimeout: ProtoDuration?
  /// Upgrades that are allowed.
  public var upgradeConfigs: [RouteAction.UpgradeConfig]
  /// Where copies of requests go.
  public var requestMirrorPolicies: [RouteAction.RequestMirrorPolicy]
  /// What replaces a part of the path.
  public var regexRewrite: RegexMatchAndSubstitute?
  /// How long a stream may last.
  public var maxStreamDuration: RouteAction.MaxStreamDuration?
  /// Whether a replaced host is kept in `x-forwarded-host`.
  public var appendXForwardedHost: Bool

  /// A message with these fields.
  public init(
    clusterSpecifier: ClusterSpecifier? = nil,
    metadataMatch: Metadata? = nil,
    prefixRewrite: String = "",
    hostRewriteSpecifier: HostRewriteSpecifier? = nil,
    timeout: ProtoDuration? = nil,
    retryPolicy: RetryPolicy? = nil,
    hashPolicy: [RouteAction.HashPolicy] = [],
    clusterNotFoundResponseCode: RouteAction.ClusterNotFoundResponseCode = .serviceUnavailable,
    idleTimeout: ProtoDuration? = nil,
    upgradeConfigs: [RouteAction.UpgradeConfig] = [],
    requestMirrorPolicies: [RouteAction.RequestMirrorPolicy] = [],
    regexRewrite: RegexMatchAndSubstitute? = nil,
    maxStreamDuration: RouteAction.MaxStreamDuration? = nil,
    appendXForwardedHost: Bool = false
  ) {
    self.clusterSpecifier = clusterSpecifier
    self.metadataMatch = metadataMatch
    self.prefixRewrite = prefixRewrite
    self.hostRewriteSpecifier = hostRewriteSpecifier
    self.timeout = timeout
    self.retryPolicy = retryPolicy
    self.hashPolicy = hashPolicy
    self.clusterNotFoundResponseCode = clusterNotFoundResponseCode
    self.idleTimeout = idleTimeout
    self.upgradeConfigs = upgradeConfigs
    self.requestMirrorPolicies = requestMirrorPolicies
    self.regexRewrite = regexRewrite
    self.maxStreamDuration = maxStreamDuration
    self.appendXForwardedHost = appendXForwardedHost
  }

  /// A message with nothing set.
  public init() { self.init(clusterSpecifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.RouteAction" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(appendXForwardedHost, field: 38)
    writer.message(maxStreamDuration, field: 36)
    writer.message(regexRewrite, field: 32)
    writer.messages(requestMirrorPolicies, field: 30)
    if case .hostRewriteHeader(let value)? = hostRewriteSpecifier {
      writer.string(value, field: 29, always: true)
    }
    writer.messages(upgradeConfigs, field: 25)
    writer.message(idleTimeout, field: 24)
    writer.enumeration(clusterNotFoundResponseCode, field: 20)
    writer.messages(hashPolicy, field: 15)
    writer.message(retryPolicy, field: 9)
    writer.message(timeout, field: 8)
    switch hostRewriteSpecifier {
    case .autoHostRewrite(let value): writer.wrapped(value, field: 7)
    case .hostRewriteLiteral(let value): writer.string(value, field: 6, always: true)
    default: break
    }
    writer.string(prefixRewrite, field: 5)
    writer.message(metadataMatch, field: 4)
    switch clusterSpecifier {
    case .weightedClusters(let value): writer.message(value, field: 3)
    case .clusterHeader(let value): writer.string(value, field: 2, always: true)
    case .cluster(let value): writer.string(value, field: 1, always: true)
    case nil: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: clusterSpecifier = .cluster(try reader.string())
      case 2: clusterSpecifier = .clusterHeader(try reader.string())
      case 3:
        var value =
          if case .weightedClusters(let old)? = clusterSpecifier { old } else { WeightedCluster() }
        try reader.message(into: &value)
        clusterSpecifier = .weightedClusters(value)
      case 4: try reader.message(into: &metadataMatch)
      case 5: prefixRewrite = try reader.string()
      case 6: hostRewriteSpecifier = .hostRewriteLiteral(try reader.string())
      case 7:
        var value: Bool? =
          if case .autoHostRewrite(let old)? = hostRewriteSpecifier { old } else { nil }
        try reader.wrapped(into: &value)
        hostRewriteSpecifier = value.map { .autoHostRewrite($0) }
      case 8: try reader.message(into: &timeout)
      case 9: try reader.message(into: &retryPolicy)
      case 15: hashPolicy.append(try reader.message())
      case 20: clusterNotFoundResponseCode = try reader.enumeration()
      case 24: try reader.message(into: &idleTimeout)
      case 25: upgradeConfigs.append(try reader.message())
      case 29: hostRewriteSpecifier = .hostRewriteHeader(try reader.string())
      case 30: requestMirrorPolicies.append(try reader.message())
      case 32: try reader.message(into: &regexRewrite)
      case 36: try reader.message(into: &maxStreamDuration)
      case 38: appendXForwardedHost = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
