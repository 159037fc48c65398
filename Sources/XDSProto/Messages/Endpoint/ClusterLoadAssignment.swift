// Made by scripts/protos out of protos/envoy/config/endpoint/v3/endpoint.proto.

/// The endpoints of a cluster.
public struct ClusterLoadAssignment: ProtoMessage {
  /// The name that the cluster asks for.
  public var clusterName: String
  /// The endpoints, by locality.
  public var endpoints: [LocalityLbEndpoints]
  /// How to balance over them.
  public var policy: ClusterLoadAssignment.Policy?

  /// A message with these fields.
  public init(
    clusterName: String = "",
    endpoints: [LocalityLbEndpoints] = [],
    policy: ClusterLoadAssignment.Policy? = nil
  ) {
    self.clusterName = clusterName
    self.endpoints = endpoints
    self.policy = policy
  }

  /// A message with nothing set.
  public init() { self.init(clusterName: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.endpoint.v3.ClusterLoadAssignment" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(policy, field: 4)
    writer.messages(endpoints, field: 2)
    writer.string(clusterName, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: clusterName = try reader.string()
      case 2: endpoints.append(try reader.message())
      case 4: try reader.message(into: &policy)
      default: try reader.skip()
      }
    }
  }
}

extension ClusterLoadAssignment {
  /// How to balance over the endpoints.
  public struct Policy: ProtoMessage {
    /// Which requests to drop.
    public var dropOverloads: [ClusterLoadAssignment.Policy.DropOverload]
    /// How many percent more healthy endpoints there are than needed.
    public var overprovisioningFactor: UInt32?
    /// How long the endpoints are good without an update.
    public var endpointStaleAfter: ProtoDuration?
    /// Whether weights count for the health of a priority.
    public var weightedPriorityHealth: Bool

    /// A message with these fields.
    public init(
      dropOverloads: [ClusterLoadAssignment.Policy.DropOverload] = [],
      overprovisioningFactor: UInt32? = nil,
      endpointStaleAfter: ProtoDuration? = nil,
      weightedPriorityHealth: Bool = false
    ) {
      self.dropOverloads = dropOverloads
      self.overprovisioningFactor = overprovisioningFactor
      self.endpointStaleAfter = endpointStaleAfter
      self.weightedPriorityHealth = weightedPriorityHealth
    }

    /// A message with nothing set.
    public init() { self.init(dropOverloads: []) }

    /// The full name of the type.
    public static var typeName: String { "envoy.config.endpoint.v3.ClusterLoadAssignment.Policy" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.bool(weightedPriorityHealth, field: 6)
      writer.message(endpointStaleAfter, field: 4)
      writer.wrapped(overprovisioningFactor, field: 3)
      writer.messages(dropOverloads, field: 2)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 2: dropOverloads.append(try reader.message())
        case 3: try reader.wrapped(into: &overprovisioningFactor)
        case 4: try reader.message(into: &endpointStaleAfter)
        case 6: weightedPriorityHealth = try reader.bool()
        default: try reader.skip()
        }
      }
    }
  }
}

extension ClusterLoadAssignment.Policy {
  /// Requests to drop.
  public struct DropOverload: ProtoMessage {
    /// A name for the statistics.
    public var category: String
    /// How many to drop.
    public var dropPercentage: FractionalPercent?

    /// A message with these fields.
    public init(
      category: String = "",
      dropPercentage: FractionalPercent? = nil
    ) {
      self.category = category
      self.dropPercentage = dropPercentage
    }

    /// A message with nothing set.
    public init() { self.init(category: "") }

    /// The full name of the type.
    public static var typeName: String {
      "envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload"
    }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {
      writer.message(dropPercentage, field: 2)
      writer.string(category, field: 1)
    }

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while let field = try reader.nextField() {
        switch field {
        case 1: category = try reader.string()
        case 2: try reader.message(into: &dropPercentage)
        default: try reader.skip()
        }
      }
    }
  }
}
