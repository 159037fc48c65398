internal import XDSProto

internal import struct MeshModel.TrafficPolicy

// What the settings of a DestinationRule are in Envoy's words: as Istio has them
// (https://istio.io/latest/docs/reference/config/networking/destination-rule/).
extension Cluster {
  /// Chooses endpoints as a rule says.
  mutating func balance(by loadBalancer: TrafficPolicy.LoadBalancer?, isGRPC: Bool) {
    guard let loadBalancer else { return }
    let slowStart = loadBalancer.warmup.map { SlowStartConfig($0) }
    switch loadBalancer.algorithm {
    case .consistentHash(let hash):
      switch hash.table {
      case .maglev(let size) where !isGRPC:
        lbPolicy = .maglev
        lbConfig = .maglevLbConfig(MaglevLbConfig(tableSize: size))
      case .maglev:
        // gRPC knows no other consistent hash.
        lbPolicy = .ringHash
      case .ring(let minimumSize):
        lbPolicy = .ringHash
        lbConfig = .ringHashLbConfig(RingHashLbConfig(minimumRingSize: minimumSize))
      }
    case .simple(.leastRequest) where !isGRPC, .simple(.leastConnections) where !isGRPC:
      lbPolicy = .leastRequest
      if let slowStart {
        lbConfig = .leastRequestLbConfig(LeastRequestLbConfig(slowStartConfig: slowStart))
      }
    case .simple(.random) where !isGRPC: lbPolicy = .random
    case .simple, nil:
      // Of these gRPC accepts round robin alone, which is what we do where nothing is said. So it
      // is where connections cannot be passed through, as nobody knows where they were going.
      lbPolicy = .roundRobin
      if let slowStart {
        lbConfig = .roundRobinLbConfig(RoundRobinLbConfig(slowStartConfig: slowStart))
      }
    }
  }

  /// Limits connections and requests as a rule says.
  mutating func limit(
    by pool: TrafficPolicy.ConnectionPool, _ options: inout UpstreamHttpProtocolOptions?
  ) {
    let (tcp, http) = (pool.tcp, pool.http)
    if let timeout = tcp.connectTimeout { connectTimeout = ProtoDuration(timeout) }
    if var thresholds = circuitBreakers?.thresholds.first {
      // What is not said stays unlimited.
      thresholds.maxConnections = tcp.maxConnections ?? thresholds.maxConnections
      thresholds.maxPendingRequests =
        http.http1MaxPendingRequests ?? thresholds.maxPendingRequests
      thresholds.maxRequests = http.http2MaxRequests ?? thresholds.maxRequests
      thresholds.maxRetries = http.maxRetries ?? thresholds.maxRetries
      circuitBreakers?.thresholds = [thresholds]
    }
    if let keepalive = tcp.keepalive {
      upstreamConnectionOptions = UpstreamConnectionOptions(
        tcpKeepalive: TcpKeepalive(
          keepaliveProbes: keepalive.probes, keepaliveTime: keepalive.time?.wholeSeconds,
          keepaliveInterval: keepalive.interval?.wholeSeconds))
    }
    // `idleTimeout` of TCP holds for connections of HTTP too, unless that has one of its own.
    let idleTimeout = http.idleTimeout ?? tcp.idleTimeout
    if idleTimeout != nil || tcp.maxConnectionDuration != nil
      || http.maxRequestsPerConnection != nil
    {
      var changed = options ?? UpstreamHttpProtocolOptions(http: .http1)
      changed.commonHttpProtocolOptions = HttpProtocolOptions(
        idleTimeout: idleTimeout.map { ProtoDuration($0) },
        maxConnectionDuration: tcp.maxConnectionDuration.map { ProtoDuration($0) },
        maxRequestsPerConnection: http.maxRequestsPerConnection)
      options = changed
    }
    if let count = http.maxConcurrentStreams { options?.limitStreams(to: count) }
  }

