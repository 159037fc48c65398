// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// How important a request is.
public struct RoutingPriority: ProtoEnum {
  /// The number on the wire.
  public var rawValue: Int32

  /// The value of that number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// `DEFAULT`.
  public static let `default` = Self(rawValue: 0)
  /// `HIGH`.
  public static let high = Self(rawValue: 1)
}
