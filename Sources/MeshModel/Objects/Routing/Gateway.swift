/// An Istio Gateway: what the proxies at the edge listen on
/// (https://istio.io/latest/docs/reference/config/networking/gateway/).
public struct Gateway: Hashable, Sendable {
  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `selector`: the labels of the proxies that it is for, in any namespace; empty means all.
  public var selector: [String: String]
  /// `servers`.
  public var servers: [Server]

  /// A Gateway.
  public init(metadata: ObjectMetadata, selector: [String: String] = [:], servers: [Server] = []) {
    self.metadata = metadata
    self.selector = selector
    self.servers = servers
  }

  /// The name under which VirtualServices are bound to it: `NAMESPACE/NAME`.
  public var boundName: String { "\(metadata.namespace)/\(metadata.name)" }
}

extension Gateway {
  /// An entry of `servers`.
  public struct Server: Hashable, Sendable {
    /// `name`; empty when absent.
    public var name: String
    /// `port`.
    public var port: Port
    /// `bind`: the address to listen on; nil means all.
    public var bind: IPAddress?
    /// `hosts` that are served.
    public var hosts: [Host]
    /// `tls`.
    public var tls: TLS?

    /// A server.
    public init(
      name: String = "", port: Port, bind: IPAddress? = nil, hosts: [Host], tls: TLS? = nil
    ) {
      self.name = name
      self.port = port
      self.bind = bind
      self.hosts = hosts
      self.tls = tls
    }
  }

  /// `port`.
  public struct Port: Hashable, Sendable {
    /// `number`, which clients use.
    public var number: UInt16
    /// `name`.
    public var name: String
    /// `protocol`.
    public var protocolKind: ServerProtocol

    /// A port.
    public init(number: UInt16, name: String, protocolKind: ServerProtocol) {
      self.number = number
      self.name = name
      self.protocolKind = protocolKind
    }
  }

  /// `port.protocol`.
  public enum ServerProtocol: String, Hashable, Sendable, CaseIterable {
    case http = "HTTP"
    case https = "HTTPS"
    case grpc = "GRPC"
    case grpcWeb = "GRPC-WEB"
    case http2 = "HTTP2"
    case mongo = "MONGO"
    case tcp = "TCP"
    case tls = "TLS"

    /// Whether single requests are routed when nothing is encrypted.
    public var isPlainHTTP: Bool {
      switch self {
      case .http, .grpc, .grpcWeb, .http2: true
      case .https, .mongo, .tcp, .tls: false
      }
    }
  }

  /// An item of `hosts`: `NAMESPACE/HOST`, or `HOST`.
  public struct Host: Hashable, Sendable {
    /// The namespace whose VirtualServices may be bound: a name, or nil for any (`*`, or none
    /// said); `.` is resolved to the Gateway's own.
    public var namespace: String?
    /// The host: a name, `*.` and a name, or `*`.
    public var host: String

    /// A host.
    public init(namespace: String? = nil, host: String) {
      self.namespace = namespace
      self.host = host
    }
  }

  /// `tls` of a server.
  public struct TLS: Hashable, Sendable {
    /// `mode`.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
      /// By SNI, to where a VirtualService's `tls` routes lead; not decrypted.
      case passthrough = "PASSTHROUGH"
      case simple = "SIMPLE"
      /// Clients must have a certificate.
      case mutual = "MUTUAL"
      /// By SNI that names a service; not decrypted, without VirtualServices.
      case autoPassthrough = "AUTO_PASSTHROUGH"
      /// With the certificates of Istio's own authority, which Causeway has not.
      case istioMutual = "ISTIO_MUTUAL"
      /// Clients may have a certificate.
      case optionalMutual = "OPTIONAL_MUTUAL"
    }

    /// A version of TLS.
    public enum Version: String, Hashable, Sendable, CaseIterable {
      case automatic = "TLS_AUTO"
      case v1_0 = "TLSV1_0"
      case v1_1 = "TLSV1_1"
      case v1_2 = "TLSV1_2"
      case v1_3 = "TLSV1_3"
    }

    /// `httpsRedirect`: plain HTTP is answered with 301 to https.
    public var redirectsToHTTPS = false
    /// `mode`; PASSTHROUGH when absent, as Istio has it.
    public var mode = Mode.passthrough
    /// `serverCertificate`: a file where the proxy runs; empty when absent.
    public var serverCertificate = ""
    /// `privateKey`: likewise.
    public var privateKey = ""
    /// `caCertificates`: likewise.
    public var caCertificates = ""
    /// `subjectAltNames`, one of which a client's certificate must have.
    public var subjectAltNames: [String] = []
    /// `minProtocolVersion`.
    public var minVersion = Version.automatic
    /// `maxProtocolVersion`.
    public var maxVersion = Version.automatic
    /// `cipherSuites`; empty means Envoy's.
    public var cipherSuites: [String] = []

    /// TLS with nothing said.
    public init() {}
  }
}
