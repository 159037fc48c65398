// Made by scripts/protos out of protos/envoy/extensions/filters/common/fault/v3/fault.proto.

/// Requests that are held back.
public struct FaultDelay: ProtoMessage {
  /// The alternatives of `fault_delay_secifier`.
  public enum FaultDelaySecifier: Equatable, Sendable {
    /// How long.
    case fixedDelay(ProtoDuration)
  }

  /// How long.
  public var faultDelaySecifier: FaultDelaySecifier?
  /// How many of the requests.
  public var percentage: FractionalPercent?

  /// A message with these fields.
  public init(
    faultDelaySecifier: FaultDelaySecifier? = nil,
    percentage: FractionalPercent? = nil
  ) {
    self.faultDelaySecifier = faultDelaySecifier
    self.percentage = percentage
  }

  /// A message with nothing set.
  public init() { self.init(faultDelaySecifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.common.fault.v3.FaultDelay" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(percentage, field: 4)
    if case .fixedDelay(let value)? = faultDelaySecifier { writer.message(value, field: 3) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 3:
        var value =
          if case .fixedDelay(let old)? = faultDelaySecifier { old } else { ProtoDuration() }
        try reader.message(into: &value)
        faultDelaySecifier = .fixedDelay(value)
      case 4: try reader.message(into: &percentage)
      default: try reader.skip()
      }
    }
  }
}
