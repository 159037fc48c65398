// Made by scripts/protos out of protos/envoy/config/listener/v3/listener_components.proto.

/// Filters for the connections that match.
public struct FilterChain: ProtoMessage {
  /// Which connections; without it, all.
  public var filterChainMatch: FilterChainMatch?
  /// The filters, the terminal one last.
  public var filters: [Filter]
  /// Facts for filters.
  public var metadata: Metadata?
  /// How connections are secured.
  public var transportSocket: TransportSocket?
  /// The chain's name: an update that keeps name and content keeps the connections.
  public var name: String
  /// How long the handshake may take.
  public var transportSocketConnectTimeout: ProtoDuration?

  /// A message with these fields.
  public init(
    filterChainMatch: FilterChainMatch? = nil,
    filters: [Filter] = [],
    metadata: Metadata? = nil,
    transportSocket: TransportSocket? = nil,
    name: String = "",
    transportSocketConnectTimeout: ProtoDuration? = nil
  ) {
    self.filterChainMatch = filterChainMatch
    self.filters = filters
    self.metadata = metadata
    self.transportSocket = transportSocket
    self.name = name
    self.transportSocketConnectTimeout = transportSocketConnectTimeout
  }

  /// A message with nothing set.
  public init() { self.init(filterChainMatch: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.listener.v3.FilterChain" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(transportSocketConnectTimeout, field: 9)
    writer.string(name, field: 7)
    writer.message(transportSocket, field: 6)
    writer.message(metadata, field: 5)
    writer.messages(filters, field: 3)
    writer.message(filterChainMatch, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &filterChainMatch)
      case 3: filters.append(try reader.message())
      case 5: try reader.message(into: &metadata)
      case 6: try reader.message(into: &transportSocket)
      case 7: name = try reader.string()
      case 9: try reader.message(into: &transportSocketConnectTimeout)
      default: try reader.skip()
      }
    }
  }
}
