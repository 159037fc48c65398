// Made by scripts/protos out of protos/envoy/service/discovery/v3/discovery.proto.

/// What the server answers: changes only.
public struct DeltaDiscoveryResponse: ProtoMessage {
  /// The version of the whole, for people.
  public var systemVersionInfo: String
  /// The resources that are new or changed.
  public var resources: [Resource]
  /// The type of the resources.
  public var typeUrl: String
  /// What the client's answer will repeat.
  public var nonce: String
  /// The names of resources that are gone.
  public var removedResources: [String]
  /// Who the server is.
  public var controlPlane: ControlPlane?

  /// A message with these fields.
  public init(
    systemVersionInfo: String = "",
    resources: [Resource] = [],
    typeUrl: String = "",
    nonce: String = "",
    removedResources: [String] = [],
    controlPlane: ControlPlane? = nil
  ) {
    self.systemVersionInfo = systemVersionInfo
    self.resources = resources
    self.typeUrl = typeUrl
    self.nonce = nonce
    self.removedResources = removedResources
    self.controlPlane = controlPlane
  }

  /// A message with nothing set.
  public init() { self.init(systemVersionInfo: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.service.discovery.v3.DeltaDiscoveryResponse" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(controlPlane, field: 7)
    writer.strings(removedResources, field: 6)
    writer.string(nonce, field: 5)
    writer.string(typeUrl, field: 4)
    writer.messages(resources, field: 2)
    writer.string(systemVersionInfo, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: systemVersionInfo = try reader.string()
      case 2: resources.append(try reader.message())
      case 4: typeUrl = try reader.string()
      case 5: nonce = try reader.string()
      case 6: removedResources.append(try reader.string())
      case 7: try reader.message(into: &controlPlane)
      default: try reader.skip()
      }
    }
  }
}
