// Made by scripts/protos out of protos/envoy/extensions/access_loggers/file/v3/file.proto.

/// A log in a file.
public struct FileAccessLog: ProtoMessage {
  /// The alternatives of `access_log_format`.
  public enum AccessLogFormat: Equatable, Sendable {
    /// The format of a line.
    case logFormat(SubstitutionFormatString)
  }

  /// The file.
  public var path: String
  /// The format of a line.
  public var accessLogFormat: AccessLogFormat?

  /// A message with these fields.
  public init(
    path: String = "",
    accessLogFormat: AccessLogFormat? = nil
  ) {
    self.path = path
    self.accessLogFormat = accessLogFormat
  }

  /// A message with nothing set.
  public init() { self.init(path: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.access_loggers.file.v3.FileAccessLog" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .logFormat(let value)? = accessLogFormat { writer.message(value, field: 5) }
    writer.string(path, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: path = try reader.string()
      case 5:
        var value =
          if case .logFormat(let old)? = accessLogFormat { old } else { SubstitutionFormatString() }
        try reader.message(into: &value)
        accessLogFormat = .logFormat(value)
      default: try reader.skip()
      }
    }
  }
}
