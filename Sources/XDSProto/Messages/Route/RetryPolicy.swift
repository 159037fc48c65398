// Made by scripts/protos out of protos/envoy/config/route/v3/route_components.proto.

/// When and how to retry.
public struct RetryPolicy: ProtoMessage {
  /// The conditions, separated by commas.
  public var retryOn: String
  /// How often.
  public var numRetries: UInt32?
  /// How long one try may take.
  public var perTryTimeout: ProtoDuration?
  /// Which priority a retry goes to.
  public var retryPriority: RetryPolicy.RetryPriority?
  /// Which endpoints a retry does not go to.
  public var retryHostPredicate: [RetryPolicy.RetryHostPredicate]
  /// How often another endpoint is looked for.
  public var hostSelectionRetryMaxAttempts: Int64
  /// The codes for the condition `retriable-status-codes`.
  public var retriableStatusCodes: [UInt32]
  /// How long to wait between tries.
  public var retryBackOff: RetryPolicy.RetryBackOff?
  /// How long one try may be idle.
  public var perTryIdleTimeout: ProtoDuration?

  /// A message with these fields.
  public init(
    retryOn: String = "",
    numRetries: UInt32? = nil,
    perTryTimeout: ProtoDuration? = nil,
    retryPriority: RetryPolicy.RetryPriority? = nil,
    retryHostPredicate: [RetryPolicy.RetryHostPredicate] = [],
    hostSelectionRetryMaxAttempts: Int64 = 0,
    retriableStatusCodes: [UInt32] = [],
    retryBackOff: RetryPolicy.RetryBackOff? = nil,
    perTryIdleTimeout: ProtoDuration? = nil
  ) {
    self.retryOn = retryOn
    self.numRetries = numRetries
    self.perTryTimeout = perTryTimeout
    self.retryPriority = retryPriority
    self.retryHostPredicate = retryHostPredicate
    self.hostSelectionRetryMaxAttempts = hostSelectionRetryMaxAttempts
    self.retriableStatusCodes = retriableStatusCodes
    self.retryBackOff = retryBackOff
    self.perTryIdleTimeout = perTryIdleTimeout
  }

  /// A message with nothing set.
  public init() { self.init(retryOn: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.RetryPolicy" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(perTryIdleTimeout, field: 13)
    writer.message(retryBackOff, field: 8)
    writer.uint32s(retriableStatusCodes, field: 7)
    writer.int64(hostSelectionRetryMaxAttempts, field: 6)
    writer.messages(retryHostPredicate, field: 5)
    writer.message(retryPriority, field: 4)
    writer.message(perTryTimeout, field: 3)
    writer.wrapped(numRetries, field: 2)
    writer.string(retryOn, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: retryOn = try reader.string()
      case 2: try reader.wrapped(into: &numRetries)
      case 3: try reader.message(into: &perTryTimeout)
      case 4: try reader.message(into: &retryPriority)
      case 5: retryHostPredicate.append(try reader.message())
      case 6: hostSelectionRetryMaxAttempts = try reader.int64()
      case 7: try reader.uint32s(into: &retriableStatusCodes)
      case 8: try reader.message(into: &retryBackOff)
      case 13: try reader.message(into: &perTryIdleTimeout)
      default: try reader.skip()
      }
    }
  }
}

extension RetryPolicy {
  /// Which endpoints a retry does not go to.
  public struct RetryHostPredicate: ProtoMessage {
    /// The alternatives of `config_type`.
    public enum ConfigType: Equatable, Sendable {
      /// The predicate's configuration.
      case typedConfig(AnyMessage)
    }

    /// A name for errors; the type of the configuration decides.
    public var name: String
    /// The predicate's configuration.
    public var configType: ConfigType?

    /// A message with these fields.
    public init(
      name: String = "",
      configType: ConfigType? = nil
    ) {
      self.name = name
      self.configType = configType
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RetryPolicy.RetryHostPredicate" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      if case .typedConfig(let value)? = configType { writer.message(value, field: 3) }
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 3:
          var value = if case .typedConfig(let old)? = configType { old } else { AnyMessage() }
          try reader.message(into: &value)
          configType = .typedConfig(value)
        default: try reader.skip()
        }
      }
    }
  }

  /// Which priority a retry goes to.
  public struct RetryPriority: ProtoMessage {
    /// The alternatives of `config_type`.
    public enum ConfigType: Equatable, Sendable {
      /// The configuration.
      case typedConfig(AnyMessage)
    }

    /// A name for errors; the type of the configuration decides.
    public var name: String
    /// The configuration.
    public var configType: ConfigType?

    /// A message with these fields.
    public init(
      name: String = "",
      configType: ConfigType? = nil
    ) {
      self.name = name
      self.configType = configType
    }

    /// A message with nothing set.
    public init() { self.init(name: "") }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RetryPolicy.RetryPriority" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      if case .typedConfig(let value)? = configType { writer.message(value, field: 3) }
      writer.string(name, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: name = try reader.string()
        case 3:
          var value = if case .typedConfig(let old)? = configType { old } else { AnyMessage() }
          try reader.message(into: &value)
          configType = .typedConfig(value)
        default: try reader.skip()
        }
      }
    }
  }

  /// How long to wait between tries.
  public struct RetryBackOff: ProtoMessage {
    /// The first wait.
    public var baseInterval: ProtoDuration?
    /// The longest wait.
    public var maxInterval: ProtoDuration?

    /// A message with these fields.
    public init(
      baseInterval: ProtoDuration? = nil,
      maxInterval: ProtoDuration? = nil
    ) {
      self.baseInterval = baseInterval
      self.maxInterval = maxInterval
    }

    /// A message with nothing set.
    public init() { self.init(baseInterval: nil) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.route.v3.RetryPolicy.RetryBackOff" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(maxInterval, field: 2)
      writer.message(baseInterval, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: try reader.message(into: &baseInterval)
        case 2: try reader.message(into: &maxInterval)
        default: try reader.skip()
        }
      }
    }
  }
}
