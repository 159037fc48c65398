// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Bytes, and where they come from.
public struct DataSource: ProtoMessage {
  /// The alternatives of `specifier`.
  public enum Specifier: Equatable, Sendable {
    /// A path on the client's file system.
    case filename(String)
    /// The bytes themselves.
    case inlineBytes([UInt8])
    /// The text itself.
    case inlineString(String)
    /// The name of an environment variable of the client.
    case environmentVariable(String)
  }

  /// One of: `filename`, `inline_bytes`, `inline_string`, `environment_variable`.
  public var specifier: Specifier?

  /// A message with these fields.
  public init(
    specifier: Specifier? = nil
  ) {
    self.specifier = specifier
  }

  /// A message with nothing set.
  public init() { self.init(specifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.DataSource" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch specifier {
    case .environmentVariable(let value): writer.string(value, field: 4, always: true)
    case .inlineString(let value): writer.string(value, field: 3, always: true)
    case .inlineBytes(let value): writer.bytes(value, field: 2, always: true)
    case .filename(let value): writer.string(value, field: 1, always: true)
    case nil: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: specifier = .filename(try reader.string())
      case 2: specifier = .inlineBytes(try reader.bytes())
      case 3: specifier = .inlineString(try reader.string())
      case 4: specifier = .environmentVariable(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
