// Made by scripts/protos out of protos/envoy/config/cluster/v3/cluster.proto.

extension Cluster {
  /// How the endpoints of a cluster are found.
  public struct DiscoveryType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `STATIC`.
    public static let `static` = Self(rawValue: 0)
    /// `STRICT_DNS`.
    public static let strictDns = Self(rawValue: 1)
    /// `LOGICAL_DNS`.
    public static let logicalDns = Self(rawValue: 2)
    /// `EDS`.
    public static let eds = Self(rawValue: 3)
    /// `ORIGINAL_DST`.
    public static let originalDst = Self(rawValue: 4)
  }

  /// How an endpoint is chosen.
  public struct LbPolicy: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `ROUND_ROBIN`.
    public static let roundRobin = Self(rawValue: 0)
    /// `LEAST_REQUEST`.
    public static let leastRequest = Self(rawValue: 1)
    /// `RING_HASH`.
    public static let ringHash = Self(rawValue: 2)
    /// `RANDOM`.
    public static let random = Self(rawValue: 3)
    /// `MAGLEV`.
    public static let maglev = Self(rawValue: 5)
    /// `CLUSTER_PROVIDED`.
    public static let clusterProvided = Self(rawValue: 6)
    /// `LOAD_BALANCING_POLICY_CONFIG`.
    public static let loadBalancingPolicyConfig = Self(rawValue: 7)
  }

  /// Which IP versions are looked up.
  public struct DnsLookupFamily: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `AUTO`.
    public static let auto = Self(rawValue: 0)
    /// `V4_ONLY`.
    public static let v4Only = Self(rawValue: 1)
    /// `V6_ONLY`.
    public static let v6Only = Self(rawValue: 2)
    /// `V4_PREFERRED`.
    public static let v4Preferred = Self(rawValue: 3)
    /// `ALL`.
    public static let all = Self(rawValue: 4)
  }

  /// Where EDS takes the endpoints from.
  public struct EdsClusterConfig: ProtoMessage {
    /// The source.
    public var edsConfig: ConfigSource?
    /// The name to ask for, where it is not the cluster's.
    public var serviceName: String

    /// A message with these fields.
    public init(
      edsConfig: ConfigSource? = nil,
      serviceName: String = ""
    ) {
      self.edsConfig = edsConfig
      self.serviceName = serviceName
    }

    /// A message with nothing set.
    public init() { self.init(edsConfig: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.EdsClusterConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.string(serviceName, field: 2)
      writer.message(edsConfig, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &edsConfig)
        case 2: serviceName = try reader.string()
        default: try reader.skip()
        }
      }
    }
  }

  /// How an endpoint that is new is given more and more requests.
  public struct SlowStartConfig: ProtoMessage {
    /// How long it takes until the endpoint has its whole share.
    public var slowStartWindow: ProtoDuration?
    /// How the share grows: in proportion to the time at 1, later the smaller the number is.
    public var aggression: RuntimeDouble?
    /// The least share, in percent of the whole one.
    public var minWeightPercent: Percent?

    /// A message with these fields.
    public init(
      slowStartWindow: ProtoDuration? = nil,
      aggression: RuntimeDouble? = nil,
      minWeightPercent: Percent? = nil
    ) {
      self.slowStartWindow = slowStartWindow
      self.aggression = aggression
      self.minWeightPercent = minWeightPercent
    }

    /// A message with nothing set.
    public init() { self.init(slowStartWindow: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.SlowStartConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(minWeightPercent, field: 3)
      writer.message(aggression, field: 2)
      writer.message(slowStartWindow, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &slowStartWindow)
        case 2: try reader.message(into: &aggression)
        case 3: try reader.message(into: &minWeightPercent)
        default: try reader.skip()
        }
      }
    }
  }

  /// The options of ROUND_ROBIN.
  public struct RoundRobinLbConfig: ProtoMessage {
    /// How an endpoint that is new is given more and more requests.
    public var slowStartConfig: Cluster.SlowStartConfig?

    /// A message with these fields.
    public init(
      slowStartConfig: Cluster.SlowStartConfig? = nil
    ) {
      self.slowStartConfig = slowStartConfig
    }

    /// A message with nothing set.
    public init() { self.init(slowStartConfig: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.RoundRobinLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(slowStartConfig, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &slowStartConfig)
        default: try reader.skip()
        }
      }
    }
  }

  /// The options of LEAST_REQUEST.
  public struct LeastRequestLbConfig: ProtoMessage {
    /// Out of how many endpoints drawn at random the least loaded is taken.
    public var choiceCount: UInt32?
    /// How much running requests count where weights differ.
    public var activeRequestBias: RuntimeDouble?
    /// How an endpoint that is new is given more and more requests.
    public var slowStartConfig: Cluster.SlowStartConfig?

    /// A message with these fields.
    public init(
      choiceCount: UInt32? = nil,
      activeRequestBias: RuntimeDouble? = nil,
      slowStartConfig: Cluster.SlowStartConfig? = nil
    ) {
      self.choiceCount = choiceCount
      self.activeRequestBias = activeRequestBias
      self.slowStartConfig = slowStartConfig
    }

    /// A message with nothing set.
    public init() { self.init(choiceCount: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.LeastRequestLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(slowStartConfig, field: 3)
      writer.message(activeRequestBias, field: 2)
      writer.wrapped(choiceCount, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.wrapped(into: &choiceCount)
        case 2: try reader.message(into: &activeRequestBias)
        case 3: try reader.message(into: &slowStartConfig)
        default: try reader.skip()
        }
      }
    }
  }

  /// The options of RING_HASH.
  public struct RingHashLbConfig: ProtoMessage {
    /// The least number of entries in the ring.
    public var minimumRingSize: UInt64?
    /// The hash function.
    public var hashFunction: Cluster.RingHashLbConfig.HashFunction
    /// The largest number of entries in the ring.
    public var maximumRingSize: UInt64?

    /// A message with these fields.
    public init(
      minimumRingSize: UInt64? = nil,
      hashFunction: Cluster.RingHashLbConfig.HashFunction = .xxHash,
      maximumRingSize: UInt64? = nil
    ) {
      self.minimumRingSize = minimumRingSize
      self.hashFunction = hashFunction
      self.maximumRingSize = maximumRingSize
    }

    /// A message with nothing set.
    public init() { self.init(minimumRingSize: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.RingHashLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(maximumRingSize, field: 4)
      writer.enumeration(hashFunction, field: 3)
      writer.wrapped(minimumRingSize, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.wrapped(into: &minimumRingSize)
        case 3: hashFunction = try reader.enumeration()
        case 4: try reader.wrapped(into: &maximumRingSize)
        default: try reader.skip()
        }
      }
    }
  }

  /// The options of MAGLEV.
  public struct MaglevLbConfig: ProtoMessage {
    /// The number of entries in the table, a prime.
    public var tableSize: UInt64?

    /// A message with these fields.
    public init(
      tableSize: UInt64? = nil
    ) {
      self.tableSize = tableSize
    }

    /// A message with nothing set.
    public init() { self.init(tableSize: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.MaglevLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(tableSize, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.wrapped(into: &tableSize)
        default: try reader.skip()
        }
      }
    }
  }

  /// The options of ORIGINAL_DST.
  public struct OriginalDstLbConfig: ProtoMessage {
    /// Whether a header may name the endpoint.
    public var useHttpHeader: Bool
    /// The name of that header.
    public var httpHeaderName: String
    /// The port that replaces the original one.
    public var upstreamPortOverride: UInt32?

    /// A message with these fields.
    public init(
      useHttpHeader: Bool = false,
      httpHeaderName: String = "",
      upstreamPortOverride: UInt32? = nil
    ) {
      self.useHttpHeader = useHttpHeader
      self.httpHeaderName = httpHeaderName
      self.upstreamPortOverride = upstreamPortOverride
    }

    /// A message with nothing set.
    public init() { self.init(useHttpHeader: false) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.OriginalDstLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(upstreamPortOverride, field: 3)
      writer.string(httpHeaderName, field: 2)
      writer.bool(useHttpHeader, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: useHttpHeader = try reader.bool()
        case 2: httpHeaderName = try reader.string()
        case 3: try reader.wrapped(into: &upstreamPortOverride)
        default: try reader.skip()
        }
      }
    }
  }

  /// Options of every load balancer.
  public struct CommonLbConfig: ProtoMessage {
    /// The alternatives of `locality_config_specifier`.
    public enum LocalityConfigSpecifier: Equatable, Sendable {
      /// Balancing that prefers the caller's zone.
      case zoneAwareLbConfig(Cluster.CommonLbConfig.ZoneAwareLbConfig)
      /// Balancing by the weights of localities.
      case localityWeightedLbConfig(Cluster.CommonLbConfig.LocalityWeightedLbConfig)
    }

    /// Below how many percent of healthy endpoints all are used.
    public var healthyPanicThreshold: Percent?
    /// One of: `zone_aware_lb_config`, `locality_weighted_lb_config`.
    public var localityConfigSpecifier: LocalityConfigSpecifier?
    /// How long changes of endpoints are gathered.
    public var updateMergeWindow: ProtoDuration?
    /// Whether a new endpoint waits for its first health check.
    public var ignoreNewHostsUntilFirstHc: Bool
    /// Whether connections are closed when the endpoints change.
    public var closeConnectionsOnHostSetChange: Bool

    /// A message with these fields.
    public init(
      healthyPanicThreshold: Percent? = nil,
      localityConfigSpecifier: LocalityConfigSpecifier? = nil,
      updateMergeWindow: ProtoDuration? = nil,
      ignoreNewHostsUntilFirstHc: Bool = false,
      closeConnectionsOnHostSetChange: Bool = false
    ) {
      self.healthyPanicThreshold = healthyPanicThreshold
      self.localityConfigSpecifier = localityConfigSpecifier
      self.updateMergeWindow = updateMergeWindow
      self.ignoreNewHostsUntilFirstHc = ignoreNewHostsUntilFirstHc
      self.closeConnectionsOnHostSetChange = closeConnectionsOnHostSetChange
    }

    /// A message with nothing set.
    public init() { self.init(healthyPanicThreshold: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.Cluster.CommonLbConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(closeConnectionsOnHostSetChange, field: 6)
      writer.bool(ignoreNewHostsUntilFirstHc, field: 5)
      writer.message(updateMergeWindow, field: 4)
      switch localityConfigSpecifier {
      case .localityWeightedLbConfig(let value): writer.message(value, field: 3)
      case .zoneAwareLbConfig(let value): writer.message(value, field: 2)
      case nil: break
      }
      writer.message(healthyPanicThreshold, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &healthyPanicThreshold)
        case 2:
          var value =
            if case .zoneAwareLbConfig(let old)? = localityConfigSpecifier { old } else {
              Cluster.CommonLbConfig.ZoneAwareLbConfig()
            }
          try reader.message(into: &value)
          localityConfigSpecifier = .zoneAwareLbConfig(value)
        case 3:
          var value =
            if case .localityWeightedLbConfig(let old)? = localityConfigSpecifier { old } else {
              Cluster.CommonLbConfig.LocalityWeightedLbConfig()
            }
          try reader.message(into: &value)
          localityConfigSpecifier = .localityWeightedLbConfig(value)
        case 4: try reader.message(into: &updateMergeWindow)
        case 5: ignoreNewHostsUntilFirstHc = try reader.bool()
        case 6: closeConnectionsOnHostSetChange = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }
}

extension Cluster.RingHashLbConfig {
  /// A hash function.
  public struct HashFunction: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `XX_HASH`.
    public static let xxHash = Self(rawValue: 0)
    /// `MURMUR_HASH_2`.
    public static let murmurHash2 = Self(rawValue: 1)
  }
}

