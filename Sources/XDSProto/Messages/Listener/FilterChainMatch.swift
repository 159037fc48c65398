// Made by scripts/protos out of protos/envoy/config/listener/v3/listener_components.proto.

/// Which connections a filter chain takes.
public struct FilterChainMatch: ProtoMessage {
  /// Destination addresses.
  public var prefixRanges: [CidrRange]
  /// Source addresses.
  public var sourcePrefixRanges: [CidrRange]
  /// Source ports.
  public var sourcePorts: [UInt32]
  /// The destination port.
  public var destinationPort: UInt32?
  /// `raw_buffer` or `tls`.
  public var transportProtocol: String
  /// ALPN names.
  public var applicationProtocols: [String]
  /// Names of SNI; `*.` may begin one.
  public var serverNames: [String]
  /// Where the connection comes from.
  public var sourceType: FilterChainMatch.ConnectionSourceType
  /// Addresses of the peer itself.
  public var directSourcePrefixRanges: [CidrRange]

  /// A message with these fields.
  public init(
    prefixRanges: [CidrRange] = [],
    sourcePrefixRanges: [CidrRange] = [],
    sourcePorts: [UInt32] = [],
    destinationPort: UInt32? = nil,
    transportProtocol: String = "",
    applicationProtocols: [String] = [],
    serverNames: [String] = [],
    sourceType: FilterChainMatch.ConnectionSourceType = .any,
    directSourcePrefixRanges: [CidrRange] = []
  ) {
    self.prefixRanges = prefixRanges
    self.sourcePrefixRanges = sourcePrefixRanges
    self.sourcePorts = sourcePorts
    self.destinationPort = destinationPort
    self.transportProtocol = transportProtocol
    self.applicationProtocols = applicationProtocols
    self.serverNames = serverNames
    self.sourceType = sourceType
    self.directSourcePrefixRanges = directSourcePrefixRanges
  }

  /// A message with nothing set.
  public init() { self.init(prefixRanges: []) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.listener.v3.FilterChainMatch" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.messages(directSourcePrefixRanges, field: 13)
    writer.enumeration(sourceType, field: 12)
    writer.strings(serverNames, field: 11)
    writer.strings(applicationProtocols, field: 10)
    writer.string(transportProtocol, field: 9)
    writer.wrapped(destinationPort, field: 8)
    writer.uint32s(sourcePorts, field: 7)
    writer.messages(sourcePrefixRanges, field: 6)
    writer.messages(prefixRanges, field: 3)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 3: prefixRanges.append(try reader.message())
      case 6: sourcePrefixRanges.append(try reader.message())
      case 7: try reader.uint32s(into: &sourcePorts)
      case 8: try reader.wrapped(into: &destinationPort)
      case 9: transportProtocol = try reader.string()
      case 10: applicationProtocols.append(try reader.string())
      case 11: serverNames.append(try reader.string())
      case 12: sourceType = try reader.enumeration()
      case 13: directSourcePrefixRanges.append(try reader.message())
      default: try reader.skip()
      }
    }
  }
}

extension FilterChainMatch {
  /// Where a connection comes from.
  public struct ConnectionSourceType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `ANY`.
    public static let any = Self(rawValue: 0)
    /// `SAME_IP_OR_LOOPBACK`.
    public static let sameIpOrLoopback = Self(rawValue: 1)
    /// `EXTERNAL`.
    public static let external = Self(rawValue: 2)
  }
}
