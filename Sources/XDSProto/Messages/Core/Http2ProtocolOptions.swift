// Made by scripts/protos out of protos/envoy/config/core/v3/protocol.proto.

/// What concerns HTTP/2.
public struct Http2ProtocolOptions: ProtoMessage {
  /// The size of the header table.
  public var hpackTableSize: UInt32?
  /// How many streams a connection may have at once.
  public var maxConcurrentStreams: UInt32?
  /// The first flow-control window of a stream.
  public var initialStreamWindowSize: UInt32?
  /// The flow-control window of a connection.
  public var initialConnectionWindowSize: UInt32?
  /// Whether CONNECT with `:protocol` is allowed.
  public var allowConnect: Bool
  /// How to find out that a peer is dead.
  public var connectionKeepalive: KeepaliveSettings?

  /// A message with these fields.
  public init(
    hpackTableSize: UInt32? = nil,
    maxConcurrentStreams: UInt32? = nil,
    initialStreamWindowSize: UInt32? = nil,
    initialConnectionWindowSize: UInt32? = nil,
    allowConnect: Bool = false,
    connectionKeepalive: KeepaliveSettings? = nil
  ) {
    self.hpackTableSize = hpackTableSize
    self.maxConcurrentStreams = maxConcurrentStreams
    self.initialStreamWindowSize = initialStreamWindowSize
    self.initialConnectionWindowSize = initialConnectionWindowSize
    self.allowConnect = allowConnect
    self.connectionKeepalive = connectionKeepalive
  }

  /// A message with nothing set.
  public init() { self.init(hpackTableSize: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Http2ProtocolOptions" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.message(connectionKeepalive, field: 15)
    writer.bool(allowConnect, field: 5)
    writer.wrapped(initialConnectionWindowSize, field: 4)
    writer.wrapped(initialStreamWindowSize, field: 3)
    writer.wrapped(maxConcurrentStreams, field: 2)
    writer.wrapped(hpackTableSize, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &hpackTableSize)
      case 2: try reader.wrapped(into: &maxConcurrentStreams)
      case 3: try reader.wrapped(into: &initialStreamWindowSize)
      case 4: try reader.wrapped(into: &initialConnectionWindowSize)
      case 5: allowConnect = try reader.bool()
      case 15: try reader.message(into: &connectionKeepalive)
      default: try reader.skip()
      }
    }
  }
}
