// Made by scripts/protos out of protos/envoy/service/discovery/v3/discovery.proto.

/// What the server answers: state of the world.
public struct DiscoveryResponse: ProtoMessage {
  /// The version of the resources.
  public var versionInfo: String
  /// The resources.
  public var resources: [AnyMessage]
  /// The type of the resources.
  public var typeUrl: String
  /// What the client's answer will repeat.
  public var nonce: String
  /// Who the server is.
  public var controlPlane: ControlPlane?

  /// A message with these fields.
  public init(
    versionInfo: String = "",
    resources: [AnyMessage] = [],
    typeUrl: String = "",
    nonce: String = "",
    controlPlane: ControlPlane? = nil
  ) {
    self.versionInfo = versionInfo
    self.resources = resources
    self.typeUrl = typeUrl
    self.nonce = nonce
    self.controlPlane = controlPlane
  }

  /// A message with nothing set.
  public init() { self.init(versionInfo: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.service.discovery.v3.DiscoveryResponse" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(controlPlane, field: 6)
    writer.string(nonce, field: 5)
    writer.string(typeUrl, field: 4)
    writer.messages(resources, field: 2)
    writer.string(versionInfo, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: versionInfo = try reader.string()
      case 2: resources.append(try reader.message())
      case 4: typeUrl = try reader.string()
      case 5: nonce = try reader.string()
      case 6: try reader.message(into: &controlPlane)
      default: try reader.skip()
      }
    }
  }
}
