// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// How TCP finds out that a peer is dead.
public struct TcpKeepalive: ProtoMessage {
  /// How many probes go unanswered before the connection is dropped.
  public var keepaliveProbes: UInt32?
  /// How many seconds a connection is idle before the first probe.
  public var keepaliveTime: UInt32?
  /// How many seconds lie between probes.
  public var keepaliveInterval: UInt32?

  /// A message with these fields.
  public init(
    keepaliveProbes: UInt32? = nil,
    keepaliveTime: UInt32? = nil,
    keepaliveInterval: UInt32? = nil
  ) {
    self.keepaliveProbes = keepaliveProbes
    self.keepaliveTime = keepaliveTime
    self.keepaliveInterval = keepaliveInterval
  }

  /// A message with nothing set.
  public init() { self.init(keepaliveProbes: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.TcpKeepalive" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(keepaliveInterval, field: 3)
    writer.wrapped(keepaliveTime, field: 2)
    writer.wrapped(keepaliveProbes, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &keepaliveProbes)
      case 2: try reader.wrapped(into: &keepaliveTime)
      case 3: try reader.wrapped(into: &keepaliveInterval)
      default: try reader.skip()
      }
    }
  }
}
