// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/tls.proto.

/// How Envoy speaks TLS as a server.
public struct DownstreamTlsContext: ProtoMessage {
  /// What clients and servers have in common.
  public var commonTlsContext: CommonTlsContext?
  /// Whether clients must show a certificate.
  public var requireClientCertificate: Bool?
  /// Whether clients must name the server.
  public var requireSni: Bool?

  /// A message with these fields.
  public init(
    commonTlsContext: CommonTlsContext? = nil,
    requireClientCertificate: Bool? = nil,
    requireSni: Bool? = nil
  ) {
    self.commonTlsContext = commonTlsContext
    self.requireClientCertificate = requireClientCertificate
    self.requireSni = requireSni
  }

  /// A message with nothing set.
  public init() { self.init(commonTlsContext: nil) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(requireSni, field: 3)
    writer.wrapped(requireClientCertificate, field: 2)
    writer.message(commonTlsContext, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &commonTlsContext)
      case 2: try reader.wrapped(into: &requireClientCertificate)
      case 3: try reader.wrapped(into: &requireSni)
      default: try reader.skip()
      }
    }
  }
}
