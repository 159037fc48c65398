// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// Several clusters.
public struct WeightedCluster: ProtoMessage {
  /// The clusters.
  public var clusters: [WeightedCluster.ClusterWeight]
  /// The prefix of runtime keys that override shares.
  public var runtimeKeyPrefix: String
  /// The sum of the shares.
  public var totalWeight: UInt32?

  /// A message with these fields.
  public init(
    clusters: [WeightedCluster.ClusterWeight] = [],
    runtimeKeyPrefix: String = "",
    totalWeight: UInt32? = nil
  ) {
    self.clusters = clusters
    self.runtimeKeyPrefix = runtimeKeyPrefix
    self.totalWeight = totalWeight
  }

  /// A message with nothing set.
  public init() { self.init(clusters: []) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.WeightedCluster" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(totalWeight, field: 3)
    writer.string(runtimeKeyPrefix, field: 2)
    writer.messages(clusters, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: clusters.append(try reader.message())
      case 2: runtimeKeyPrefix = try reader.string()
      case 3: try reader.wrapped(into: &totalWeight)
      default: try reader.skip()
      }
    }
  }
}

extension WeightedCluster {
  /// A cluster and its share.
  public struct ClusterWeight: ProtoMessage {
    /// The alternatives of `host_rewrite_specifier`.
    public enum HostRewriteSpecifier: Equatable, Sendable {
      /// The host to send instead.
      case hostRewriteLiteral(String)
    }

    /// The cluster.
    public var name: String
    /// The share.
    public var weight: UInt32?
    /// Which endpoints of the cluster.
    public var metadataMatch: Metadata?
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
    /// The host to send instead.
    public var hostRewriteSpecifier: HostRewriteSpecifier?

    /// A message with these fields.
    public init(
      name: String = "",
      weight: UInt32? = nil,
      metadataMatch: Metadata? = nil,
      requestHeadersToAdd: [HeaderValueOption] = [],
      responseHeadersToAdd: [HeaderValueOption] = [],
      responseHeadersToRemove: [String] = [],
      requestHeadersToRemove: [String] = [],
      typedPerFilterConfig: [String: AnyMessage] = [:],
      hostRewriteSpecifier: HostRewriteSpecifier? = nil
    ) {
      self.name = name
      self.weight = weight
      self.metadataMatch = metadataMatch
      self.requestHeadersToAdd = requestHeadersToAdd
      self.responseHeadersToAdd = responseHeadersToAdd
      self.responseHeadersToRemove = responseHeadersToRemove
      self.requestHeadersToRemove = requestHeadersToRemove
      self.typedPerFilterConfig = typedPerFilterConfig
      self.hostRewriteSpecifier = hostRewriteSpecifier
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.WeightedCluster.ClusterWeight" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      if case .hostRewriteLiteral(let value)? = hostRewriteSpecifier {
        writer.string(value, field: 11, always: true)
      }
      writer.map(typedPerFilterConfig, field: 10)
      writer.strings(requestHeadersToRemove, field: 9)
      writer.strings(responseHeadersToRemove, field: 6)
      writer.messages(responseHeadersToAdd, field: 5)
      writer.messages(requestHeadersToAdd, field: 4)
      writer.message(metadataMatch, field: 3)
      writer.wrapped(weight, field: 2)
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 2: try reader.wrapped(into: &weight)
        case 3: try reader.message(into: &metadataMatch)
        case 4: requestHeadersToAdd.append(try reader.message())
        case 5: responseHeadersToAdd.append(try reader.message())
        case 6: responseHeadersToRemove.append(try reader.string())
        case 9: requestHeadersToRemove.append(try reader.string())
        case 10: try reader.mapEntry(&typedPerFilterConfig)
        case 11: hostRewriteSpecifier = .hostRewriteLiteral(try reader.string())
        default: try reader.skip()
        }
      }
    }
  }
}
