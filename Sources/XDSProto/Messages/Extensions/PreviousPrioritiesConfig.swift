// Made by scripts/protos out of protos/envoy/extensions/retry/priority/previous_priorities/v3/previous_priorities_config.proto.

/// A retry goes to a priority that was not tried yet.
public struct PreviousPrioritiesConfig: ProtoMessage {
  /// After how many tries a priority is given up.
  public var updateFrequency: Int32

  /// A message with these fields.
  public init(
    updateFrequency: Int32 = 0
  ) {
    self.updateFrequency = updateFrequency
  }

  /// A message with nothing set.
  public init() { self.init(updateFrequency: 0) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.int32(updateFrequency, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: updateFrequency = try reader.int32()
      default: try reader.skip()
      }
    }
  }
}
