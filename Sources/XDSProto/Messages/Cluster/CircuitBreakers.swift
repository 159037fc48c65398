// Made by scripts/protos out of protos/envoy/config/cluster/v3/circuit_breaker.proto.

/// Limits that protect a cluster.
public struct CircuitBreakers: ProtoMessage {
  /// The limits, one set for each routing priority.
  public var thresholds: [CircuitBreakers.Thresholds]
  /// The limits that hold for each endpoint by itself.
  public var perHostThresholds: [CircuitBreakers.Thresholds]

  /// A message with these fields.
  public init(
    thresholds: [CircuitBreakers.Thresholds] = [],
    perHostThresholds: [CircuitBreakers.Thresholds] = []
  ) {
    self.thresholds = thresholds
    self.perHostThresholds = perHostThresholds
  }

  /// A message with nothing set.
  public init() { self.init(thresholds: []) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.cluster.v3.CircuitBreakers" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.messages(perHostThresholds, field: 2)
    writer.messages(thresholds, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: thresholds.append(try reader.message())
      case 2: perHostThresholds.append(try reader.message())
      default: try reader.skip()
      }
    }
  }
}

extension CircuitBreakers {
  /// The limits for one routing priority.
  public struct Thresholds: ProtoMessage {
    /// The routing priority.
    public var priority: RoutingPriority
    /// The most connections.
    public var maxConnections: UInt32?
    /// The most requests that wait for a connection.
    public var maxPendingRequests: UInt32?
    /// The most parallel requests.
    public var maxRequests: UInt32?
    /// The most parallel retries.
    public var maxRetries: UInt32?
    /// Whether statistics say how much is left.
    public var trackRemaining: Bool
    /// The most connection pools.
    public var maxConnectionPools: UInt32?
    /// How many retries there may be, instead of a fixed number.
    public var retryBudget: CircuitBreakers.Thresholds.RetryBudget?

    /// A message with these fields.
    public init(
      priority: RoutingPriority = .default,
      maxConnections: UInt32? = nil,
      maxPendingRequests: UInt32? = nil,
      maxRequests: UInt32? = nil,
      maxRetries: UInt32? = nil,
      trackRemaining: Bool = false,
      maxConnectionPools: UInt32? = nil,
      retryBudget: CircuitBreakers.Thresholds.RetryBudget? = nil
    ) {
      self.priority = priority
      self.maxConnections = maxConnections
      self.maxPendingRequests = maxPendingRequests
      self.maxRequests = maxRequests
      self.maxRetries = maxRetries
      self.trackRemaining = trackRemaining
      self.maxConnectionPools = maxConnectionPools
      self.retryBudget = retryBudget
    }

    /// A message with nothing set.
    public init() { self.init(priority: .default) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.cluster.v3.CircuitBreakers.Thresholds" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(retryBudget, field: 8)
      writer.wrapped(maxConnectionPools, field: 7)
      writer.bool(trackRemaining, field: 6)
      writer.wrapped(maxRetries, field: 5)
      writer.wrapped(maxRequests, field: 4)
      writer.wrapped(maxPendingRequests, field: 3)
      writer.wrapped(maxConnections, field: 2)
      writer.enumeration(priority, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: priority = try reader.enumeration()
        case 2: try reader.wrapped(into: &maxConnections)
        case 3: try reader.wrapped(into: &maxPendingRequests)
        case 4: try reader.wrapped(into: &maxRequests)
        case 5: try reader.wrapped(into: &maxRetries)
        case 6: trackRemaining = try reader.bool()
        case 7: try reader.wrapped(into: &maxConnectionPools)
        case 8: try reader.message(into: &retryBudget)
        default: try reader.skip()
        }
      }
    }
  }
}

extension CircuitBreakers.Thresholds {
  /// How many retries there may be, by the number of requests.
  public struct RetryBudget: ProtoMessage {
    /// In percent of the requests that run or wait.
    public var budgetPercent: Percent?
    /// What is allowed however few requests there are.
    public var minRetryConcurrency: UInt32?

    /// A message with these fields.
    public init(
      budgetPercent: Percent? = nil,
      minRetryConcurrency: UInt32? = nil
    ) {
      self.budgetPercent = budgetPercent
      self.minRetryConcurrency = minRetryConcurrency
    }

    /// A message with nothing set.
    public init() { self.init(budgetPercent: nil) }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.cluster.v3.CircuitBreakers.Thresholds.RetryBudget"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.wrapped(minRetryConcurrency, field: 2)
      writer.message(budgetPercent, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &budgetPercent)
        case 2: try reader.wrapped(into: &minRetryConcurrency)
        default: try reader.skip()
        }
      }
    }
  }
}
