// Made by scripts/protos out of protos/envoy/config/cluster/v3/cluster.proto.

/// Options of upstream connections.
public struct UpstreamConnectionOptions: ProtoMessage {
  /// How TCP finds out that a peer is dead.
  public var tcpKeepalive: TcpKeepalive?

  /// A message with these fields.
  public init(
    tcpKeepalive: TcpKeepalive? = nil
  ) {
    self.tcpKeepalive = tcpKeepalive
  }

  /// A message with nothing set.
  public init() { self.init(tcpKeepalive: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.cluster.v3.UpstreamConnectionOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(tcpKeepalive, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &tcpKeepalive)
      default: try reader.skip()
      }
    }
  }
}
