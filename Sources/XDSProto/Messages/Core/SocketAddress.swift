// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// An IP address and a port.
public struct SocketAddress: ProtoMessage {
  /// The alternatives of `port_specifier`.
  public enum PortSpecifier: Equatable, Sendable {
    /// The port's number.
    case portValue(UInt32)
    /// The port's name.
    case namedPort(String)
  }

  /// TCP or UDP.
  public var `protocol`: SocketAddress.TransportProtocol
  /// The IP address, or a host name where a resolver is at work.
  public var address: String
  /// One of: `port_value`, `named_port`.
  public var portSpecifier: PortSpecifier?
  /// The resolver of the address.
  public var resolverName: String
  /// Whether an IPv6 listener also accepts IPv4.
  public var ipv4Compat: Bool

  /// A message with these fields.
  public init(
    protocol: SocketAddress.TransportProtocol = .tcp,
    address: String = "",
    portSpecifier: PortSpecifier? = nil,
    resolverName: String = "",
    ipv4Compat: Bool = false
  ) {
    self.protocol = `protocol`
    self.address = address
    self.portSpecifier = portSpecifier
    self.resolverName = resolverName
    self.ipv4Compat = ipv4Compat
  }

  /// A message with nothing set.
  public init() { self.init(protocol: .tcp) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.SocketAddress" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(ipv4Compat, field: 6)
    writer.string(resolverName, field: 5)
    switch portSpecifier {
    case .namedPort(let value): writer.string(value, field: 4, always: true)
    case .portValue(let value): writer.uint32(value, field: 3, always: true)
    case nil: break
    }
    writer.string(address, field: 2)
    writer.enumeration(`protocol`, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: `protocol` = try reader.enumeration()
      case 2: address = try reader.string()
      case 3: portSpecifier = .portValue(try reader.uint32())
      case 4: portSpecifier = .namedPort(try reader.string())
      case 5: resolverName = try reader.string()
      case 6: ipv4Compat = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}

extension SocketAddress {
  /// A transport protocol.
  public struct TransportProtocol: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `TCP`.
    public static let tcp = Self(rawValue: 0)
    /// `UDP`.
    public static let udp = Self(rawValue: 1)
  }
}
