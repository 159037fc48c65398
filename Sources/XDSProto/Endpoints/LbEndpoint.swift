/// An endpoint as the load balancer sees it.
///
/// Written by hand: there are more of these than of all other messages together, and nearly all are
/// a TCP address and two numbers. Nested structs with room for everything else would be copied over
/// and over to write the twenty bytes that such an endpoint is.
public struct LbEndpoint: ProtoMessage {
  /// The alternatives of `host_identifier`.
  public enum HostIdentifier: Equatable, Sendable {
    /// The endpoint itself.
    case endpoint(Endpoint)
    /// The name of an endpoint defined elsewhere.
    case endpointName(String)
  }

  /// A host that is not just a TCP address, and metadata.
  private final class Uncommon: Equatable, Sendable {
    let host: HostIdentifier?
    let metadata: Metadata?

    init(host: HostIdentifier?, metadata: Metadata?) {
      self.host = host
      self.metadata = metadata
    }

    static let nothing = Uncommon(host: nil, metadata: nil)

    static func == (left: Uncommon, right: Uncommon) -> Bool {
      left.host == right.host && left.metadata == right.metadata
    }
  }

  /// The address; empty where `uncommon` has the host.
  private var address: String
  /// The port; 0 where `uncommon` has the host.
  private var port: UInt32
  /// Whether it can serve.
  public var healthStatus: HealthStatus
  /// Its share in the locality, from 1.
  public var loadBalancingWeight: UInt32?
  /// Host and metadata; nil where the host is that TCP address and there is no metadata.
  private var uncommon: Uncommon?

  /// The endpoint at a TCP address.
  ///
  /// - Parameters:
  ///   - address: an IP address or, for DNS clusters, a name.
  ///   - port: the port.
  ///   - healthStatus: whether it can serve.
  ///   - loadBalancingWeight: its share in the locality, from 1.
  public init(
    address: String, port: UInt32, healthStatus: HealthStatus = .unknown,
    loadBalancingWeight: UInt32? = nil
  ) {
    self.address = address
    self.port = port
    self.healthStatus = healthStatus
    self.loadBalancingWeight = loadBalancingWeight
  }

  /// A message with these fields.
  public init(
    hostIdentifier: HostIdentifier? = nil,
    healthStatus: HealthStatus = .unknown,
    metadata: Metadata? = nil,
    loadBalancingWeight: UInt32? = nil
  ) {
    self.init(
      address: "", port: 0, healthStatus: healthStatus, loadBalancingWeight: loadBalancingWeight)
    hold(hostIdentifier, metadata)
  }

  /// A message with nothing set.
  public init() { self.init(hostIdentifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.endpoint.v3.LbEndpoint" }

  /// One of: `endpoint`, `endpoint_name`.
  public var hostIdentifier: HostIdentifier? {
    get { if let uncommon { uncommon.host } else { .tcp(address, port: port) } }
    set { hold(newValue, metadata) }
  }

  /// Facts for filters and subsets.
  public var metadata: Metadata? {
    get { uncommon?.metadata }
    set { hold(hostIdentifier, newValue) }
  }

  /// Keeps host and metadata in the one way that there is for each: equal messages are held alike.
  private mutating func hold(_ host: HostIdentifier?, _ metadata: Metadata?) {
    if metadata == nil, let socket = host?.tcpAddress {
      (address, port, uncommon) = (socket.address, socket.port, nil)
      return
    }
    (address, port) = ("", 0)
    uncommon =
      host == nil && metadata == nil ? .nothing : Uncommon(host: host, metadata: metadata)
  }

  /// Writes the fields, the last one first.
  ///
  /// Inlined into the loop over an array of these, or each would be copied to be handed over.
  @inline(__always) public func write(to writer: inout ProtoWriter) {
    guard uncommon == nil else { return writeUncommon(to: &writer) }
    writer.wrapped(loadBalancingWeight, field: 4)
    writer.enumeration(healthStatus, field: 2)
    // A SocketAddress in an Address in an Endpoint.
    let end = writer.count
    writer.uint32(port, field: 3, always: true)
    writer.string(address, field: 2)
    writer.lengthDelimited(1, since: end)
    writer.lengthDelimited(1, since: end)
    writer.lengthDelimited(1, since: end)
  }

  @inline(never) private func writeUncommon(to writer: inout ProtoWriter) {
    let host = hostIdentifier
    if case .endpointName(let value)? = host { writer.string(value, field: 5, always: true) }
    writer.wrapped(loadBalancingWeight, field: 4)
    writer.message(metadata, field: 3)
    writer.enumeration(healthStatus, field: 2)
    if case .endpoint(let value)? = host { writer.message(value, field: 1) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    var host = hostIdentifier
    var metadata = metadata
    while let field = try reader.nextField() {
      switch field {
      case 1:
        var value = if case .endpoint(let old)? = host { old } else { Endpoint() }
        try reader.message(into: &value)
        host = .endpoint(value)
      case 2: healthStatus = try reader.enumeration()
      case 3: try reader.message(into: &metadata)
      case 4: try reader.wrapped(into: &loadBalancingWeight)
      case 5: host = .endpointName(try reader.string())
      default: try reader.skip()
      }
    }
    hold(host, metadata)
  }
}

extension LbEndpoint.HostIdentifier {
  /// An endpoint at a TCP address, of which nothing more is said.
  fileprivate static func tcp(_ address: String, port: UInt32) -> Self {
    let socket = SocketAddress(address: address, portSpecifier: .portValue(port))
    return .endpoint(Endpoint(address: Address(address: .socketAddress(socket))))
  }

  /// The TCP address, where that is all that is said.
  fileprivate var tcpAddress: (address: String, port: UInt32)? {
    guard case .endpoint(let endpoint) = self,
      case .socketAddress(let socket)? = endpoint.address?.address,
      case .portValue(let port)? = socket.portSpecifier,
      self == .tcp(socket.address, port: port)
    else { return nil }
    return (socket.address, port)
  }
}
