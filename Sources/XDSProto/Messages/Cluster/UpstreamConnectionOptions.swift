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

  public static var typeName: String { "envoy.config.cluster.v3.UpstreamConnectionOptions" }

  public func write(to writer: inout ProtoWriter) {
    writer.message(tcpKeepalive, field: 1)
  }

  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &tcpKeepalive)
      default: try reader.skip()
      }
    }
  }
}
