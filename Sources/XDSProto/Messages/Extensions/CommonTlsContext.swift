// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/tls.proto.

/// What TLS needs on both sides.
public struct CommonTlsContext: ProtoMessage {
  /// The alternatives of `validation_context_type`.
  public enum ValidationContextType: Equatable, Sendable {
    /// When a certificate of the other side is accepted.
    case validationContext(CertificateValidationContext)
  }

  /// What a handshake may agree on.
  public var tlsParams: TlsParameters?
  /// The certificates of this side.
  public var tlsCertificates: [TlsCertificate]
  /// When a certificate of the other side is accepted.
  public var validationContextType: ValidationContextType?
  /// The protocols to choose from (ALPN), in the order of preference.
  public var alpnProtocols: [String]

  /// A message with these fields.
  public init(
    tlsParams: TlsParameters? = nil,
    tlsCertificates: [TlsCertificate] = [],
    validationContextType: ValidationContextType? = nil,
    alpnProtocols: [String] = []
  ) {
    self.tlsParams = tlsParams
    self.tlsCertificates = tlsCertificates
    self.validationContextType = validationContextType
    self.alpnProtocols = alpnProtocols
  }

  /// A message with nothing set.
  public init() { self.init(tlsParams: nil) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.transport_sockets.tls.v3.CommonTlsContext"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.strings(alpnProtocols, field: 4)
    if case .validationContext(let value)? = validationContextType {
      writer.message(value, field: 3)
    }
    writer.messages(tlsCertificates, field: 2)
    writer.message(tlsParams, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &tlsParams)
      case 2: tlsCertificates.append(try reader.message())
      case 3:
        var value =
          if case .validationContext(let old)? = validationContextType { old } else {
            CertificateValidationContext()
          }
        try reader.message(into: &value)
        validationContextType = .validationContext(value)
      case 4: alpnProtocols.append(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
