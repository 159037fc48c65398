internal import XDSProto

internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort

/// Makes clusters.
enum Clusters {
  /// The cluster of a service's port.
  static func outbound(
    _ service: MeshService, _ port: ServicePort, flavor: ClusterFlavor
  ) -> Cluster {
    let name = ResourceNames.outboundCluster(host: service.host, port: port.number)
    var cluster = common(name: name)
    switch flavor {
    case .eds:
      cluster.clusterDiscoveryType = .type(.eds)
      // Named although it equals the cluster's name: gRPC wants to be told.
      cluster.edsClusterConfig = Cluster.EdsClusterConfig(edsConfig: .ads, serviceName: name)
    case .strictDNS, .logicalDNS:
      cluster.clusterDiscoveryType = .type(flavor == .strictDNS ? .strictDns : .logicalDns)
      cluster.loadAssignment = Assignments.dns(
        service, port, clusterName: name, isSingle: flavor == .logicalDNS)
      cluster.dnsLookupFamily = .v4Preferred
    case .originalDestination:
      cluster.clusterDiscoveryType = .type(.originalDst)
      cluster.lbPolicy = .clusterProvided
    }
    if port.appProtocol.isHTTP2 { cluster.speak(.http2) }
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
    case .http: cluster.speak(.asClient)
    case .http2: cluster.speak(.http2)
    }
    return cluster
  }

  /// Connects to where the client's own connection was going.
  static var passthrough: Cluster {
    var cluster = common(name: ResourceNames.passthrough)
    cluster.clusterDiscoveryType = .type(.originalDst)
    cluster.lbPolicy = .clusterProvided
    cluster.speak(.asClient)
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

extension Cluster {
  /// Which version of HTTP an upstream is spoken to in; HTTP/1.1 if nothing is said.
  fileprivate enum UpstreamHTTP {
    case http2
    /// That of the client's connection.
    case asClient
  }

  fileprivate mutating func speak(_ version: UpstreamHTTP) {
    let options: UpstreamHttpProtocolOptions.UpstreamProtocolOptions =
      switch version {
      case .http2:
        .explicitHttpConfig(
          UpstreamHttpProtocolOptions.ExplicitHttpConfig(
            protocolConfig: .http2ProtocolOptions(Http2ProtocolOptions())))
      case .asClient:
        .useDownstreamProtocolConfig(
          UpstreamHttpProtocolOptions.UseDownstreamHttpConfig(
            httpProtocolOptions: Http1ProtocolOptions(),
            http2ProtocolOptions: Http2ProtocolOptions()))
      }
    typedExtensionProtocolOptions[UpstreamHttpProtocolOptions.typeName] = AnyMessage(
      packing: UpstreamHttpProtocolOptions(upstreamProtocolOptions: options))
  }
}
