// Made by scripts/protos out of protos/envoy/config/core/v3/protocol.proto.

/// How HTTP/2 finds out that a peer is dead.
public struct KeepaliveSettings: ProtoMessage {
  /// The time between two pings.
  public var interval: ProtoDuration?
  /// How long to wait for an answer.
  public var timeout: ProtoDuration?
  /// A random addition to the interval.
  public var intervalJitter: Percent?
  /// How long a connection is silent before it is tested.
  public var connectionIdleInterval: ProtoDuration?

  /// A message with these fields.
  public init(
    interval: ProtoDuration? = nil,
    timeout: ProtoDuration? = nil,
    intervalJitter: Percent? = nil,
    connectionIdleInterval: ProtoDuration? = nil
  ) {
    self.interval = interval
    self.timeout = timeout
    self.intervalJitter = intervalJitter
    self.connectionIdleInterval = connectionIdleInterval
  }

  /// A message with nothing set.
  public init() { self.init(interval: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.KeepaliveSettings" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(connectionIdleInterval, field: 4)
    writer.message(intervalJitter, field: 3)
    writer.message(timeout, field: 2)
    writer.message(interval, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &interval)
      case 2: try reader.message(into: &timeout)
      case 3: try reader.message(into: &intervalJitter)
      case 4: try reader.message(into: &connectionIdleInterval)
      default: try reader.skip()
      }
    }
  }
}
