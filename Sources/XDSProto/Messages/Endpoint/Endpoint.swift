// Made by scripts/protos out of protos/envoy/config/endpoint/v3/endpoint_components.proto.

/// An address that serves.
public struct Endpoint: ProtoMessage {
  /// The address.
  public var address: Address?
  /// How its health is checked.
  public var healthCheckConfig: Endpoint.HealthCheckConfig?
  /// The name that is sent as the host.
  public var hostname: String

  /// A message with these fields.
  public init(
    address: Address? = nil,
    healthCheckConfig: Endpoint.HealthCheckConfig? = nil,
    hostname: String = ""
  ) {
    self.address = address
    self.healthCheckConfig = healthCheckConfig
    self.hostname = hostname
  }

  /// A message with nothing set.
  public init() { self.init(address: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.endpoint.v3.Endpoint" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(hostname, field: 3)
    writer.message(healthCheckConfig, field: 2)
    writer.message(address, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &address)
      case 2: try reader.message(into: &healthCheckConfig)
      case 3: hostname = try reader.string()
      default: try reader.skip()
      }
    }
  }
}

extension Endpoint {
  /// How the health of one endpoint is checked.
  public struct HealthCheckConfig: ProtoMessage {
    /// The port to check, where it is not the endpoint's own.
    public var portValue: UInt32
    /// The host name to send.
    public var hostname: String
    /// The address to check, where it is not the endpoint's own.
    public var address: Address?
    /// Whether the endpoint is not checked.
    public var disableActiveHealthCheck: Bool

    /// A message with these fields.
    public init(
      portValue: UInt32 = 0,
      hostname: String = "",
      address: Address? = nil,
      disableActiveHealthCheck: Bool = false
    ) {
      self.portValue = portValue
      self.hostname = hostname
      self.address = address
      self.disableActiveHealthCheck = disableActiveHealthCheck
    }

    /// A message with nothing set.
    public init() { self.init(portValue: 0) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.endpoint.v3.Endpoint.HealthCheckConfig" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(disableActiveHealthCheck, field: 4)
      writer.message(address, field: 3)
      writer.string(hostname, field: 2)
      writer.uint32(portValue, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: portValue = try reader.uint32()
        case 2: hostname = try reader.string()
        case 3: try reader.message(into: &address)
        case 4: disableActiveHealthCheck = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }
}
