// Made by scripts/protos out of protos/envoy/config/cluster/v3/outlier_detection.proto.

/// When an endpoint is taken out because its answers are bad.
public struct OutlierDetection: ProtoMessage {
  /// After so many 5xx in a row.
  public var consecutive5xx: UInt32?
  /// How often this is looked at.
  public var interval: ProtoDuration?
  /// How long an endpoint is out, multiplied by how often it was.
  public var baseEjectionTime: ProtoDuration?
  /// The most endpoints that may be out.
  public var maxEjectionPercent: UInt32?
  /// How many percent of those found by 5xx are taken out.
  public var enforcingConsecutive5xx: UInt32?
  /// How many percent of those found by success rate are taken out.
  public var enforcingSuccessRate: UInt32?
  /// From how many endpoints on the success rate counts.
  public var successRateMinimumHosts: UInt32?
  /// From how many requests on the success rate counts.
  public var successRateRequestVolume: UInt32?
  /// How far from the mean is bad, in thousandths of the deviation.
  public var successRateStdevFactor: UInt32?
  /// After so many 502, 503 and 504 in a row.
  public var consecutiveGatewayFailure: UInt32?
  /// How many percent of those found by gateway failures are taken out.
  public var enforcingConsecutiveGatewayFailure: UInt32?
  /// Whether errors of the connection are counted apart.
  public var splitExternalLocalOriginErrors: Bool
  /// After so many errors of the connection in a row.
  public var consecutiveLocalOriginFailure: UInt32?
  /// How many percent of those found by errors of the connection are taken out.
  public var enforcingConsecutiveLocalOriginFailure: UInt32?
  /// The same for the success rate of connections.
  public var enforcingLocalOriginSuccessRate: UInt32?
  /// The longest time that an endpoint is out.
  public var maxEjectionTime: ProtoDuration?

  /// A message with these fields.
  public init(
    consecutive5xx: UInt32? = nil,
    interval: ProtoDuration? = nil,
    baseEjectionTime: ProtoDuration? = nil,
    maxEjectionPercent: UInt32? = nil,
    enforcingConsecutive5xx: UInt32? = nil,
    enforcingSuccessRate: UInt32? = nil,
    successRateMinimumHosts: UInt32? = nil,
    successRateRequestVolume: UInt32? = nil,
    successRateStdevFactor: UInt32? = nil,
    consecutiveGatewayFailure: UInt32? = nil,
    enforcingConsecutiveGatewayFailure: UInt32? = nil,
    splitExternalLocalOriginErrors: Bool = false,
    consecutiveLocalOriginFailure: UInt32? = nil,
    enforcingConsecutiveLocalOriginFailure: UInt32? = nil,
    enforcingLocalOriginSuccessRate: UInt32? = nil,
    maxEjectionTime: ProtoDuration? = nil
  ) {
    self.consecutive5xx = consecutive5xx
    self.interval = interval
    self.baseEjectionTime = baseEjectionTime
    self.maxEjectionPercent = maxEjectionPercent
    self.enforcingConsecutive5xx = enforcingConsecutive5xx
    self.enforcingSuccessRate = enforcingSuccessRate
    self.successRateMinimumHosts = successRateMinimumHosts
    self.successRateRequestVolume = successRateRequestVolume
    self.successRateStdevFactor = successRateStdevFactor
    self.consecutiveGatewayFailure = consecutiveGatewayFailure
    self.enforcingConsecutiveGatewayFailure = enforcingConsecutiveGatewayFailure
    self.splitExternalLocalOriginErrors = splitExternalLocalOriginErrors
    self.consecutiveLocalOriginFailure = consecutiveLocalOriginFailure
    self.enforcingConsecutiveLocalOriginFailure = enforcingConsecutiveLocalOriginFailure
    self.enforcingLocalOriginSuccessRate = enforcingLocalOriginSuccessRate
    self.maxEjectionTime = maxEjectionTime
  }

  /// A message with nothing set.
  public init() { self.init(consecutive5xx: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.cluster.v3.OutlierDetection" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(maxEjectionTime, field: 21)
    writer.wrapped(enforcingLocalOriginSuccessRate, field: 15)
    writer.wrapped(enforcingConsecutiveLocalOriginFailure, field: 14)
    writer.wrapped(consecutiveLocalOriginFailure, field: 13)
    writer.bool(splitExternalLocalOriginErrors, field: 12)
    writer.wrapped(enforcingConsecutiveGatewayFailure, field: 11)
    writer.wrapped(consecutiveGatewayFailure, field: 10)
    writer.wrapped(successRateStdevFactor, field: 9)
    writer.wrapped(successRateRequestVolume, field: 8)
    writer.wrapped(successRateMinimumHosts, field: 7)
    writer.wrapped(enforcingSuccessRate, field: 6)
    writer.wrapped(enforcingConsecutive5xx, field: 5)
    writer.wrapped(maxEjectionPercent, field: 4)
    writer.message(baseEjectionTime, field: 3)
    writer.message(interval, field: 2)
    writer.wrapped(consecutive5xx, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &consecutive5xx)
      case 2: try reader.message(into: &interval)
      case 3: try reader.message(into: &baseEjectionTime)
      case 4: try reader.wrapped(into: &maxEjectionPercent)
      case 5: try reader.wrapped(into: &enforcingConsecutive5xx)
      case 6: try reader.wrapped(into: &enforcingSuccessRate)
      case 7: try reader.wrapped(into: &successRateMinimumHosts)
      case 8: try reader.wrapped(into: &successRateRequestVolume)
      case 9: try reader.wrapped(into: &successRateStdevFactor)
      case 10: try reader.wrapped(into: &consecutiveGatewayFailure)
      case 11: try reader.wrapped(into: &enforcingConsecutiveGatewayFailure)
      case 12: splitExternalLocalOriginErrors = try reader.bool()
      case 13: try reader.wrapped(into: &consecutiveLocalOriginFailure)
      case 14: try reader.wrapped(into: &enforcingConsecutiveLocalOriginFailure)
      case 15: try reader.wrapped(into: &enforcingLocalOriginSuccessRate)
      case 21: try reader.message(into: &maxEjectionTime)
      default: try reader.skip()
      }
    }
  }
}
