// Made by scripts/protos out of protos/envoy/config/route/v3/route.proto.

/// Routes for HTTP, by host.
public struct RouteConfiguration: ProtoMessage {
  /// The name that a listener asks for.
  public var name: String
  /// The virtual hosts; each domain in one only.
  public var virtualHosts: [VirtualHost]
  /// Headers that come from inside only.
  public var internalOnlyHeaders: [String]
  /// Headers to add to responses.
  public var responseHeadersToAdd: [HeaderValueOption]
  /// Headers to remove from responses.
  public var responseHeadersToRemove: [String]
  /// Headers to add to requests.
  public var requestHeadersToAdd: [HeaderValueOption]
  /// Whether a route to a cluster that does not exist is refused.
  public var validateClusters: Bool?
  /// Headers to remove from requests.
  public var requestHeadersToRemove: [String]
  /// Whether a route's headers win over those of this configuration.
  public var mostSpecificHeaderMutationsWins: Bool
  /// The largest body of a direct response.
  public var maxDirectResponseBodySizeBytes: UInt32?
  /// Whether the port in the host does not count.
  public var ignorePortInHostMatching: Bool

  /// A message with these fields.
  public init(
    name: String = "",
    virtualHosts: [VirtualHost] = [],
    internalOnlyHeaders: [String] = [],
    responseHeadersToAdd: [HeaderValueOption] = [],
    responseHeadersToRemove: [String] = [],
    requestHeadersToAdd: [HeaderValueOption] = [],
    validateClusters: Bool? = nil,
    requestHeadersToRemove: [String] = [],
    mostSpecificHeaderMutationsWins: Bool = false,
    maxDirectResponseBodySizeBytes: UInt32? = nil,
    ignorePortInHostMatching: Bool = false
  ) {
    self.name = name
    self.virtualHosts = virtualHosts
    self.internalOnlyHeaders = internalOnlyHeaders
    self.responseHeadersToAdd = responseHeadersToAdd
    self.responseHeadersToRemove = responseHeadersToRemove
    self.requestHeadersToAdd = requestHeadersToAdd
    self.validateClusters = validateClusters
    self.requestHeadersToRemove = requestHeadersToRemove
    self.mostSpecificHeaderMutationsWins = mostSpecificHeaderMutationsWins
    self.maxDirectResponseBodySizeBytes = maxDirectResponseBodySizeBytes
    self.ignorePortInHostMatching = ignorePortInHostMatching
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.route.v3.RouteConfiguration" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(ignorePortInHostMatching, field: 14)
    writer.wrapped(maxDirectResponseBodySizeBytes, field: 11)
    writer.bool(mostSpecificHeaderMutationsWins, field: 10)
    writer.strings(requestHeadersToRemove, field: 8)
    writer.wrapped(validateClusters, field: 7)
    writer.messages(requestHeadersToAdd, field: 6)
    writer.strings(responseHeadersToRemove, field: 5)
    writer.messages(responseHeadersToAdd, field: 4)
    writer.strings(internalOnlyHeaders, field: 3)
    writer.messages(virtualHosts, field: 2)
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 2: virtualHosts.append(try reader.message())
      case 3: internalOnlyHeaders.append(try reader.string())
      case 4: responseHeadersToAdd.append(try reader.message())
      case 5: responseHeadersToRemove.append(try reader.string())
      case 6: requestHeadersToAdd.append(try reader.message())
      case 7: try reader.wrapped(into: &validateClusters)
      case 8: requestHeadersToRemove.append(try reader.string())
      case 10: mostSpecificHeaderMutationsWins = try reader.bool()
      case 11: try reader.wrapped(into: &maxDirectResponseBodySizeBytes)
      case 14: ignorePortInHostMatching = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
