extension TrafficPolicy.ConnectionPool {
  /// Reads `connectionPool`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["http", "tcp"]))
    self.init(
      tcp: field.mapping("tcp").map { TCP($0) } ?? TCP(),
      http: field.mapping("http").map { HTTP($0) } ?? HTTP())
  }
}

extension TrafficPolicy.ConnectionPool.TCP {
  /// Reads `tcp`.
  fileprivate init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "connectTimeout", "idleTimeout", "maxConnectionDuration", "maxConnections", "tcpKeepalive",
      ]))
    self.init()
    maxConnections = field.limit("maxConnections")
    connectTimeout = field.duration("connectTimeout", atLeast: .milliseconds(1))
    keepalive = field.mapping("tcpKeepalive").map { TrafficPolicy.ConnectionPool.Keepalive($0) }
    maxConnectionDuration = field.duration("maxConnectionDuration", atLeast: .milliseconds(1))
    idleTimeout = field.duration("idleTimeout")
  }
}

extension TrafficPolicy.ConnectionPool.Keepalive {
  /// Reads `tcpKeepalive`.
  fileprivate init(_ field: Field) {
    field.check(FieldNames(acted: ["interval", "probes", "time"]))
    self.init()
    probes = field.limit("probes")
    time = field.duration("time", atLeast: .seconds(1))
    interval = field.duration("interval", atLeast: .seconds(1))
  }
}

extension TrafficPolicy.ConnectionPool.HTTP {
  /// Reads `http`.
  fileprivate init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "h2UpgradePolicy", "http1MaxPendingRequests", "http2MaxRequests", "idleTimeout",
        "maxConcurrentStreams", "maxRequestsPerConnection", "maxRetries", "useClientProtocol",
      ]))
    self.init()
    http1MaxPendingRequests = field.limit("http1MaxPendingRequests")
    http2MaxRequests = field.limit("http2MaxRequests")
    maxRequestsPerConnection = field.limit("maxRequestsPerConnection")
    maxRetries = field.limit("maxRetries")
    idleTimeout = field.duration("idleTimeout")
    h2UpgradePolicy = field.choice("h2UpgradePolicy")
    usesClientProtocol = field.bool("useClientProtocol") ?? false
    maxConcurrentStreams = field.limit("maxConcurrentStreams")
  }
}

extension TrafficPolicy.OutlierDetection {
  /// Reads `outlierDetection`.
  init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "baseEjectionTime", "consecutive5xxErrors", "consecutiveErrors",
        "consecutiveGatewayErrors", "consecutiveLocalOriginFailures", "interval",
        "maxEjectionPercent", "minHealthPercent", "splitExternalLocalOriginErrors",
      ]))
    self.init()
    splitsLocalOriginErrors = field.bool("splitExternalLocalOriginErrors") ?? false
    consecutiveLocalOriginFailures = field.count("consecutiveLocalOriginFailures")
    consecutiveGatewayErrors = field.count("consecutiveGatewayErrors")
    consecutive5xxErrors = field.count("consecutive5xxErrors")
    interval = field.duration("interval", atLeast: .milliseconds(1))
    baseEjectionTime = field.duration("baseEjectionTime", atLeast: .milliseconds(1))
    maxEjectionPercent = field.count("maxEjectionPercent", atMost: 100)
    minHealthPercent = field.count("minHealthPercent", atMost: 100)
  }
}

extension TrafficPolicy.ClientTLS {
  /// Reads `tls`.
  init(_ field: Field) {
    field.check(
      FieldNames(
        acted: [
          "caCertificates", "clientCertificate", "credentialName", "insecureSkipVerify", "mode",
          "privateKey", "sni", "subjectAltNames",
        ], inert: ["caCrl"]))
    self.init(mode: field.choice("mode") ?? .disable)
    clientCertificate = field.text("clientCertificate") ?? ""
    privateKey = field.text("privateKey") ?? ""
    caCertificates = field.text("caCertificates") ?? ""
    subjectAltNames = field.filledTexts("subjectAltNames")
    sni = field.text("sni") ?? ""
    skipsVerification = field.bool("insecureSkipVerify")
  }
}

extension Field {
  /// A limit of a key: 0 is the same as none said, as in Istio.
  fileprivate func limit(_ key: String) -> UInt32? {
    count(key, atMost: UInt32(Int32.max)).flatMap { $0 == 0 ? nil : $0 }
  }
}
