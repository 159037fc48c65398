import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Clusters")
struct ClusterTests {
  private static func cluster(
    of service: MeshService, port: UInt16, for node: ProxyNode = Fixture.node()
  ) throws -> Cluster? {
    try Decoded(Fixture.mesh([service]), for: node)
      .clusters["outbound|\(port)||\(service.host)"]
  }

  /// The version of HTTP that is said of a cluster.
  private static func options(_ cluster: Cluster?) throws -> UpstreamHttpProtocolOptions? {
    let name = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    guard let any = cluster?.typedExtensionProtocolOptions[name] else { return nil }
    #expect(any.typeURL == "type.googleapis.com/" + name)
    return try UpstreamHttpProtocolOptions(protobuf: any.value)
  }

  @Test("A service with known addresses gets them over EDS, on the same stream")
  func eds() throws {
    let service = Fixture.service("shop", ports: [Fixture.port(80, .http)])
    let cluster = try Required(Self.cluster(of: service, port: 80)).value
    #expect(cluster.clusterDiscoveryType == .type(.eds))
    #expect(cluster.edsClusterConfig?.serviceName == cluster.name)
    let config = cluster.edsClusterConfig?.edsConfig
    #expect(config?.configSourceSpecifier == .ads(AggregatedConfigSource()))
    #expect(config?.resourceApiVersion == .v3)
    #expect(config?.initialFetchTimeout == .seconds(0))
    #expect(cluster.lbPolicy == .roundRobin)
    #expect(cluster.connectTimeout == .seconds(10))
    #expect(cluster.commonLbConfig?.healthyPanicThreshold?.value == 0)
    let limits = cluster.circuitBreakers?.thresholds.first
    #expect(limits?.maxConnections == .max && limits?.maxPendingRequests == .max)
    #expect(limits?.maxRequests == .max && limits?.maxRetries == .max)
  }

  @Test("Every assignment is that of an EDS cluster, and every EDS cluster has one")
  func assignments() throws {
    for node in [Fixture.node(), Fixture.node(mode: .none)] {
      let decoded = try Decoded(Fixture.everyShape, for: node)
      let names = decoded.clusters.values
        .filter { $0.clusterDiscoveryType == .type(.eds) }.map(\.name)
      #expect(Set(names) == Set(decoded.assignments.keys))
      #expect(decoded.assignments.allSatisfy { $0.key == $0.value.clusterName })
    }
  }

  @Test("HTTP/2 is spoken to http2, grpc and grpc-web ports", arguments: AppProtocol.allCases)
  func upstreamProtocol(appProtocol: AppProtocol) throws {
    let service = Fixture.service("shop", ports: [Fixture.port(80, appProtocol)])
    let options = try Self.options(Self.cluster(of: service, port: 80))
    guard [.http2, .grpc, .grpcWeb].contains(appProtocol) else {
      #expect(options == nil)
      return
    }
    let http2 = UpstreamHttpProtocolOptions.ExplicitHttpConfig(
      protocolConfig: .http2ProtocolOptions(Http2ProtocolOptions()))
    #expect(options?.upstreamProtocolOptions == .explicitHttpConfig(http2))
  }

