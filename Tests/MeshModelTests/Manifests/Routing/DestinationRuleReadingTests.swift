import Testing

@testable import MeshModel

@Suite("Manifests of DestinationRules")
struct DestinationRuleReadingTests {
  private static func rule(_ spec: String) throws -> DestinationRule {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: shop, namespace: web}
      spec:
      \(spec)
      """)
    return try #require(object.destinationRule)
  }

  private static func loadBalancer(_ text: String) throws -> TrafficPolicy.LoadBalancer {
    let rule = try rule("  {host: shop, trafficPolicy: {loadBalancer: \(text)}}")
    return try #require(rule.trafficPolicy?.settings.loadBalancer)
  }

  @Test("The talk's subsets", arguments: ["v1alpha3", "v1beta1", "v1"])
  func subsets(version: String) throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/\(version)
      kind: DestinationRule
      metadata: {name: productcatalogservice}
      spec:
        host: productcatalogservice
        subsets:
        - {name: v1, labels: {version: v1}}
        - {name: v2, labels: {version: v2}, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
      """)
    let expected = DestinationRule(
      metadata: ObjectMetadata(name: "productcatalogservice"), host: "productcatalogservice",
      subsets: [
        .init(name: "v1", labels: ["version": "v1"]),
        .init(
          name: "v2", labels: ["version": "v2"],
          trafficPolicy: TrafficPolicy(
            settings: .init(loadBalancer: .init(algorithm: .simple(.random))))),
      ])
    #expect(object == .destinationRule(expected))
  }

  @Test("Who it is for")
  func scope() throws {
    let rule = try Self.rule(
      """
        host: "*.Example.com"
        exportTo: [.]
        workloadSelector: {matchLabels: {app: web}}
        trafficPolicy: {tls: {mode: SIMPLE}}
      """)
    #expect(rule.host == "*.example.com")
    #expect(rule.exportTo == ExportTo(isPublic: false, namespaces: ["web"]))
    #expect(rule.workloadSelector == ["app": "web"])
  }

  private static let everyConnectionSetting = """
      host: shop
      trafficPolicy:
        connectionPool:
          tcp:
            maxConnections: 100
            connectTimeout: 30ms
            tcpKeepalive: {probes: 3, time: 7200s, interval: 75s}
            maxConnectionDuration: 1h
            idleTimeout: 5m
          http:
            http1MaxPendingRequests: 1
            http2MaxRequests: 2
            maxRequestsPerConnection: 3
            maxRetries: 4
            idleTimeout: 30s
            h2UpgradePolicy: UPGRADE
            maxConcurrentStreams: 5
        outlierDetection:
          splitExternalLocalOriginErrors: true
          consecutiveLocalOriginFailures: 1
          consecutiveGatewayErrors: 0
          consecutive5xxErrors: 7
          interval: 5m
          baseEjectionTime: 15m
          maxEjectionPercent: 20
          minHealthPercent: 30
        tls:
          mode: MUTUAL
          clientCertificate: /etc/c.pem
          privateKey: /etc/k.pem
          caCertificates: /etc/ca.pem
          subjectAltNames: [a.example]
          sni: b.example
        portLevelSettings:
        - port: {number: 81}
          connectionPool: {http: {useClientProtocol: true}}
          tls: {mode: DISABLE}
    """

  @Test("Every setting of connections")
  func connections() throws {
    let rule = try Self.rule(Self.everyConnectionSetting)
    let settings = try #require(rule.trafficPolicy?.settings)
    var pool = TrafficPolicy.ConnectionPool()
    pool.tcp.maxConnections = 100
    pool.tcp.connectTimeout = .milliseconds(30)
    var keepalive = TrafficPolicy.ConnectionPool.Keepalive()
    keepalive.probes = 3
    keepalive.time = .seconds(7200)
    keepalive.interval = .seconds(75)
    pool.tcp.keepalive = keepalive
    pool.tcp.maxConnectionDuration = .seconds(3600)
    pool.tcp.idleTimeout = .seconds(300)
    pool.http.http1MaxPendingRequests = 1
    pool.http.http2MaxRequests = 2
    pool.http.maxRequestsPerConnection = 3
    pool.http.maxRetries = 4
    pool.http.idleTimeout = .seconds(30)
    pool.http.h2UpgradePolicy = .upgrade
    pool.http.maxConcurrentStreams = 5
    #expect(settings.connectionPool == pool)
    var detection = TrafficPolicy.OutlierDetection()
    detection.splitsLocalOriginErrors = true
    detection.consecutiveLocalOriginFailures = 1
    detection.consecutiveGatewayErrors = 0
    detection.consecutive5xxErrors = 7
    detection.interval = .seconds(300)
    detection.baseEjectionTime = .seconds(900)
    detection.maxEjectionPercent = 20
    detection.minHealthPercent = 30
    #expect(settings.outlierDetection == detection)
    var tls = TrafficPolicy.ClientTLS(mode: .mutual)
    tls.clientCertificate = "/etc/c.pem"
    tls.privateKey = "/etc/k.pem"
    tls.caCertificates = "/etc/ca.pem"
    tls.subjectAltNames = ["a.example"]
    tls.sni = "b.example"
    #expect(settings.tls == tls)
    var ofPort = TrafficPolicy.ConnectionPool()
    ofPort.http.usesClientProtocol = true
    #expect(
      rule.trafficPolicy?.portSettings == [
        81: .init(connectionPool: ofPort, tls: .init(mode: .disable))
      ])
  }

  @Test("Simple load balancers", arguments: TrafficPolicy.LoadBalancer.Simple.allCases)
  func simple(_ simple: TrafficPolicy.LoadBalancer.Simple) throws {
    let balancer = try Self.loadBalancer("{simple: \(simple.rawValue)}")
    #expect(balancer.algorithm == .simple(simple))
  }

  @Test(
    "Consistent hashes",
    arguments: [
      ("{httpHeaderName: x-user}", .init(.header("x-user"))),
      (
        "{useSourceIp: true, minimumRingSize: 64}",
        .init(.sourceAddress, table: .ring(minimumSize: 64))
      ),
      (
        "{httpQueryParameterName: id, ringHash: {minimumRingSize: 128}}",
        .init(.queryParameter("id"), table: .ring(minimumSize: 128))
      ),
      (
        "{httpHeaderName: x, maglev: {tableSize: 251}}",
        .init(.header("x"), table: .maglev(size: 251))
      ),
      ("{httpHeaderName: x, maglev: {}}", .init(.header("x"), table: .maglev())),
      (
        "{httpCookie: {name: c, path: /p, ttl: 0s, attributes: [{name: SameSite, value: Strict}]}}",
        .init(
          .cookie(
            .init(
              name: "c", path: "/p", ttl: .zero,
              attributes: [.init(name: "SameSite", value: "Strict")])))
      ),
    ] as [(String, TrafficPolicy.ConsistentHash)])
  func consistentHash(text: String, expected: TrafficPolicy.ConsistentHash) throws {
    let balancer = try Self.loadBalancer("{consistentHash: \(text)}")
    #expect(balancer.algorithm == .consistentHash(expected))
  }

  @Test("Warm-up")
  func warmup() throws {
    let old = try Self.loadBalancer("{simple: ROUND_ROBIN, warmupDurationSecs: 30s}")
    #expect(old.warmup == .init(duration: .seconds(30)))
    let new = try Self.loadBalancer(
      "{warmup: {duration: 1m, minimumPercent: 20, aggression: 1.5}}")
    #expect(
      new.warmup == .init(duration: .seconds(60), minimumPercent: 20, aggression: 1.5))
  }

  @Test("Localities")
  func localities() throws {
    let distribute = try Self.loadBalancer(
      "{localityLbSetting: {distribute: [{from: eu/a/*, to: {eu/a/*: 80, us: 20}}]}}")
    #expect(
      distribute.locality
        == .init(distribute: [.init(from: "eu/a/*", to: ["eu/a/*": 80, "us": 20])]))
    let failover = try Self.rule(
      """
        host: shop
        trafficPolicy:
          outlierDetection: {consecutive5xxErrors: 1}
          loadBalancer:
            localityLbSetting:
              enabled: true
              failover: [{from: eu, to: us}]
              failoverPriority: [network, "version=v2"]
      """)
    #expect(
      failover.trafficPolicy?.settings.loadBalancer?.locality
        == .init(
          isEnabled: true, failover: [.init(from: "eu", to: "us")],
          failoverPriority: ["network", "version=v2"]))
  }
}
