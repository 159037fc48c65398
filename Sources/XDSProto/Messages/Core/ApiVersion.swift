// Made by scripts/protos out of protos/envoy/config/core/v3/config_source.proto.

/// A version of xDS.
public struct ApiVersion: ProtoEnum {
  /// The number on the wire.
  public var rawValue: Int32

  /// The value of that number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// `AUTO`.
  public static let auto = Self(rawValue: 0)
  /// `V2`.
  public static let v2 = Self(rawValue: 1)
  /// `V3`.
  public static let v3 = Self(rawValue: 2)
}
