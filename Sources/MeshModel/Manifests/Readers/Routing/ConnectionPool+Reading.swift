extension TrafficPolicy.ConnectionPool {
  /// Reads `connectionPool`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["http", "tcp"]))
    if field.child("http") == nil, field.child("tcp") == nil {
      field.error("A connectionPool that says nothing. Give it http or tcp, or remove it.")
    }
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
    if usesClientProtocol, h2UpgradePolicy == .upgrade {
      field.child("useClientProtocol")?.error(
        "The client's protocol cannot be kept and upgraded. Remove this, or h2UpgradePolicy.")
    }
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
    if !splitsLocalOriginErrors, let failures = consecutiveLocalOriginFailures, failures > 0 {
      field.child("consecutiveLocalOriginFailures")?.error(
        "They are counted only with splitExternalLocalOriginErrors: true. Add it.")
    }
    if let old = field.count("consecutiveErrors"), old > 0 {
      field.child("consecutiveErrors")?.warning(
        "This field is old and not acted on. Write consecutiveGatewayErrors: \(old).")
    }
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
    check(field)
  }
}

extension TrafficPolicy.ClientTLS {
  /// Reports what a mode needs, and what it cannot use.
  private func check(_ field: Field) {
    if let name = field.child("credentialName"), name.text?.isEmpty == false {
      name.error(
        "Secrets are not read. Name files where the proxy runs, with clientCertificate, privateKey "
          + "and caCertificates.")
    }
    switch mode {
    case .mutual:
      for key in ["clientCertificate", "privateKey"] where field.filledText(key) == nil {
        field.missing(key, "With mode MUTUAL the proxy needs this file. Write its path.")
      }
    case .istioMutual:
      field.child("mode")?.error(
        "There are no certificates of Istio here. Use MUTUAL with files, or DISABLE.")
    case .simple, .disable: break
    }
    if skipsVerification == true, mode == .simple || mode == .mutual {
      for key in ["caCertificates", "subjectAltNames"] {
        field.child(key)?.error(
          "With insecureSkipVerify nothing is verified. Remove one of the two.")
      }
    }
    if mode == .disable {
      for key in ["clientCertificate", "privateKey", "caCertificates", "subjectAltNames", "sni"] {
        field.child(key)?.warning("With mode DISABLE this has no effect. Choose SIMPLE or MUTUAL.")
      }
    }
  }
}

extension Field {
  /// A limit of a key: 0 is the same as none said, as in Istio.
  fileprivate func limit(_ key: String) -> UInt32? {
    count(key, atMost: UInt32(Int32.max)).flatMap { $0 == 0 ? nil : $0 }
  }
}