  /// Takes endpoints out whose answers are bad, as a rule says.
  mutating func detectOutliers(by detection: TrafficPolicy.OutlierDetection) {
    // Istio has them told by errors in a row alone.
    var outliers = OutlierDetection(enforcingSuccessRate: 0)
    if let count = detection.consecutive5xxErrors {
      outliers.consecutive5xx = count
      outliers.enforcingConsecutive5xx = count > 0 ? 100 : 0
    }
    if let count = detection.consecutiveGatewayErrors {
      outliers.consecutiveGatewayFailure = count
      outliers.enforcingConsecutiveGatewayFailure = count > 0 ? 100 : 0
    }
    outliers.interval = detection.interval.map { ProtoDuration($0) }
    outliers.baseEjectionTime = detection.baseEjectionTime.map { ProtoDuration($0) }
    if let percent = detection.maxEjectionPercent, percent > 0 {
      outliers.maxEjectionPercent = percent
    }
    if detection.splitsLocalOriginErrors {
      outliers.splitExternalLocalOriginErrors = true
      if let count = detection.consecutiveLocalOriginFailures, count > 0 {
        outliers.consecutiveLocalOriginFailure = count
        outliers.enforcingConsecutiveLocalOriginFailure = 100
      }
      outliers.enforcingLocalOriginSuccessRate = 0
    }
    outlierDetection = outliers
    if let percent = detection.minHealthPercent {
      commonLbConfig?.healthyPanicThreshold = Percent(value: Double(percent))
    }
  }

  /// Encrypts connections as a rule says.
  ///
  /// - Parameters:
  ///   - tls: what the rule says.
  ///   - options: which HTTP is spoken; a version is added where a host is to be checked.
  ///   - isHTTP: whether requests name a host.
  mutating func secure(
    by tls: TrafficPolicy.ClientTLS, _ options: inout UpstreamHttpProtocolOptions?, isHTTP: Bool
  ) {
    // Without certificates of the mesh's own there is no ISTIO_MUTUAL: it is reported.
    guard tls.mode == .simple || tls.mode == .mutual else { return }
    var common = CommonTlsContext()
    if tls.mode == .mutual, !tls.clientCertificate.isEmpty, !tls.privateKey.isEmpty {
      common.tlsCertificates = [
        TlsCertificate(
          certificateChain: .file(tls.clientCertificate), privateKey: .file(tls.privateKey))
      ]
    }
    let isVerified = tls.skipsVerification != true
    if isVerified {
      common.validationContextType = .validationContext(
        CertificateValidationContext(
          trustedCa: .file(tls.rootsFile),
          matchTypedSubjectAltNames: SubjectAltNameMatcher.any(of: tls.subjectAltNames)))
    }
    if options?.isHTTP2 == true { common.alpnProtocols = ["h2"] }
    transportSocket = TransportSocket(
      name: "envoy.transport_sockets.tls",
      configType: .typedConfig(
        AnyMessage(packing: UpstreamTlsContext(commonTlsContext: common, sni: tls.sni))))
    // Where no server is named, it is the one that the request names.
    guard isHTTP, tls.sni.isEmpty else { return }
    var named = options ?? UpstreamHttpProtocolOptions(http: .http1)
    named.upstreamHttpProtocolOptions = UpstreamNameOptions(
      autoSni: true, autoSanValidation: isVerified && tls.subjectAltNames.isEmpty)
    options = named
  }
}

extension Cluster.SlowStartConfig {
  fileprivate init(_ warmup: TrafficPolicy.Warmup) {
    self.init(
      slowStartWindow: ProtoDuration(warmup.duration),
      // Envoy wants a key of the runtime, whether or not anybody sets it.
      aggression: warmup.aggression.map {
        RuntimeDouble(defaultValue: $0, runtimeKey: "slow_start.aggression")
      },
      minWeightPercent: warmup.minimumPercent.map { Percent(value: $0) })
  }
}

extension TrafficPolicy.ClientTLS {
  /// Where the roots are: those of the system, if the rule says nothing else; Debian, Ubuntu and
  /// Envoy's own images have them there.
  fileprivate var rootsFile: String {
    caCertificates.isEmpty || caCertificates == "system"
      ? "/etc/ssl/certs/ca-certificates.crt" : caCertificates
  }
}

extension DataSource {
  /// A file where the client runs.
  static func file(_ path: String) -> Self { Self(specifier: .filename(path)) }
}

extension SubjectAltNameMatcher {
  /// Matchers of which one holds if the certificate is for one of those names, whose kinds they do
  /// not say.
  static func any(of names: [String]) -> [Self] {
    names.flatMap { name in
      let kinds: [SanType] =
        name.contains("://")
        ? [.uri] : name.contains("@") ? [.email] : [.dns, .ipAddress]
      return kinds.map { Self(sanType: $0, matcher: StringMatcher(matchPattern: .exact(name))) }
    }
  }
}

extension ProtoDuration {
  /// A span of time.
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
  }
}

extension Duration {
  /// In seconds, rounded up; never 0, which would mean that nothing is said.
  fileprivate var wholeSeconds: UInt32 {
    let (seconds, attoseconds) = components
    return UInt32(clamping: max(1, attoseconds > 0 ? seconds &+ 1 : seconds))
  }
}
