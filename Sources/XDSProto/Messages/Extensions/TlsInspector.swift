/// The listener filter that recognises TLS and reads its SNI and ALPN.
public struct TlsInspector: ProtoMessage {
  /// Whether the JA3 fingerprint is taken.
  public var enableJa3Fingerprinting: Bool?

  /// A message with these fields.
  public init(
    enableJa3Fingerprinting: Bool? = nil
  ) {
    self.enableJa3Fingerprinting = enableJa3Fingerprinting
  }

  /// A message with nothing set.
  public init() { self.init(enableJa3Fingerprinting: nil) }

  public static var typeName: String {
    "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"
  }

  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(enableJa3Fingerprinting, field: 1)
  }

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &enableJa3Fingerprinting)
      default: try reader.skip()
      }
    }
  }
}
