// Made by scripts/protos out of protos/envoy/service/discovery/v3/discovery.proto.

/// What a client asks for: state of the world.
public struct DiscoveryRequest: ProtoMessage {
  /// The version that the client has.
  public var versionInfo: String
  /// Who the client is; in the first request of a stream only.
  public var node: Node?
  /// The names it wants.
  public var resourceNames: [String]
  /// The type it wants.
  public var typeUrl: String
  /// The nonce of the response that this answers.
  public var responseNonce: String
  /// Why the client refuses that response.
  public var errorDetail: Status?

  /// A message with these fields.
  public init(
    versionInfo: String = "",
    node: Node? = nil,
    resourceNames: [String] = [],
    typeUrl: String = "",
    responseNonce: String = "",
    errorDetail: Status? = nil
  ) {
    self.versionInfo = versionInfo
    self.node = node
    self.resourceNames = resourceNames
    self.typeUrl = typeUrl
    self.responseNonce = responseNonce
    self.errorDetail = errorDetail
  }

  /// A message with nothing set.
  public init() { self.init(versionInfo: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.service.discovery.v3.DiscoveryRequest" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(errorDetail, field: 6)
    writer.string(responseNonce, field: 5)
    writer.string(typeUrl, field: 4)
    writer.strings(resourceNames, field: 3)
    writer.message(node, field: 2)
    writer.string(versionInfo, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: versionInfo = try reader.string()
      case 2: try reader.message(into: &node)
      case 3: resourceNames.append(try reader.string())
      case 4: typeUrl = try reader.string()
      case 5: responseNonce = try reader.string()
      case 6: try reader.message(into: &errorDetail)
      default: try reader.skip()
      }
    }
  }
}
