// Made by scripts/protos out of protos/envoy/config/core/v3/substitution_format_string.proto.

/// How a line of a log is made.
public struct SubstitutionFormatString: ProtoMessage {
  /// The alternatives of `format`.
  public enum Format: Equatable, Sendable {
    /// A format as text.
    case textFormat(String)
    /// A format as JSON.
    case jsonFormat(ProtoStruct)
    /// A format as text, and where it comes from.
    case textFormatSource(DataSource)
  }

  /// One of: `text_format`, `json_format`, `text_format_source`.
  public var format: Format?
  /// Whether what is not known is left out.
  public var omitEmptyValues: Bool
  /// The content type where the line is a body.
  public var contentType: String

  /// A message with these fields.
  public init(
    format: Format? = nil,
    omitEmptyValues: Bool = false,
    contentType: String = ""
  ) {
    self.format = format
    self.omitEmptyValues = omitEmptyValues
    self.contentType = contentType
  }

  /// A message with nothing set.
  public init() { self.init(format: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.SubstitutionFormatString" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .textFormatSource(let value)? = format { writer.message(value, field: 5) }
    writer.string(contentType, field: 4)
    writer.bool(omitEmptyValues, field: 3)
    switch format {
    case .jsonFormat(let value): writer.message(value, field: 2)
    case .textFormat(let value): writer.string(value, field: 1, always: true)
    default: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: format = .textFormat(try reader.string())
      case 2:
        var value = if case .jsonFormat(let old)? = format { old } else { ProtoStruct() }
        try reader.message(into: &value)
        format = .jsonFormat(value)
      case 3: omitEmptyValues = try reader.bool()
      case 4: contentType = try reader.string()
      case 5:
        var value = if case .textFormatSource(let old)? = format { old } else { DataSource() }
        try reader.message(into: &value)
        format = .textFormatSource(value)
      default: try reader.skip()
      }
    }
  }
}
