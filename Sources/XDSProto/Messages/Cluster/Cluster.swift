// Made by scripts/protos out of protos/envoy/config/cluster/v3/cluster.proto.

/// Upstream endpoints that are the same to the caller, and how to reach them.
public struct Cluster: ProtoMessage {
  /// The alternatives of `cluster_discovery_type`.
  public enum ClusterDiscoveryType: Equatable, Sendable {
    /// How the endpoints are found, by name.
    case type(Cluster.DiscoveryType)
  }

  /// The alternatives of `lb_config`.
  public enum LbConfig: Equatable, Sendable {
    /// The options of RING_HASH.
    case ringHashLbConfig(Cluster.RingHashLbConfig)
    /// The options of ORIGINAL_DST.
    case originalDstLbConfig(Cluster.OriginalDstLbConfig)
    /// The options of LEAST_REQUEST.
    case leastRequestLbConfig(Cluster.LeastRequestLbConfig)
    /// The options of MAGLEV.
    case maglevLbConfig(Cluster.MaglevLbConfig)
    /// The options of ROUND_ROBIN.
    case roundRobinLbConfig(Cluster.RoundRobinLbConfig)
  }

  /// The name that routes use.
  public var name: String
  /// How the endpoints are found, by name.
  public var clusterDiscoveryType: ClusterDiscoveryType?
  /// Where EDS takes the endpoints from.
  public var edsClusterConfig: Cluster.EdsClusterConfig?
  /// How long connecting may take.
  public var connectTimeout: ProtoDuration?
  /// How much is buffered for a connection.
  public var perConnectionBufferLimitBytes: UInt32?
  /// How endpoints are chosen.
  public var lbPolicy: Cluster.LbPolicy
  /// Limits that protect the cluster.
  public var circuitBreakers: CircuitBreakers?
  /// How often names are looked up.
  public var dnsRefreshRate: ProtoDuration?
  /// Which IP versions are looked up.
  public var dnsLookupFamily: Cluster.DnsLookupFamily
  /// When an endpoint is taken out because its answers are bad.
  public var outlierDetection: OutlierDetection?
  /// How long an unused endpoint of an ORIGINAL_DST cluster is kept.
  public var cleanupInterval: ProtoDuration?
  /// What connections are bound to.
  public var upstreamBindConfig: BindConfig?
  /// One of: `ring_hash_lb_config`, `original_dst_lb_config`, `least_request_lb_config`,
  /// `maglev_lb_config`, `round_robin_lb_config`.
  public var lbConfig: LbConfig?
  /// How connections are secured.
  public var transportSocket: TransportSocket?
  /// Facts for filters.
  public var metadata: Metadata?
  /// Options of every load balancer.
  public var commonLbConfig: Cluster.CommonLbConfig?
  /// The name in statistics, where it is not the cluster's.
  public var altStatName: String
  /// Options of connections.
  public var upstreamConnectionOptions: UpstreamConnectionOptions?
  /// Whether connections to an endpoint that fails are closed.
  public var closeConnectionsOnHostHealthFailure: Bool
  /// Whether a removed endpoint goes at once, even if it is healthy.
  public var ignoreHealthOnHostRemoval: Bool
  /// The endpoints, where they are not found by EDS.
  public var loadAssignment: ClusterLoadAssignment?
  /// Options of protocols, by the name of the extension.
  public var typedExtensionProtocolOptions: [String: AnyMessage]
  /// Whether names are looked up when their answer expires.
  public var respectDnsTtl: Bool

