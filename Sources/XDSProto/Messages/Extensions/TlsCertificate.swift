// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/common.proto.

/// A certificate, and the key that belongs to it.
public struct TlsCertificate: ProtoMessage {
  /// The certificate, and those that lead to its root.
  public var certificateChain: DataSource?
  /// The key.
  public var privateKey: DataSource?

  /// A message with these fields.
  public init(
    certificateChain: DataSource? = nil,
    privateKey: DataSource? = nil
  ) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }

  /// A message with nothing set.
  public init() { self.init(certificateChain: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.transport_sockets.tls.v3.TlsCertificate" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(privateKey, field: 2)
    writer.message(certificateChain, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &certificateChain)
      case 2: try reader.message(into: &privateKey)
      default: try reader.skip()
      }
    }
  }
}
