// Made by scripts/protos out of protos/envoy/extensions/access_loggers/stream/v3/stream.proto.

/// A log on the standard output.
public struct StdoutAccessLog: ProtoMessage {
  /// The alternatives of `access_log_format`.
  public enum AccessLogFormat: Equatable, Sendable {
    /// The format of a line.
    case logFormat(SubstitutionFormatString)
  }

  /// The format of a line.
  public var accessLogFormat: AccessLogFormat?

  /// A message with these fields.
  public init(
    accessLogFormat: AccessLogFormat? = nil
  ) {
    self.accessLogFormat = accessLogFormat
  }

  /// A message with nothing set.
  public init() { self.init(accessLogFormat: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.access_loggers.stream.v3.StdoutAccessLog" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .logFormat(let value)? = accessLogFormat { writer.message(value, field: 1) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1:
        var value =
          if case .logFormat(let old)? = accessLogFormat { old } else { SubstitutionFormatString() }
        try reader.message(into: &value)
        accessLogFormat = .logFormat(value)
      default: try reader.skip()
      }
    }
  }
}
