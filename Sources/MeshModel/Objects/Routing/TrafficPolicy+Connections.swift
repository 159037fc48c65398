extension TrafficPolicy {
  /// `connectionPool`.
  public struct ConnectionPool: Hashable, Sendable {
    /// `tcp`.
    public var tcp: TCP
    /// `http`.
    public var http: HTTP

    /// A pool.
    public init(tcp: TCP = TCP(), http: HTTP = HTTP()) {
      self.tcp = tcp
      self.http = http
    }

    /// `tcp`; nil is what is not said.
    public struct TCP: Hashable, Sendable {
      /// `maxConnections`.
      public var maxConnections: UInt32?
      /// `connectTimeout`.
      public var connectTimeout: Duration?
      /// `tcpKeepalive`.
      public var keepalive: Keepalive?
      /// `maxConnectionDuration`.
      public var maxConnectionDuration: Duration?
      /// `idleTimeout`.
      public var idleTimeout: Duration?

      /// No settings.
      public init() {}
    }

    /// `tcpKeepalive`; nil is what the system does.
    public struct Keepalive: Hashable, Sendable {
      /// `probes`.
      public var probes: UInt32?
      /// `time` without traffic before the first.
      public var time: Duration?
      /// `interval` between two.
      public var interval: Duration?

      /// No settings.
      public init() {}
    }

    /// `http`; nil is what is not said.
    public struct HTTP: Hashable, Sendable {
      /// Whether HTTP/1.1 becomes HTTP/2 on the way.
      public enum H2UpgradePolicy: String, Hashable, Sendable, CaseIterable {
        case `default` = "DEFAULT"
        case doNotUpgrade = "DO_NOT_UPGRADE"
        case upgrade = "UPGRADE"
      }

      /// `http1MaxPendingRequests`.
      public var http1MaxPendingRequests: UInt32?
      /// `http2MaxRequests`.
      public var http2MaxRequests: UInt32?
      /// `maxRequestsPerConnection`.
      public var maxRequestsPerConnection: UInt32?
      /// `maxRetries`.
      public var maxRetries: UInt32?
      /// `idleTimeout`.
      public var idleTimeout: Duration?
      /// `h2UpgradePolicy`.
      public var h2UpgradePolicy: H2UpgradePolicy?
      /// `useClientProtocol`.
      public var usesClientProtocol = false
      /// `maxConcurrentStreams`.
      public var maxConcurrentStreams: UInt32?

      /// No settings.
      public init() {}
    }
  }

  /// `outlierDetection`: endpoints that fail are left out for a while; nil is what is not said.
  public struct OutlierDetection: Hashable, Sendable {
    /// `splitExternalLocalOriginErrors`.
    public var splitsLocalOriginErrors = false
    /// `consecutiveLocalOriginFailures`.
    public var consecutiveLocalOriginFailures: UInt32?
    /// `consecutiveGatewayErrors`; 0 switches it off.
    public var consecutiveGatewayErrors: UInt32?
    /// `consecutive5xxErrors`; 0 switches it off.
    public var consecutive5xxErrors: UInt32?
    /// `interval` between two looks.
    public var interval: Duration?
    /// `baseEjectionTime`.
    public var baseEjectionTime: Duration?
    /// `maxEjectionPercent`.
    public var maxEjectionPercent: UInt32?
    /// `minHealthPercent`.
    public var minHealthPercent: UInt32?

    /// No settings.
    public init() {}
  }

  /// `tls` of the client: how it encrypts what it sends.
  public struct ClientTLS: Hashable, Sendable {
    /// `mode`.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
      case disable = "DISABLE"
      case simple = "SIMPLE"
      case mutual = "MUTUAL"
      /// With the certificates of Istio's own authority, which Causeway has not.
      case istioMutual = "ISTIO_MUTUAL"
    }

    /// `mode`; DISABLE when absent.
    public var mode: Mode
    /// `clientCertificate`: a file where the proxy runs; empty when absent.
    public var clientCertificate = ""
    /// `privateKey`: likewise.
    public var privateKey = ""
    /// `caCertificates`: likewise.
    public var caCertificates = ""
    /// `subjectAltNames`, one of which the server's certificate must have.
    public var subjectAltNames: [String] = []
    /// `sni`; empty when absent.
    public var sni = ""
    /// `insecureSkipVerify`; nil when absent.
    public var skipsVerification: Bool?

    /// TLS of a mode, with nothing else said.
    public init(mode: Mode) { self.mode = mode }
  }
}
