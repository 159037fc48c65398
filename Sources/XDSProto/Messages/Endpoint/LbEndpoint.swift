// Made by scripts/protos out of protos/envoy/config/endpoint/v3/endpoint_components.proto.

/// An endpoint as the load balancer sees it.
public struct LbEndpoint: ProtoMessage {
  /// The alternatives of `host_identifier`.
  public enum HostIdentifier: Equatable, Sendable {
    /// The endpoint itself.
    case endpoint(Endpoint)
    /// The name of an endpoint defined elsewhere.
    case endpointName(String)
  }

  /// One of: `endpoint`, `endpoint_name`.
  public var hostIdentifier: HostIdentifier?
  /// Whether it can serve.
  public var healthStatus: HealthStatus
  /// Facts for filters and subsets.
  public var metadata: Metadata?
  /// Its share in the locality, from 1.
  public var loadBalancingWeight: UInt32?

  /// A message with these fields.
  public init(
    hostIdentifier: HostIdentifier? = nil,
    healthStatus: HealthStatus = .unknown,
    metadata: Metadata? = nil,
    loadBalancingWeight: UInt32? = nil
  ) {
    self.hostIdentifier = hostIdentifier
    self.healthStatus = healthStatus
    self.metadata = metadata
    self.loadBalancingWeight = loadBalancingWeight
  }

  /// A message with nothing set.
  public init() { self.init(hostIdentifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.endpoint.v3.LbEndpoint" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .endpointName(let value)? = hostIdentifier {
      writer.string(value, field: 5, always: true)
    }
    writer.wrapped(loadBalancingWeight, field: 4)
    writer.message(metadata, field: 3)
    writer.enumeration(healthStatus, field: 2)
    if case .endpoint(let value)? = hostIdentifier { writer.message(value, field: 1) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1:
        var value = if case .endpoint(let old)? = hostIdentifier { old } else { Endpoint() }
        try reader.message(into: &value)
        hostIdentifier = .endpoint(value)
      case 2: healthStatus = try reader.enumeration()
      case 3: try reader.message(into: &metadata)
      case 4: try reader.wrapped(into: &loadBalancingWeight)
      case 5: hostIdentifier = .endpointName(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
