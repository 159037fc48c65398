// Made by scripts/protos out of protos/envoy/config/core/v3/protocol.proto.

/// How the name of a request is used for the TLS connection to an upstream.
public struct UpstreamNameOptions: ProtoMessage {
  /// Whether the host of the request is the server name that TLS asks for.
  public var autoSni: Bool
  /// Whether the certificate must be for that host.
  public var autoSanValidation: Bool
  /// The header that names the server, where it is not the host.
  public var overrideAutoSniHeader: String

  /// A message with these fields.
  public init(
    autoSni: Bool = false,
    autoSanValidation: Bool = false,
    overrideAutoSniHeader: String = ""
  ) {
    self.autoSni = autoSni
    self.autoSanValidation = autoSanValidation
    self.overrideAutoSniHeader = overrideAutoSniHeader
  }

  /// A message with nothing set.
  public init() { self.init(autoSni: false) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.UpstreamHttpProtocolOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.string(overrideAutoSniHeader, field: 3)
    writer.bool(autoSanValidation, field: 2)
    writer.bool(autoSni, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: autoSni = try reader.bool()
      case 2: autoSanValidation = try reader.bool()
      case 3: overrideAutoSniHeader = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
