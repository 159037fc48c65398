// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Whether traffic comes in or goes out.
public struct TrafficDirection: ProtoEnum {
  /// The number on the wire.
  public var rawValue: Int32

  /// The value of that number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// `UNSPECIFIED`.
  public static let unspecified = Self(rawValue: 0)
  /// `INBOUND`.
  public static let inbound = Self(rawValue: 1)
  /// `OUTBOUND`.
  public static let outbound = Self(rawValue: 2)
}