extension Cluster.CommonLbConfig {
  /// Balancing that prefers the caller's zone.
  public struct ZoneAwareLbConfig: ProtoMessage {
    /// How many requests take part.
    public var routingEnabled: Percent?
    /// From how many endpoints on.
    public var minClusterSize: UInt64?
    /// Whether requests fail in panic mode.
    public var failTrafficOnPanic: Bool

    /// A message with these fields.
    public init(
      routingEnabled: Percent? = nil,
      minClusterSize: UInt64? = nil,
      failTrafficOnPanic: Bool = false
    ) {
      self.routingEnabled = routingEnabled
      self.minClusterSize = minClusterSize
      self.failTrafficOnPanic = failTrafficOnPanic
    }

    /// A message with nothing set.
    public init() { self.init(routingEnabled: nil) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(failTrafficOnPanic, field: 3)
      writer.wrapped(minClusterSize, field: 2)
      writer.message(routingEnabled, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &routingEnabled)
        case 2: try reader.wrapped(into: &minClusterSize)
        case 3: failTrafficOnPanic = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }

  /// Balancing by the weights of localities.
  public struct LocalityWeightedLbConfig: ProtoMessage {
    /// A message with nothing set.
    public init() {}

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {}

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while try reader.nextField() != nil { try reader.skip() }
    }
  }
}
