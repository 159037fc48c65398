/// An Istio DestinationRule: how clients talk to a host, once a route has chosen it.
///
/// As read, a host without a dot is that of a Service of its own namespace
/// (https://istio.io/latest/docs/reference/config/networking/destination-rule/); that of a `Mesh`
/// is fully qualified.
public struct DestinationRule: Hashable, Sendable {
  /// Some of the host's endpoints, by their labels.
  public struct Subset: Hashable, Sendable {
    /// `name`.
    public var name: String
    /// `labels` that an endpoint must have; with none, all endpoints.
    public var labels: [String: String]
    /// `trafficPolicy`: each setting that it makes takes the place of the rule's.
    public var trafficPolicy: TrafficPolicy?

    /// A subset.
    public init(
      name: String, labels: [String: String] = [:], trafficPolicy: TrafficPolicy? = nil
    ) {
      self.name = name
      self.labels = labels
      self.trafficPolicy = trafficPolicy
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `host`, lower-cased: a name, `*.` and a name, or `*`.
  public var host: String
  /// `subsets`.
  public var subsets: [Subset]
  /// `trafficPolicy`.
  public var trafficPolicy: TrafficPolicy?
  /// `exportTo`: the namespaces whose clients it concerns.
  public var exportTo: ExportTo
  /// `workloadSelector.matchLabels`: the clients of its own namespace that it concerns; nil means
  /// all.
  public var workloadSelector: [String: String]?

  /// A DestinationRule.
  public init(
    metadata: ObjectMetadata, host: String, subsets: [Subset] = [],
    trafficPolicy: TrafficPolicy? = nil, exportTo: ExportTo = .everywhere,
    workloadSelector: [String: String]? = nil
  ) {
    self.metadata = metadata
    self.host = host
    self.subsets = subsets
    self.trafficPolicy = trafficPolicy
    self.exportTo = exportTo
    self.workloadSelector = workloadSelector
  }
}

/// How clients talk to endpoints: `trafficPolicy` of a DestinationRule or of a subset.
public struct TrafficPolicy: Hashable, Sendable {
  /// What may be said for all ports or for one.
  public struct Settings: Hashable, Sendable {
    /// `loadBalancer`.
    public var loadBalancer: LoadBalancer?
    /// `connectionPool`.
    public var connectionPool: ConnectionPool?
    /// `outlierDetection`.
    public var outlierDetection: OutlierDetection?
    /// `tls`.
    public var tls: ClientTLS?

    /// Settings; with no arguments, none.
    public init(
      loadBalancer: LoadBalancer? = nil, connectionPool: ConnectionPool? = nil,
      outlierDetection: OutlierDetection? = nil, tls: ClientTLS? = nil
    ) {
      self.loadBalancer = loadBalancer
      self.connectionPool = connectionPool
      self.outlierDetection = outlierDetection
      self.tls = tls
    }
  }

  /// What holds for the ports that have no settings of their own.
  public var settings: Settings
  /// `portLevelSettings` by `port.number`.
  ///
  /// A port that has some inherits none of the others: what they leave out is the default.
  public var portSettings: [UInt16: Settings]

  /// A policy.
  public init(settings: Settings = Settings(), portSettings: [UInt16: Settings] = [:]) {
    self.settings = settings
    self.portSettings = portSettings
  }
}

extension TrafficPolicy {
  /// `loadBalancer`.
  public struct LoadBalancer: Hashable, Sendable {
    /// `simple` and `consistentHash` exclude each other.
    public enum Algorithm: Hashable, Sendable {
      /// `simple`.
      case simple(Simple)
      /// `consistentHash`.
      case consistentHash(ConsistentHash)
    }

    /// `simple`.
    public enum Simple: String, Hashable, Sendable, CaseIterable {
      case unspecified = "UNSPECIFIED"
      /// The old name of `leastRequest`.
      case leastConnections = "LEAST_CONN"
      case random = "RANDOM"
      /// The connection's own destination.
      case passthrough = "PASSTHROUGH"
      case roundRobin = "ROUND_ROBIN"
      case leastRequest = "LEAST_REQUEST"
    }

    /// How an endpoint is chosen; nil when nothing is said.
    public var algorithm: Algorithm?
    /// `localityLbSetting`; nil means the mesh's: failover by distance where there is outlier
    /// detection.
    public var locality: LocalitySetting?
    /// `warmup`, or the old `warmupDurationSecs`.
    public var warmup: Warmup?

    /// A load balancer.
    public init(
      algorithm: Algorithm? = nil, locality: LocalitySetting? = nil, warmup: Warmup? = nil
    ) {
      self.algorithm = algorithm
      self.locality = locality
      self.warmup = warmup
    }
  }

  /// `consistentHash`: what is alike goes to one endpoint.
  public struct ConsistentHash: Hashable, Sendable {
    /// What is hashed.
    public enum Key: Hashable, Sendable {
      /// `httpHeaderName`.
      case header(String)
      /// `httpCookie`.
      case cookie(Cookie)
      /// `useSourceIp`.
      case sourceAddress
      /// `httpQueryParameterName`.
      case queryParameter(String)
    }

    /// `httpCookie`.
    public struct Cookie: Hashable, Sendable {
      /// `name`.
      public var name: String
      /// `path`; empty when absent.
      public var path: String
      /// `ttl` of the cookie that Envoy makes if there is none: zero for one of the session; nil
      /// when none is made.
      public var ttl: Duration?
      /// `attributes` of that cookie, ordered as written.
      public var attributes: [Attribute]

      /// A cookie.
      public init(
        name: String, path: String = "", ttl: Duration? = nil, attributes: [Attribute] = []
      ) {
        self.name = name
        self.path = path
        self.ttl = ttl
        self.attributes = attributes
      }
    }

    /// An attribute of a cookie.
    public struct Attribute: Hashable, Sendable {
      /// `name`.
      public var name: String
      /// `value`; empty when absent.
      public var value: String

      /// An attribute.
      public init(name: String, value: String = "") {
        self.name = name
        self.value = value
      }
    }

    /// How the endpoint of a hash is found.
    public enum Table: Hashable, Sendable {
      /// `ringHash.minimumRingSize`, or the old `minimumRingSize`; 1024 when absent.
      case ring(minimumSize: UInt64 = 1024)
      /// `maglev.tableSize`; 65537 when absent.
      case maglev(size: UInt64 = 65_537)
    }

    /// What is hashed.
    public var key: Key
    /// How the endpoint is found.
    public var table: Table

    /// A consistent hash.
    public init(_ key: Key, table: Table = .ring()) {
      self.key = key
      self.table = table
    }
  }

  /// `warmup`: a new endpoint gets its full share by and by.
  public struct Warmup: Hashable, Sendable {
    /// `duration`.
    public var duration: Duration
    /// `minimumPercent` of its share at first; nil means Envoy's 10.
    public var minimumPercent: Double?
    /// `aggression` of the rise; nil means 1: linear.
    public var aggression: Double?

    /// A warm-up.
    public init(
      duration: Duration, minimumPercent: Double? = nil, aggression: Double? = nil
    ) {
      self.duration = duration
      self.minimumPercent = minimumPercent
      self.aggression = aggression
    }
  }
}
