// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// A header, and what to do when it is there already.
public struct HeaderValueOption: ProtoMessage {
  /// The header.
  public var header: HeaderValue?
  /// What to do when the header is there already.
  public var appendAction: HeaderValueOption.HeaderAppendAction
  /// Whether the header is added even with an empty value.
  public var keepEmptyValue: Bool

  /// A message with these fields.
  public init(
    header: HeaderValue? = nil,
    appendAction: HeaderValueOption.HeaderAppendAction = .appendIfExistsOrAdd,
    keepEmptyValue: Bool = false
  ) {
    self.header = header
    self.appendAction = appendAction
    self.keepEmptyValue = keepEmptyValue
  }

  /// A message with nothing set.
  public init() { self.init(header: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.HeaderValueOption" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(keepEmptyValue, field: 4)
    writer.enumeration(appendAction, field: 3)
    writer.message(header, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &header)
      case 3: appendAction = try reader.enumeration()
      case 4: keepEmptyValue = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}

extension HeaderValueOption {
  /// What to do when a header is there already.
  public struct HeaderAppendAction: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `APPEND_IF_EXISTS_OR_ADD`.
    public static let appendIfExistsOrAdd = Self(rawValue: 0)
    /// `ADD_IF_ABSENT`.
    public static let addIfAbsent = Self(rawValue: 1)
    /// `OVERWRITE_IF_EXISTS_OR_ADD`.
    public static let overwriteIfExistsOrAdd = Self(rawValue: 2)
    /// `OVERWRITE_IF_EXISTS`.
    public static let overwriteIfExists = Self(rawValue: 3)
  }
}
