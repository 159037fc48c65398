internal import XDSProto

internal import enum MeshModel.AppProtocol
internal import struct MeshModel.ServicePort
internal import struct MeshModel.TrafficPolicy

/// Makes clusters.
enum Clusters {
  /// The cluster of a service's port, or of a subset.
  static func outbound(_ outbound: OutboundCluster) -> Cluster {
    let (service, port, flavor) = (outbound.service, outbound.port, outbound.flavor)
    var cluster = common(name: outbound.name)
    switch flavor {
    case .eds:
      cluster.clusterDiscoveryType = .type(.eds)
      // Named although it equals the cluster's name: gRPC wants to be told.
      cluster.edsClusterConfig = Cluster.EdsClusterConfig(
        edsConfig: .ads, serviceName: outbound.name)
    case .strictDNS, .logicalDNS:
      cluster.clusterDiscoveryType = .type(flavor == .strictDNS ? .strictDns : .logicalDns)
      cluster.loadAssignment = Assignments.dns(
        service, port, clusterName: outbound.name, isSingle: flavor == .logicalDNS,
        balance: outbound.balance)
      cluster.dnsLookupFamily = .v4Preferred
    case .originalDestination:
      cluster.clusterDiscoveryType = .type(.originalDst)
      cluster.lbPolicy = .clusterProvided
    }
    let settings = outbound.settings
    let http = UpstreamHTTP(port.appProtocol, settings.connectionPool?.http)
    var options = http.map { UpstreamHttpProtocolOptions(http: $0) }
    if flavor != .originalDestination {
      cluster.balance(by: settings.loadBalancer, isGRPC: outbound.isGRPC)
    }
    if settings.weighsLocalities {
      cluster.commonLbConfig?.localityConfigSpecifier = .localityWeightedLbConfig(
        Cluster.CommonLbConfig.LocalityWeightedLbConfig())
    }
    if let pool = settings.connectionPool { cluster.limit(by: pool, &options) }
    if let detection = settings.outlierDetection { cluster.detectOutliers(by: detection) }
    // gRPC has its keys from the application: an answer with files would be refused.
    if let tls = settings.tls, !outbound.isGRPC {
      cluster.secure(by: tls, &options, isHTTP: port.appProtocol.isHTTP)
    }
    if let options { cluster.speak(options) }
    return cluster
  }

  /// The cluster that leads to the workload's own application.
  static func inbound(_ port: InboundPort) -> Cluster {
    let name = ResourceNames.inboundCluster(port: port.port)
    var cluster = common(name: name)
    cluster.clusterDiscoveryType = .type(.static)
    let address: XDSProto.Address =
      switch port.target {
      case .ip(let address, let targetPort): .tcp(address, port: targetPort)
      case .unixSocket(let path): .unixSocket(path)
      }
    cluster.loadAssignment = ClusterLoadAssignment(
      clusterName: name,
      endpoints: [
        LocalityLbEndpoints(
          lbEndpoints: [
            LbEndpoint(hostIdentifier: .endpoint(XDSProto.Endpoint(address: address)))
          ])
      ])
    switch port.traffic {
    case .tcp: break
    case .http: cluster.speak(UpstreamHttpProtocolOptions(http: .asClient))
    case .http2: cluster.speak(UpstreamHttpProtocolOptions(http: .http2))
    }
    return cluster
  }

  /// Connects to where the client's own connection was going.
  static var passthrough: Cluster {
    var cluster = common(name: ResourceNames.passthrough)
    cluster.clusterDiscoveryType = .type(.originalDst)
    cluster.lbPolicy = .clusterProvided
    cluster.speak(UpstreamHttpProtocolOptions(http: .asClient))
    return cluster
  }

  /// Has no endpoint: connections to it are closed.
  static var blackHole: Cluster {
    var cluster = common(name: ResourceNames.blackHole)
    cluster.clusterDiscoveryType = .type(.static)
    return cluster
  }

  /// Connects to the port of the application that a redirected connection was going to.
  static var inboundPassthrough: Cluster {
    var cluster = common(name: ResourceNames.inboundPassthrough)
    cluster.clusterDiscoveryType = .type(.originalDst)
    cluster.lbPolicy = .clusterProvided
    // The redirect rules let this source address through to the application; without it the proxy
    // would be redirected to itself.
    cluster.upstreamBindConfig = BindConfig(
      sourceAddress: XDSProto.SocketAddress(
        address: "127.0.0.6", portSpecifier: .portValue(0)))
    return cluster
  }

  /// What all clusters have.
  private static func common(name: String) -> Cluster {
    Cluster(
      name: name, connectTimeout: .seconds(10),
      // Envoy's own limits (1,024 connections and requests, 3 retries) are not what anyone asked
      // for.
      circuitBreakers: CircuitBreakers(thresholds: [
        CircuitBreakers.Thresholds(
          maxConnections: .max, maxPendingRequests: .max, maxRequests: .max, maxRetries: .max)
      ]),
      // With few endpoints healthy Envoy would otherwise "panic" and send to those that are going
      // away as well.
      commonLbConfig: Cluster.CommonLbConfig(healthyPanicThreshold: Percent(value: 0)))
  }
}
