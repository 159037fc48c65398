// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// An address of any kind.
public struct Address: ProtoMessage {
  /// The alternatives of `address`.
  public enum Kind: Equatable, Sendable {
    /// An IP address and a port.
    case socketAddress(SocketAddress)
    /// A Unix domain socket.
    case pipe(Pipe)
  }

  /// One of: `socket_address`, `pipe`.
  public var address: Kind?

  /// A message with these fields.
  public init(
    address: Kind? = nil
  ) {
    self.address = address
  }

  /// A message with nothing set.
  public init() { self.init(address: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Address" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    switch address {
    case .pipe(let value): writer.message(value, field: 2)
    case .socketAddress(let value): writer.message(value, field: 1)
    case nil: break
    }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1:
        var value = if case .socketAddress(let old)? = address { old } else { SocketAddress() }
        try reader.message(into: &value)
        address = .socketAddress(value)
      case 2:
        var value = if case .pipe(let old)? = address { old } else { Pipe() }
        try reader.message(into: &value)
        address = .pipe(value)
      default: try reader.skip()
      }
    }
  }
}
