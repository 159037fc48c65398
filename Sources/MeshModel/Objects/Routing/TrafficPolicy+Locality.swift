extension TrafficPolicy {
  /// `localityLbSetting`: which places get the traffic of a client's place
  /// (https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/).
  ///
  /// `distribute` and `failover` exclude each other.
  public struct LocalitySetting: Hashable, Sendable {
    /// `distribute`: fixed shares.
    public struct Distribution: Hashable, Sendable {
      /// `from`: `REGION/ZONE/SUBZONE` of the client, where the last part may be `*`.
      public var from: String
      /// `to`: the share of each place, in percent; they add up to 100.
      public var to: [String: UInt32]

      /// Shares.
      public init(from: String, to: [String: UInt32]) {
        self.from = from
        self.to = to
      }
    }

    /// `failover`: the region that is next when the client's own has nothing healthy.
    public struct Failover: Hashable, Sendable {
      /// `from`.
      public var from: String
      /// `to`.
      public var to: String

      /// A failover.
      public init(from: String, to: String) {
        self.from = from
        self.to = to
      }
    }

    /// `enabled`; nil when absent, which means true.
    public var isEnabled: Bool?
    /// `distribute`.
    public var distribute: [Distribution]
    /// `failover`.
    public var failover: [Failover]
    /// `failoverPriority`: labels, as `KEY` or `KEY=VALUE`; an endpoint comes the earlier the more
    /// of them, from the first on, it has as the client has them.
    public var failoverPriority: [String]

    /// A setting.
    public init(
      isEnabled: Bool? = nil, distribute: [Distribution] = [], failover: [Failover] = [],
      failoverPriority: [String] = []
    ) {
      self.isEnabled = isEnabled
      self.distribute = distribute
      self.failover = failover
      self.failoverPriority = failoverPriority
    }
  }
}