  /// A message with these fields.
  public init(
    name: String = "",
    clusterDiscoveryType: ClusterDiscoveryType? = nil,
    edsClusterConfig: Cluster.EdsClusterConfig? = nil,
    connectTimeout: ProtoDuration? = nil,
    perConnectionBufferLimitBytes: UInt32? = nil,
    lbPolicy: Cluster.LbPolicy = .roundRobin,
    circuitBreakers: CircuitBreakers? = nil,
    dnsRefreshRate: ProtoDuration? = nil,
    dnsLookupFamily: Cluster.DnsLookupFamily = .auto,
    outlierDetection: OutlierDetection? = nil,
    cleanupInterval: ProtoDuration? = nil,
    upstreamBindConfig: BindConfig? = nil,
    lbConfig: LbConfig? = nil,
    transportSocket: TransportSocket? = nil,
    metadata: Metadata? = nil,
    commonLbConfig: Cluster.CommonLbConfig? = nil,
    altStatName: String = "",
    upstreamConnectionOptions: UpstreamConnectionOptions? = nil,
    closeConnectionsOnHostHealthFailure: Bool = false,
    ignoreHealthOnHostRemoval: Bool = false,
    loadAssignment: ClusterLoadAssignment? = nil,
    typedExtensionProtocolOptions: [String: AnyMessage] = [:],
    respectDnsTtl: Bool = false
  ) {
    self.name = name
    self.clusterDiscoveryType = clusterDiscoveryType
    self.edsClusterConfig = edsClusterConfig
    self.connectTimeout = connectTimeout
    self.perConnectionBufferLimitBytes = perConnectionBufferLimitBytes
    self.lbPolicy = lbPolicy
    self.circuitBreakers = circuitBreakers
    self.dnsRefreshRate = dnsRefreshRate
    self.dnsLookupFamily = dnsLookupFamily
    self.outlierDetection = outlierDetection
    self.cleanupInterval = cleanupInterval
    self.upstreamBindConfig = upstreamBindConfig
    self.lbConfig = lbConfig
    self.transportSocket = transportSocket
    self.metadata = metadata
    self.commonLbConfig = commonLbConfig
    self.altStatName = altStatName
    self.upstreamConnectionOptions = upstreamConnectionOptions
    self.closeConnectionsOnHostHealthFailure = closeConnectionsOnHostHealthFailure
    self.ignoreHealthOnHostRemoval = ignoreHealthOnHostRemoval
    self.loadAssignment = loadAssignment
    self.typedExtensionProtocolOptions = typedExtensionProtocolOptions
    self.respectDnsTtl = respectDnsTtl
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.cluster.v3.Cluster" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch lbConfig {
    case .roundRobinLbConfig(let value): writer.message(value, field: 56)
    case .maglevLbConfig(let value): writer.message(value, field: 52)
    default: break
    }
    writer.bool(respectDnsTtl, field: 39)
    if case .leastRequestLbConfig(let value)? = lbConfig { writer.message(value, field: 37) }
    writer.map(typedExtensionProtocolOptions, field: 36)
    if case .originalDstLbConfig(let value)? = lbConfig { writer.message(value, field: 34) }
    writer.message(loadAssignment, field: 33)
    writer.bool(ignoreHealthOnHostRemoval, field: 32)
    writer.bool(closeConnectionsOnHostHealthFailure, field: 31)
    writer.message(upstreamConnectionOptions, field: 30)
    writer.string(altStatName, field: 28)
    writer.message(commonLbConfig, field: 27)
    writer.message(metadata, field: 25)
    writer.message(transportSocket, field: 24)
    if case .ringHashLbConfig(let value)? = lbConfig { writer.message(value, field: 23) }
    writer.message(upstreamBindConfig, field: 21)
    writer.message(cleanupInterval, field: 20)
    writer.message(outlierDetection, field: 19)
    writer.enumeration(dnsLookupFamily, field: 17)
    writer.message(dnsRefreshRate, field: 16)
    writer.message(circuitBreakers, field: 10)
    writer.enumeration(lbPolicy, field: 6)
    writer.wrapped(perConnectionBufferLimitBytes, field: 5)
    writer.message(connectTimeout, field: 4)
    writer.message(edsClusterConfig, field: 3)
    if case .type(let value)? = clusterDiscoveryType {
      writer.enumeration(value, field: 2, always: true)
    }
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 2: clusterDiscoveryType = .type(try reader.enumeration())
      case 3: try reader.message(into: &edsClusterConfig)
      case 4: try reader.message(into: &connectTimeout)
      case 5: try reader.wrapped(into: &perConnectionBufferLimitBytes)
      case 6: lbPolicy = try reader.enumeration()
      case 10: try reader.message(into: &circuitBreakers)
      case 16: try reader.message(into: &dnsRefreshRate)
      case 17: dnsLookupFamily = try reader.enumeration()
      case 19: try reader.message(into: &outlierDetection)
      case 20: try reader.message(into: &cleanupInterval)
      case 21: try reader.message(into: &upstreamBindConfig)
      case 23:
        var value =
          if case .ringHashLbConfig(let old)? = lbConfig { old } else { Cluster.RingHashLbConfig() }
        try reader.message(into: &value)
        lbConfig = .ringHashLbConfig(value)
      case 24: try reader.message(into: &transportSocket)
      case 25: try reader.message(into: &metadata)
      case 27: try reader.message(into: &commonLbConfig)
      case 28: altStatName = try reader.string()
      case 30: try reader.message(into: &upstreamConnectionOptions)
      case 31: closeConnectionsOnHostHealthFailure = try reader.bool()
      case 32: ignoreHealthOnHostRemoval = try reader.bool()
      case 33: try reader.message(into: &loadAssignment)
      case 34:
        var value =
          if case .originalDstLbConfig(let old)? = lbConfig { old } else {
            Cluster.OriginalDstLbConfig()
          }
        try reader.message(into: &value)
        lbConfig = .originalDstLbConfig(value)
      case 36: try reader.mapEntry(&typedExtensionProtocolOptions)
      case 37:
        var value =
          if case .leastRequestLbConfig(let old)? = lbConfig { old } else {
            Cluster.LeastRequestLbConfig()
          }
        try reader.message(into: &value)
        lbConfig = .leastRequestLbConfig(value)
      case 39: respectDnsTtl = try reader.bool()
      case 52:
        var value =
          if case .maglevLbConfig(let old)? = lbConfig { old } else { Cluster.MaglevLbConfig() }
        try reader.message(into: &value)
        lbConfig = .maglevLbConfig(value)
      case 56:
        var value =
          if case .roundRobinLbConfig(let old)? = lbConfig { old } else {
            Cluster.RoundRobinLbConfig()
          }
        try reader.message(into: &value)
        lbConfig = .roundRobinLbConfig(value)
      default: try reader.skip()
      }
    }
  }
}
