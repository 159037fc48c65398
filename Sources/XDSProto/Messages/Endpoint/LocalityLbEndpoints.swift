// Made by scripts/protos out of protos/envoy/config/endpoint/v3/endpoint_components.proto.

/// The endpoints of one locality.
public struct LocalityLbEndpoints: ProtoMessage {
  /// The locality.
  public var locality: Locality?
  /// The endpoints.
  public var lbEndpoints: [LbEndpoint]
  /// The locality's share, from 1.
  public var loadBalancingWeight: UInt32?
  /// 0 is tried first; no number may be left out.
  public var priority: UInt32
  /// How far it is, for load balancers that ask.
  public var proximity: UInt32?

  /// A message with these fields.
  public init(
    locality: Locality? = nil,
    lbEndpoints: [LbEndpoint] = [],
    loadBalancingWeight: UInt32? = nil,
    priority: UInt32 = 0,
    proximity: UInt32? = nil
  ) {
    self.locality = locality
    self.lbEndpoints = lbEndpoints
    self.loadBalancingWeight = loadBalancingWeight
    self.priority = priority
    self.proximity = proximity
  }

  /// A message with nothing set.
  public init() { self.init(locality: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.endpoint.v3.LocalityLbEndpoints" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(proximity, field: 6)
    writer.uint32(priority, field: 5)
    writer.wrapped(loadBalancingWeight, field: 3)
    writer.messages(lbEndpoints, field: 2)
    writer.message(locality, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &locality)
      case 2: lbEndpoints.append(try reader.message())
      case 3: try reader.wrapped(into: &loadBalancingWeight)
      case 5: priority = try reader.uint32()
      case 6: try reader.wrapped(into: &proximity)
      default: try reader.skip()
      }
    }
  }
}
