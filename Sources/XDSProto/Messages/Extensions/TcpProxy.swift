// Made by scripts/protos out of protos/envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.proto.

/// The network filter that passes bytes on.
public struct TcpProxy: ProtoMessage {
  /// The alternatives of `cluster_specifier`.
  public enum ClusterSpecifier: Equatable, Sendable {
    /// The cluster.
    case cluster(String)
    /// Several clusters, each with a share.
    case weightedClusters(TcpProxy.WeightedCluster)
  }

  /// The prefix in statistics.
  public var statPrefix: String
  /// One of: `cluster`, `weighted_clusters`.
  public var clusterSpecifier: ClusterSpecifier?
  /// Logs of connections.
  public var accessLog: [AccessLog]
  /// How often connecting is tried.
  public var maxConnectAttempts: UInt32?
  /// How long a connection may be idle.
  public var idleTimeout: ProtoDuration?
  /// Which endpoints of the cluster.
  public var metadataMatch: Metadata?
  /// What a consistent hash is taken of.
  public var hashPolicy: [HashPolicy]
  /// How old a connection may become.
  public var maxDownstreamConnectionDuration: ProtoDuration?

  /// A message with these fields.
  public init(
    statPrefix: String = "",
    clusterSpecifier: ClusterSpecifier? = nil,
    accessLog: [AccessLog] = [],
    maxConnectAttempts: UInt32? = nil,
    idleTimeout: ProtoDuration? = nil,
    metadataMatch: Metadata? = nil,
    hashPolicy: [HashPolicy] = [],
    maxDownstreamConnectionDuration: ProtoDuration? = nil
  ) {
    self.statPrefix = statPrefix
    self.clusterSpecifier = clusterSpecifier
    self.accessLog = accessLog
    self.maxConnectAttempts = maxConnectAttempts
    self.idleTimeout = idleTimeout
    self.metadataMatch = metadataMatch
    self.hashPolicy = hashPolicy
    self.maxDownstreamConnectionDuration = maxDownstreamConnectionDuration
  }

  /// A message with nothing set.
  public init() { self.init(statPrefix: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(maxDownstreamConnectionDuration, field: 13)
    writer.messages(hashPolicy, field: 11)
    if case .weightedClusters(let value)? = clusterSpecifier { writer.message(value, field: 10) }
    writer.message(metadataMatch, field: 9)
    writer.message(idleTimeout, field: 8)
    writer.wrapped(maxConnectAttempts, field: 7)
    writer.messages(accessLog, field: 5)
    if case .cluster(let value)? = clusterSpecifier { writer.string(value, field: 2, always: true) }
    writer.string(statPrefix, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: statPrefix = try reader.string()
      case 2: clusterSpecifier = .cluster(try reader.string())
      case 5: accessLog.append(try reader.message())
      case 7: try reader.wrapped(into: &maxConnectAttempts)
      case 8: try reader.message(into: &idleTimeout)
      case 9: try reader.message(into: &metadataMatch)
      case 10:
        var value =
          if case .weightedClusters(let old)? = clusterSpecifier { old } else {
            TcpProxy.WeightedCluster()
          }
        try reader.message(into: &value)
        clusterSpecifier = .weightedClusters(value)
      case 11: hashPolicy.append(try reader.message())
      case 13: try reader.message(into: &maxDownstreamConnectionDuration)
      default: try reader.skip()
      }
    }
  }
}

extension TcpProxy {
  /// Several clusters.
  public struct WeightedCluster: ProtoMessage {
    /// The clusters.
    public var clusters: [TcpProxy.WeightedCluster.ClusterWeight]

    /// A message with these fields.
    public init(
      clusters: [TcpProxy.WeightedCluster.ClusterWeight] = []
    ) {
      self.clusters = clusters
    }

    /// A message with nothing set.
    public init() { self.init(clusters: []) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.messages(clusters, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: clusters.append(try reader.message())
        default: try reader.skip()
        }
      }
    }
  }
}

extension TcpProxy.WeightedCluster {
  /// A cluster and its share.
  public struct ClusterWeight: ProtoMessage {
    /// The cluster.
    public var name: String
    /// The share.
    public var weight: UInt32
    /// Which endpoints of the cluster.
    public var metadataMatch: Metadata?

    /// A message with these fields.
    public init(
      name: String = "",
      weight: UInt32 = 0,
      metadataMatch: Metadata? = nil
    ) {
      self.name = name
      self.weight = weight
      self.metadataMatch = metadataMatch
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(metadataMatch, field: 3)
      writer.uint32(weight, field: 2)
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 2: weight = try reader.uint32()
        case 3: try reader.message(into: &metadataMatch)
        default: try reader.skip()
        }
      }
    }
  }
}