  @Test("A DNS entry's names are resolved by the client, all of them")
  func strictDNS() throws {
    let service = Fixture.external(
      "www.example.com", ports: [Fixture.port(80, .http), Fixture.port(443, .tls)],
      endpoints: [
        Fixture.endpoint(.hostname("a.example.com"), ports: [80: 8080]),
        Fixture.endpoint(.ip(Fixture.ip(192, 0, 2, 1)), ports: [80: 80, 443: 443]),
      ])
    let cluster = try Required(Self.cluster(of: service, port: 80)).value
    #expect(cluster.clusterDiscoveryType == .type(.strictDns))
    #expect(cluster.dnsLookupFamily == .v4Preferred)
    let assignment = try Required(cluster.loadAssignment).value
    #expect(assignment.clusterName == cluster.name)
    #expect(assignment.sockets == ["a.example.com:8080", "192.0.2.1:80"])
    #expect(
      try Self.cluster(of: service, port: 443)?.loadAssignment?.sockets == ["192.0.2.1:443"])
  }

  @Test("A DNS_ROUND_ROBIN entry has one name, the first that is healthy")
  func logicalDNS() throws {
    let service = Fixture.external(
      "www.example.com", resolution: .dnsRoundRobin, ports: [Fixture.port(80, .http)],
      endpoints: [
        Fixture.endpoint(.ip(Fixture.ip(192, 0, 2, 1)), ports: [80: 80]),
        Fixture.endpoint(.hostname("a.example.com"), ports: [80: 80], health: .draining),
        Fixture.endpoint(.hostname("b.example.com"), ports: [80: 80], weight: 7),
        Fixture.endpoint(.hostname("c.example.com"), ports: [80: 80]),
      ])
    let cluster = try Required(Self.cluster(of: service, port: 80)).value
    #expect(cluster.clusterDiscoveryType == .type(.logicalDns))
    #expect(cluster.loadAssignment?.sockets == ["b.example.com:80"])
  }

  @Test("Where there is no name to resolve, the cluster is there and empty")
  func nothingToResolve() throws {
    let service = Fixture.external(
      "www.example.com", resolution: .dnsRoundRobin, ports: [Fixture.port(80, .http)])
    let decoded = try Decoded(Fixture.mesh([service]))
    let name = "outbound|80||www.example.com"
    #expect(decoded.clusters[name]?.clusterDiscoveryType == .type(.eds))
    #expect(decoded.assignments[name]?.endpoints.isEmpty == true)
  }

  @Test("With resolution NONE a connection goes where it was going")
  func originalDestination() throws {
    for host in ["www.example.com", "*.example.com"] {
      let service = Fixture.external(
        host, resolution: .originalDestination, ports: [Fixture.port(80, .http)])
      let cluster = try Self.cluster(of: service, port: 80)
      #expect(cluster?.clusterDiscoveryType == .type(.originalDst))
      #expect(cluster?.lbPolicy == .clusterProvided)
    }
  }

  @Test("Without interception the host of a NONE entry is resolved; a wildcard cannot be")
  func originalDestinationWithoutInterception() throws {
    let node = Fixture.node(mode: .none)
    let port = Fixture.port(80, .http)
    let service = Fixture.external(
      "www.example.com", resolution: .originalDestination, ports: [port])
    let cluster = try Self.cluster(of: service, port: 80, for: node)
    #expect(cluster?.clusterDiscoveryType == .type(.strictDns))
    #expect(cluster?.loadAssignment?.sockets == ["www.example.com:80"])
    let wildcard = Fixture.external(
      "*.example.com", resolution: .originalDestination, ports: [port])
    let decoded = try Decoded(Fixture.mesh([wildcard]), for: node)
    #expect(decoded.clusters.keys.sorted() == ["BlackHoleCluster"])
    #expect(decoded.listeners.isEmpty && decoded.routes.isEmpty)
  }

  @Test("TCP connections to a headless service keep their destination; requests are balanced")
  func headless() throws {
    let db = Fixture.service(
      "db", isHeadless: true, ports: [Fixture.port(80, .http), Fixture.port(5432, .tcp)])
    #expect(
      try Self.cluster(of: db, port: 5432)?.clusterDiscoveryType == .type(.originalDst))
    #expect(try Self.cluster(of: db, port: 80)?.clusterDiscoveryType == .type(.eds))
    let bound = try Self.cluster(of: db, port: 5432, for: Fixture.node(mode: .none))
    #expect(bound?.clusterDiscoveryType == .type(.eds))
  }

  @Test("There are clusters for what is no service")
  func fixedClusters() throws {
    let clusters = try Decoded(Fixture.mesh([])).clusters
    #expect(
      clusters.keys.sorted() == [
        "BlackHoleCluster", "InboundPassthroughCluster", "PassthroughCluster",
      ])
    #expect(clusters["BlackHoleCluster"]?.clusterDiscoveryType == .type(.static))
    #expect(clusters["BlackHoleCluster"]?.loadAssignment == nil)
    #expect(clusters["PassthroughCluster"]?.clusterDiscoveryType == .type(.originalDst))
    let inbound = clusters["InboundPassthroughCluster"]
    #expect(inbound?.clusterDiscoveryType == .type(.originalDst))
    #expect(inbound?.upstreamBindConfig?.sourceAddress?.address == "127.0.0.6")
  }
}

extension ClusterLoadAssignment {
  /// The addresses with their ports, in order.
  var sockets: [String] {
    endpoints.flatMap(\.lbEndpoints).map { member in
      guard case .endpoint(let endpoint) = member.hostIdentifier else { return "?" }
      switch endpoint.address?.address {
      case .socketAddress(let socket):
        guard case .portValue(let port) = socket.portSpecifier else { return "?" }
        return "\(socket.address):\(port)"
      case .pipe(let pipe): return pipe.path
      case nil: return "?"
      }
    }
  }
}
