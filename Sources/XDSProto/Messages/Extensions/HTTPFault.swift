// Made by scripts/protos out of protos/envoy/extensions/filters/http/fault/v3/fault.proto.

/// The HTTP filter that makes faults; routes configure it.
public struct HTTPFault: ProtoMessage {
  /// Requests that are held back.
  public var delay: FaultDelay?
  /// Requests that are answered with an error.
  public var abort: FaultAbort?

  /// A message with these fields.
  public init(
    delay: FaultDelay? = nil,
    abort: FaultAbort? = nil
  ) {
    self.delay = delay
    self.abort = abort
  }

  /// A message with nothing set.
  public init() { self.init(delay: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.fault.v3.HTTPFault" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(abort, field: 2)
    writer.message(delay, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &delay)
      case 2: try reader.message(into: &abort)
      default: try reader.skip()
      }
    }
  }
}
