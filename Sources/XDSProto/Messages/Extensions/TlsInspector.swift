// Made by scripts/protos out of protos/envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector.proto.

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

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(enableJa3Fingerprinting, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &enableJa3Fingerprinting)
      default: try reader.skip()
      }
    }
  }
}
