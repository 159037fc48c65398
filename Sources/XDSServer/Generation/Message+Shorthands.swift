internal import XDSProto

internal import struct MeshModel.IPAddress
internal import struct MeshModel.TrafficPolicy

// Shorter ways to say what every resource says.

extension XDSProto.Address {
  /// A TCP address; `address` is an IP address or, for DNS clusters, a name.
  static func tcp(_ address: String, port: UInt16) -> Self {
    Self(
      address: .socketAddress(
        XDSProto.SocketAddress(address: address, portSpecifier: .portValue(UInt32(port)))))
  }

  /// A TCP address.
  static func tcp(_ address: IPAddress, port: UInt16) -> Self {
    .tcp("\(address)", port: port)
  }

  /// A Unix domain socket.
  static func unixSocket(_ path: String) -> Self {
    Self(address: .pipe(Pipe(path: path)))
  }
}

extension ConfigSource {
  /// The stream over which the resource itself came.
  ///
  /// No time limit: a client that gave up waiting would go on with a cluster without endpoints or a
  /// listener without routes, and fail requests that it would otherwise have held.
  static let ads = ConfigSource(
    configSourceSpecifier: .ads(AggregatedConfigSource()),
    initialFetchTimeout: .seconds(0), resourceApiVersion: .v3)
}

extension Filter {
  /// A network filter; its kind is told by the type of `message`.
  static func of<Message: ProtoMessage>(_ name: String, _ message: Message) -> Self {
    Filter(name: name, configType: .typedConfig(AnyMessage(packing: message)))
  }

  /// Passes bytes on to a cluster.
  static func tcpProxy(cluster: String) -> Self {
    .of(
      "envoy.filters.network.tcp_proxy",
      TcpProxy(statPrefix: cluster, clusterSpecifier: .cluster(cluster)))
  }

  /// Passes bytes on to one cluster, or to each of several its share.
  static func tcpProxy(_ destination: ConnectionDestination) -> Self {
    var proxy = TcpProxy(statPrefix: destination.name)
    if destination.shares.count == 1 {
      proxy.clusterSpecifier = .cluster(destination.shares[0].cluster)
    } else {
      proxy.clusterSpecifier = .weightedClusters(
        TcpProxy.WeightedCluster(
          clusters: destination.shares.map {
            TcpProxy.WeightedCluster.ClusterWeight(name: $0.cluster, weight: $0.weight)
          }))
    }
    let policy = destination.policy
    proxy.idleTimeout = policy.idleTimeout.map { ProtoDuration($0) }
    proxy.maxDownstreamConnectionDuration = policy.maxConnectionDuration.map { ProtoDuration($0) }
    // Of a connection nothing else is known that could be hashed.
    if policy.hashKey == .sourceAddress {
      proxy.hashPolicy = [HashPolicy(policySpecifier: .sourceIp(HashPolicy.SourceIp()))]
    }
    return .of("envoy.filters.network.tcp_proxy", proxy)
  }

  /// Routes requests.
  static func http(_ manager: HttpConnectionManager) -> Self {
    .of("envoy.filters.network.http_connection_manager", manager)
  }
}

extension ListenerFilter {
  /// Finds out where a redirected connection was going.
  static let originalDst = ListenerFilter(
    name: "envoy.filters.listener.original_dst",
    configType: .typedConfig(AnyMessage(packing: OriginalDst())))

  /// Finds out whether a connection is TLS, and which server it names.
  static let tlsInspector = ListenerFilter(
    name: "envoy.filters.listener.tls_inspector",
    configType: .typedConfig(AnyMessage(packing: TlsInspector())))
}

extension HttpFilter {
  /// Holds requests back, or answers them with an error, where a route says so.
  static let fault = HttpFilter(
    name: "envoy.filters.http.fault", configType: .typedConfig(AnyMessage(packing: HTTPFault())))

  /// Answers browsers what pages of other origins may do, where a route says so.
  static let cors = HttpFilter(
    name: "envoy.filters.http.cors", configType: .typedConfig(AnyMessage(packing: Cors())))

  /// Sends requests where their route says.
  static let router = HttpFilter(
    name: "envoy.filters.http.router", configType: .typedConfig(AnyMessage(packing: Router())))
}

extension HttpConnectionManager {
  /// What every connection manager of a workload's proxy has.
  static func common(statPrefix: String, routes: RouteSpecifier) -> Self {
    HttpConnectionManager(
      statPrefix: statPrefix, routeSpecifier: routes,
      // The first two do nothing until a route says so: a VirtualService changes routes only.
      httpFilters: [.fault, .cors, .router],
      useRemoteAddress: false,
      upgradeConfigs: [UpgradeConfig(upgradeType: "websocket")],
      // Streams may be silent for as long as their ends like: gRPC watches often are.
      streamIdleTimeout: .seconds(0),
      normalizePath: true)
  }
}

extension Route {
  /// Sends every request to `cluster`.
  ///
  /// There is no time limit: the client has its own.
  static func all(
    to cluster: String, retries: RetryPolicy? = nil,
    hashKey: TrafficPolicy.ConsistentHash.Key? = nil
  ) -> Self {
    Route(
      match: RouteMatch(pathSpecifier: .prefix("/")),
      action: .route(
        RouteAction(
          clusterSpecifier: .cluster(cluster), timeout: .seconds(0), retryPolicy: retries,
          hashPolicy: hashKey.map { [RouteAction.HashPolicy($0)] } ?? [])))
  }
}

extension RetryPolicy {
  /// Istio's default: what cannot have reached an application is tried again, on another endpoint.
  ///
  /// An endpoint that dies or goes away between two pushes thus fails no request. A plain 503 is
  /// not tried again: an application may say it after it has acted, and a payment must not be made
  /// twice (Istio left it out of its default for that, istio/istio#50506).
  static let standard = RetryPolicy(
    retryOn: "connect-failure,refused-stream,unavailable,cancelled,reset-before-request",
    numRetries: 2,
    retryHostPredicate: [
      RetryHostPredicate(
        name: "envoy.retry_host_predicates.previous_hosts",
        configType: .typedConfig(AnyMessage(packing: PreviousHostsPredicate())))
    ],
    hostSelectionRetryMaxAttempts: 5)
}
