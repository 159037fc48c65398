// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/tls.proto.

/// How Envoy speaks TLS as a client.
public struct UpstreamTlsContext: ProtoMessage {
  /// What clients and servers have in common.
  public var commonTlsContext: CommonTlsContext?
  /// The server name to ask for.
  public var sni: String
  /// Whether the server may ask for a new handshake.
  public var allowRenegotiation: Bool

  /// A message with these fields.
  public init(
    commonTlsContext: CommonTlsContext? = nil,
    sni: String = "",
    allowRenegotiation: Bool = false
  ) {
    self.commonTlsContext = commonTlsContext
    self.sni = sni
    self.allowRenegotiation = allowRenegotiation
  }

  /// A message with nothing set.
  public init() { self.init(commonTlsContext: nil) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(allowRenegotiation, field: 3)
    writer.string(sni, field: 2)
    writer.message(commonTlsContext, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &commonTlsContext)
      case 2: sni = try reader.string()
      case 3: allowRenegotiation = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
