// Made by scripts/protos out of protos/envoy/config/core/v3/config_source.proto.

/// An xDS server.
public struct ApiConfigSource: ProtoMessage {
  /// The protocol to speak.
  public var apiType: ApiConfigSource.ApiType
  /// The version of the protocol's own messages.
  public var transportApiVersion: ApiVersion

  /// A message with these fields.
  public init(
    apiType: ApiConfigSource.ApiType = .deprecatedAndUnavailableDoNotUse,
    transportApiVersion: ApiVersion = .auto
  ) {
    self.apiType = apiType
    self.transportApiVersion = transportApiVersion
  }

  /// A message with nothing set.
  public init() { self.init(apiType: .deprecatedAndUnavailableDoNotUse) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.ApiConfigSource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.enumeration(transportApiVersion, field: 8)
    writer.enumeration(apiType, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: apiType = try reader.enumeration()
      case 8: transportApiVersion = try reader.enumeration()
      default: try reader.skip()
      }
    }
  }
}

extension ApiConfigSource {
  /// A protocol of xDS.
  public struct ApiType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE`.
    public static let deprecatedAndUnavailableDoNotUse = Self(rawValue: 0)
    /// `REST`.
    public static let rest = Self(rawValue: 1)
    /// `GRPC`.
    public static let grpc = Self(rawValue: 2)
    /// `DELTA_GRPC`.
    public static let deltaGrpc = Self(rawValue: 3)
    /// `AGGREGATED_GRPC`.
    public static let aggregatedGrpc = Self(rawValue: 5)
    /// `AGGREGATED_DELTA_GRPC`.
    public static let aggregatedDeltaGrpc = Self(rawValue: 6)
  }
}
