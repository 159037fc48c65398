/// An Istio VirtualService: how requests and connections for some hosts are routed.
///
/// As read, hosts without a dot are those of the Services of its own namespace
/// (https://istio.io/latest/docs/reference/config/networking/virtual-service/); those of a
/// `Mesh` are fully qualified.
public struct VirtualService: Hashable, Sendable {
  /// The name that stands for the sidecars in `gateways`.
  public static let mesh = "mesh"

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `hosts`, lower-cased: names, `*.` and a name, or `*`; IP addresses too, for TCP.
  public var hosts: [String]
  /// `gateways`: `mesh`, or `NAMESPACE/NAME` of a Gateway; `[mesh]` when absent.
  public var gateways: [String]
  /// `exportTo`: the namespaces whose clients it concerns.
  public var exportTo: ExportTo
  /// `http`: the first route that matches a request counts.
  public var http: [HTTPRoute]
  /// `tls`: for connections whose TLS is not ended here, by SNI; the first that matches counts.
  public var tls: [TLSRoute]
  /// `tcp`: for other connections; the first that matches counts.
  public var tcp: [TCPRoute]

  /// A VirtualService.
  public init(
    metadata: ObjectMetadata, hosts: [String], gateways: [String] = [Self.mesh],
    exportTo: ExportTo = .everywhere, http: [HTTPRoute] = [], tls: [TLSRoute] = [],
    tcp: [TCPRoute] = []
  ) {
    self.metadata = metadata
    self.hosts = hosts
    self.gateways = gateways
    self.exportTo = exportTo
    self.http = http
    self.tls = tls
    self.tcp = tcp
  }
}

extension VirtualService {
  /// How a text is compared.
  public enum StringMatch: Hashable, Sendable {
    /// It is equal.
    case exact(String)
    /// It begins so.
    case prefix(String)
    /// All of it matches an RE2 expression.
    case regex(String)
    /// It is there, whatever it is: an empty match of a header or query parameter.
    case present
  }

  /// Where requests or connections go: `destination`.
  public struct Destination: Hashable, Sendable {
    /// `host`, lower-cased.
    public var host: String
    /// `subset` of the host's DestinationRule; nil means all endpoints.
    public var subset: String?
    /// `port.number`; nil means the only port of the service, or that on which the client called.
    public var port: UInt16?

    /// A destination.
    public init(host: String, subset: String? = nil, port: UInt16? = nil) {
      self.host = host
      self.subset = subset
      self.port = port
    }
  }

  /// A destination with its share: an item of `tls[].route` or `tcp[].route`.
  public struct WeightedDestination: Hashable, Sendable {
    /// `destination`.
    public var destination: Destination
    /// `weight`: its share of the sum of all; a single one gets all, whatever it says.
    public var weight: UInt32

    /// A destination with its share.
    public init(_ destination: Destination, weight: UInt32 = 0) {
      self.destination = destination
      self.weight = weight
    }
  }

  /// An entry of `tls`.
  public struct TLSRoute: Hashable, Sendable {
    /// `match`: one of them must hold.
    public var match: [TLSMatch]
    /// `route`.
    public var route: [WeightedDestination]

    /// A route.
    public init(match: [TLSMatch], route: [WeightedDestination]) {
      self.match = match
      self.route = route
    }
  }

  /// An entry of `tls[].match`: everything that it says must hold.
  public struct TLSMatch: Hashable, Sendable {
    /// `sniHosts`: one of them must be the SNI; `*.` and a name stands for all below it, `*` for
    /// any.
    public var sniHosts: [String]
    /// What else must hold of the connection.
    public var connection: ConnectionMatch

    /// A match.
    public init(sniHosts: [String], connection: ConnectionMatch = ConnectionMatch()) {
      self.sniHosts = sniHosts
      self.connection = connection
    }
  }

  /// An entry of `tcp`.
  public struct TCPRoute: Hashable, Sendable {
    /// `match`: one of them must hold; with none, every connection matches.
    public var match: [ConnectionMatch]
    /// `route`.
    public var route: [WeightedDestination]

    /// A route.
    public init(match: [ConnectionMatch] = [], route: [WeightedDestination]) {
      self.match = match
      self.route = route
    }
  }

  /// What a `tls` or `tcp` match says of a connection.
  public struct ConnectionMatch: Hashable, Sendable {
    /// `destinationSubnets`: one of them must hold the address that the client called; empty means
    /// any.
    public var destinationSubnets: [AddressBlock]
    /// `port` that the client called; nil means any.
    public var port: UInt16?
    /// From which clients.
    public var source: SourceMatch

    /// A match; with no arguments, one that always holds.
    public init(
      destinationSubnets: [AddressBlock] = [], port: UInt16? = nil,
      source: SourceMatch = SourceMatch()
    ) {
      self.destinationSubnets = destinationSubnets
      self.port = port
      self.source = source
    }
  }

  /// Which proxies a match is for: known when the routes are made, not by the request.
  public struct SourceMatch: Hashable, Sendable {
    /// `sourceLabels`: the client's workload must have them; with `gateways` naming no `mesh` they
    /// do not count.
    public var labels: [String: String]
    /// `sourceNamespace` of the client; nil means any.
    public var namespace: String?
    /// `gateways`: as those of the VirtualService, which they override; nil means those.
    public var gateways: [String]?

    /// A match; with no arguments, one that always holds.
    public init(
      labels: [String: String] = [:], namespace: String? = nil, gateways: [String]? = nil
    ) {
      self.labels = labels
      self.namespace = namespace
      self.gateways = gateways
    }
  }
}
