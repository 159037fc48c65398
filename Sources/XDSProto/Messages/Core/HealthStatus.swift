// Made by scripts/protos out of protos/envoy/config/core/v3/health_check.proto.

/// Whether an endpoint can serve.
public struct HealthStatus: ProtoEnum {
  /// The number on the wire.
  public var rawValue: Int32

  /// The value of that number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// `UNKNOWN`.
  public static let unknown = Self(rawValue: 0)
  /// `HEALTHY`.
  public static let healthy = Self(rawValue: 1)
  /// `UNHEALTHY`.
  public static let unhealthy = Self(rawValue: 2)
  /// `DRAINING`.
  public static let draining = Self(rawValue: 3)
  /// `TIMEOUT`.
  public static let timeout = Self(rawValue: 4)
  /// `DEGRADED`.
  public static let degraded = Self(rawValue: 5)
}
