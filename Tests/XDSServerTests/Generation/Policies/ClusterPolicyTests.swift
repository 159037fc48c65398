import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Policies of clusters")
struct ClusterPolicyTests {
  private static func cluster(
    _ policy: TrafficPolicy, port: UInt16 = 80, _ appProtocol: AppProtocol = .http,
    for node: ProxyNode = Fixture.node()
  ) throws -> Cluster {
    let service = Fixture.service(
      "shop", ports: [Fixture.port(port, appProtocol)], endpoints: [Fixture.server(1)])
    let rule = Fixture.destinationRule(policy: policy)
    return try Decoded(Fixture.mesh([service], rules: [rule]), for: node).shop(port)
  }

  private static let grpc = ProxyNode(id: "g", kind: .grpc)

  @Test(
    "The simple load balancers",
    arguments: [
      (TrafficPolicy.LoadBalancer.Simple.unspecified, Cluster.LbPolicy.roundRobin),
      (.roundRobin, .roundRobin), (.leastRequest, .leastRequest),
      (.leastConnections, .leastRequest), (.random, .random),
    ])
  func simple(simple: TrafficPolicy.LoadBalancer.Simple, policy: Cluster.LbPolicy) throws {
    let cluster = try Self.cluster(Fixture.policy(.simple(simple)))
    #expect(cluster.lbPolicy == policy && cluster.lbConfig == nil)
    // The one of them that gRPC accepts.
    #expect(
      try Self.cluster(Fixture.policy(.simple(simple)), for: Self.grpc).lbPolicy == .roundRobin)
  }

  @Test("PASSTHROUGH keeps the destination where one is known")
  func passthrough() throws {
    let policy = Fixture.policy(.simple(.passthrough))
    let cluster = try Self.cluster(policy)
    #expect(cluster.clusterDiscoveryType == .type(.originalDst))
    #expect(cluster.lbPolicy == .clusterProvided && cluster.edsClusterConfig == nil)
    for node in [Fixture.node(mode: .none), Self.grpc, ProxyNode(id: "r", kind: .router)] {
      let cluster = try Self.cluster(policy, for: node)
      #expect(cluster.clusterDiscoveryType == .type(.eds) && cluster.lbPolicy == .roundRobin)
    }
  }

  @Test("Consistent hashes")
  func hashes() throws {
    func cluster(
      _ table: TrafficPolicy.ConsistentHash.Table, for node: ProxyNode = Fixture.node()
    ) throws -> Cluster {
      let hash = TrafficPolicy.ConsistentHash(.header("x-user"), table: table)
      return try Self.cluster(
        Fixture.policy(TrafficPolicy.LoadBalancer(algorithm: .consistentHash(hash))), for: node)
    }
    let ring = try cluster(.ring(minimumSize: 2048))
    #expect(ring.lbPolicy == .ringHash)
    #expect(ring.lbConfig == .ringHashLbConfig(.init(minimumRingSize: 2048)))
    let maglev = try cluster(.maglev(size: 251))
    #expect(maglev.lbPolicy == .maglev)
    #expect(maglev.lbConfig == .maglevLbConfig(.init(tableSize: 251)))
    #expect(try cluster(.ring(), for: Self.grpc).lbPolicy == .ringHash)
    #expect(try cluster(.maglev(), for: Self.grpc).lbPolicy == .ringHash)
  }

  @Test("What a route has to hash by is known for each port and subset")
  func hashKeys() {
    func hash(_ key: TrafficPolicy.ConsistentHash.Key) -> TrafficPolicy.LoadBalancer {
      .init(algorithm: .consistentHash(.init(key)))
    }
    var general = Fixture.policy(hash(.header("x-user")))
    general.portSettings = [90: .init(loadBalancer: hash(.sourceAddress))]
    let subset = DestinationRule.Subset(
      name: "v1", trafficPolicy: Fixture.policy(hash(.queryParameter("q"))))
    let plain = DestinationRule.Subset(
      name: "v2", trafficPolicy: Fixture.policy(.simple(.random)))
    let rule = Fixture.destinationRule(subsets: [subset, plain], policy: general)
    let shape = ServiceShape(
      Fixture.shop(),
      rules: ServiceRules(
        of: rule.host, in: Fixture.mesh([Fixture.shop()], rules: [rule])))
    let key = ViewKey.Outbound(kind: .envoy, interceptionMode: .none, namespace: "default")
    let policy = shape.policy(for: OutboundClient(key, sidecar: nil))
    #expect(policy.routed(port: 80).hashKey == .header("x-user"))
    #expect(policy.routed(port: 90).hashKey == .sourceAddress)
    #expect(policy.routed(port: 80, subset: "v1").hashKey == .queryParameter("q"))
    #expect(policy.routed(port: 80, subset: "v2").hashKey == nil)
    #expect(policy.routed(port: 80, subset: "unknown").hashKey == .header("x-user"))
  }

  @Test("A warm-up is a slow start")
  func warmup() throws {
    let warmup = TrafficPolicy.Warmup(
      duration: .seconds(30), minimumPercent: 20, aggression: 1.5)
    for (simple, isLeast) in [
      (TrafficPolicy.LoadBalancer.Simple.roundRobin, false), (.leastRequest, true),
    ] {
      var loadBalancer = TrafficPolicy.LoadBalancer.simple(simple)
      loadBalancer.warmup = warmup
      let start: Cluster.SlowStartConfig?
      switch try Self.cluster(Fixture.policy(loadBalancer)).lbConfig {
      case .roundRobinLbConfig(let config) where !isLeast: start = config.slowStartConfig
      case .leastRequestLbConfig(let config) where isLeast: start = config.slowStartConfig
      default: start = nil
      }
      #expect(start?.slowStartWindow == .seconds(30))
      #expect(start?.minWeightPercent?.value == 20 && start?.aggression?.defaultValue == 1.5)
      // Envoy refuses an empty one.
      #expect(start?.aggression?.runtimeKey.isEmpty == false)
    }
  }

  @Test("Every limit of a connection pool")
  func pool() throws {
    var pool = TrafficPolicy.ConnectionPool()
    pool.tcp.maxConnections = 1
    pool.tcp.connectTimeout = .milliseconds(250)
    pool.tcp.maxConnectionDuration = .seconds(60)
    pool.tcp.keepalive = TrafficPolicy.ConnectionPool.Keepalive()
    pool.tcp.keepalive?.probes = 3
    pool.tcp.keepalive?.time = .seconds(7200)
    pool.tcp.keepalive?.interval = .milliseconds(1500)
    pool.http.http1MaxPendingRequests = 2
    pool.http.http2MaxRequests = 3
    pool.http.maxRetries = 4
    pool.http.maxRequestsPerConnection = 5
    pool.http.idleTimeout = .seconds(6)
    let cluster = try Self.cluster(Fixture.policy(pool: pool))
    let limits = try Required(cluster.circuitBreakers?.thresholds.first).value
    #expect(limits.maxConnections == 1 && limits.maxPendingRequests == 2)
    #expect(limits.maxRequests == 3 && limits.maxRetries == 4)
    #expect(cluster.connectTimeout == .milliseconds(250))
    let keepalive = cluster.upstreamConnectionOptions?.tcpKeepalive
    #expect(keepalive?.keepaliveProbes == 3 && keepalive?.keepaliveTime == 7200)
    #expect(keepalive?.keepaliveInterval == 2)
    let http = cluster.http?.commonHttpProtocolOptions
    #expect(http?.maxRequestsPerConnection == 5 && http?.idleTimeout == .seconds(6))
    #expect(http?.maxConnectionDuration == .seconds(60))
    // Envoy wants the version of HTTP to be said as soon as anything of HTTP is.
    #expect(cluster.http?.upstreamProtocolOptions != nil && cluster.http?.isHTTP2 == false)
    var tcp = TrafficPolicy.ConnectionPool()
    tcp.tcp.idleTimeout = .seconds(9)
    let other = try Self.cluster(Fixture.policy(pool: tcp))
    #expect(other.http?.commonHttpProtocolOptions?.idleTimeout == .seconds(9))
    #expect(other.circuitBreakers?.thresholds.first?.maxConnections == .max)
  }

  @Test("HTTP/2 by rule, and HTTP as the client speaks it")
  func versions() throws {
    var pool = TrafficPolicy.ConnectionPool()
    pool.http.maxConcurrentStreams = 7
    pool.http.h2UpgradePolicy = .upgrade
    let upgraded = try Self.cluster(Fixture.policy(pool: pool))
    #expect(upgraded.http?.isHTTP2 == true)
    guard case .explicitHttpConfig(let config)? = upgraded.http?.upstreamProtocolOptions,
      case .http2ProtocolOptions(let http2)? = config.protocolConfig
    else { throw Missing() }
    #expect(http2.maxConcurrentStreams == 7)
    pool.http.h2UpgradePolicy = .doNotUpgrade
    #expect(try Self.cluster(Fixture.policy(pool: pool)).http == nil)
    #expect(try Self.cluster(Fixture.policy(pool: pool), .grpc).http?.isHTTP2 == true)
    pool.http.usesClientProtocol = true
    guard
      case .useDownstreamProtocolConfig(let client)? =
        try Self.cluster(Fixture.policy(pool: pool)).http?.upstreamProtocolOptions
    else { throw Missing() }
    #expect(client.http2ProtocolOptions?.maxConcurrentStreams == 7)
  }

  @Test("Every field of outlier detection")
  func outliers() throws {
    var detection = TrafficPolicy.OutlierDetection()
    let plain = try Required(
      Self.cluster(Fixture.policy(outliers: detection)).outlierDetection
    ).value
    #expect(plain == OutlierDetection(enforcingSuccessRate: 0))
    detection.consecutive5xxErrors = 3
    detection.consecutiveGatewayErrors = 0
    detection.interval = .seconds(1)
    detection.baseEjectionTime = .milliseconds(1500)
    detection.maxEjectionPercent = 100
    detection.minHealthPercent = 25
    detection.splitsLocalOriginErrors = true
    detection.consecutiveLocalOriginFailures = 4
    let cluster = try Self.cluster(Fixture.policy(outliers: detection))
    let outliers = try Required(cluster.outlierDetection).value
    #expect(outliers.consecutive5xx == 3 && outliers.enforcingConsecutive5xx == 100)
    #expect(
      outliers.consecutiveGatewayFailure == 0
        && outliers.enforcingConsecutiveGatewayFailure == 0)
    #expect(outliers.interval == .seconds(1))
    #expect(outliers.baseEjectionTime == .milliseconds(1500))
    #expect(outliers.maxEjectionPercent == 100)
    #expect(outliers.splitExternalLocalOriginErrors)
    #expect(outliers.consecutiveLocalOriginFailure == 4)
    #expect(outliers.enforcingConsecutiveLocalOriginFailure == 100)
    #expect(outliers.enforcingLocalOriginSuccessRate == 0)
    #expect(cluster.commonLbConfig?.healthyPanicThreshold?.value == 25)
  }

  @Test("TLS that checks the server, with its names or that of the request")
  func simpleTLS() throws {
    var tls = TrafficPolicy.ClientTLS(mode: .simple)
    let cluster = try Self.cluster(Fixture.policy(tls: tls))
    #expect(cluster.transportSocket?.name == "envoy.transport_sockets.tls")
    let context = try Required(cluster.tls).value
    guard
      case .validationContext(let validation)? =
        context.commonTlsContext?.validationContextType
    else { throw Missing() }
    #expect(
      validation.trustedCa?.specifier == .filename("/etc/ssl/certs/ca-certificates.crt"))
    #expect(context.sni.isEmpty && context.commonTlsContext?.alpnProtocols == [])
    let named = cluster.http?.upstreamHttpProtocolOptions
    #expect(named?.autoSni == true && named?.autoSanValidation == true)
    #expect(cluster.http?.upstreamProtocolOptions != nil)
    tls.sni = "shop.example"
    tls.caCertificates = "/certs/ca.pem"
    tls.subjectAltNames = ["shop.example", "spiffe://mesh/ns/default/sa/shop"]
    let said = try Self.cluster(Fixture.policy(tls: tls), .grpc)
    #expect(said.tls?.sni == "shop.example")
    #expect(said.tls?.commonTlsContext?.alpnProtocols == ["h2"])
    #expect(said.http?.upstreamHttpProtocolOptions == nil)
    guard
      case .validationContext(let other)? =
        said.tls?.commonTlsContext?.validationContextType
    else { throw Missing() }
    #expect(other.trustedCa?.specifier == .filename("/certs/ca.pem"))
    #expect(other.matchTypedSubjectAltNames.map(\.sanType) == [.dns, .ipAddress, .uri])
  }

  @Test("TLS with a certificate of the client, without a check, and none")
  func otherTLS() throws {
    var tls = TrafficPolicy.ClientTLS(mode: .mutual)
    tls.clientCertificate = "/certs/cert.pem"
    tls.privateKey = "/certs/key.pem"
    tls.skipsVerification = true
    let context = try Required(Self.cluster(Fixture.policy(tls: tls)).tls?.commonTlsContext)
      .value
    let certificate = try Required(context.tlsCertificates.first).value
    #expect(certificate.certificateChain?.specifier == .filename("/certs/cert.pem"))
    #expect(certificate.privateKey?.specifier == .filename("/certs/key.pem"))
    #expect(context.validationContextType == nil)
    let cluster = try Self.cluster(Fixture.policy(tls: tls))
    #expect(cluster.http?.upstreamHttpProtocolOptions?.autoSanValidation == false)
    // Bytes name no host.
    #expect(try Self.cluster(Fixture.policy(tls: tls), port: 90, .tcp).http == nil)
    // gRPC refuses files.
    #expect(try Self.cluster(Fixture.policy(tls: tls), for: Self.grpc).tls == nil)
    for mode in [TrafficPolicy.ClientTLS.Mode.disable, .istioMutual] {
      tls.mode = mode
      #expect(try Self.cluster(Fixture.policy(tls: tls)).transportSocket == nil)
    }
  }
}
