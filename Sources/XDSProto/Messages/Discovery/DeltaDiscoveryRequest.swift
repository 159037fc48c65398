// Made by scripts/protos out of protos/envoy/service/discovery/v3/discovery.proto.

/// What a client asks for: changes only.
public struct DeltaDiscoveryRequest: ProtoMessage {
  /// Who the client is; in the first request of a stream only.
  public var node: Node?
  /// The type it wants.
  public var typeUrl: String
  /// The names it wants from now on.
  public var resourceNamesSubscribe: [String]
  /// The names it no longer wants.
  public var resourceNamesUnsubscribe: [String]
  /// The versions it has from an earlier stream, by name.
  public var initialResourceVersions: [String: String]
  /// The nonce of the response that this answers.
  public var responseNonce: String
  /// Why the client refuses that response.
  public var errorDetail: Status?

  /// A message with these fields.
  public init(
    node: Node? = nil,
    typeUrl: String = "",
    resourceNamesSubscribe: [String] = [],
    resourceNamesUnsubscribe: [String] = [],
    initialResourceVersions: [String: String] = [:],
    responseNonce: String = "",
    errorDetail: Status? = nil
  ) {
    self.node = node
    self.typeUrl = typeUrl
    self.resourceNamesSubscribe = resourceNamesSubscribe
    self.resourceNamesUnsubscribe = resourceNamesUnsubscribe
    self.initialResourceVersions = initialResourceVersions
    self.responseNonce = responseNonce
    self.errorDetail = errorDetail
  }

  /// A message with nothing set.
  public init() { self.init(node: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.service.discovery.v3.DeltaDiscoveryRequest" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(errorDetail, field: 7)
    writer.string(responseNonce, field: 6)
    writer.map(initialResourceVersions, field: 5)
    writer.strings(resourceNamesUnsubscribe, field: 4)
    writer.strings(resourceNamesSubscribe, field: 3)
    writer.string(typeUrl, field: 2)
    writer.message(node, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &node)
      case 2: typeUrl = try reader.string()
      case 3: resourceNamesSubscribe.append(try reader.string())
      case 4: resourceNamesUnsubscribe.append(try reader.string())
      case 5: try reader.mapEntry(&initialResourceVersions)
      case 6: responseNonce = try reader.string()
      case 7: try reader.message(into: &errorDetail)
      default: try reader.skip()
      }
    }
  }
}
