internal import struct MeshModel.Endpoint
internal import struct MeshModel.MeshService
internal import struct MeshModel.ServicePort
internal import enum MeshModel.WorkloadAddress

/// How a client's cluster finds the endpoints of a service's port.
enum ClusterFlavor: Hashable, Sendable {
  /// They are sent over EDS.
  case eds
  /// The client resolves names and uses all answers.
  case strictDNS
  /// The client resolves one name and uses one answer at a time.
  case logicalDNS
  /// The destination of the client's own connection is used.
  case originalDestination

  /// What suits a client of that kind; nil when the client has no way to the service.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - port: its port.
  ///   - kind: the kind of client.
  ///   - interceptionMode: how connections come into the client's proxy.
  ///   - isPassedThrough: whether a rule has connections go to where they were going anyway; where
  ///     nobody knows where that was, they are balanced as without the rule.
  init?(
    of service: MeshService, port: ServicePort, kind: ViewKey.Kind,
    interceptionMode: ProxyNode.InterceptionMode, isPassedThrough: Bool = false
  ) {
    // Only a redirected connection still knows where it was going.
    let knowsDestination = kind == .envoy && interceptionMode == .redirect
    if isPassedThrough, knowsDestination {
      self = .originalDestination
      return
    }
    let dns: ClusterFlavor = kind == .grpc ? .logicalDNS : .strictDNS
    switch service.resolution {
    case .endpoints:
      // A client of a headless service has chosen the endpoint itself. With HTTP the name that it
      // asks for says which requests are meant for that endpoint and which for any, so those are
      // balanced.
      let isChosen = service.isHeadless && !port.appProtocol.isHTTP && knowsDestination
      self = isChosen ? .originalDestination : .eds
    case .dns, .dnsRoundRobin:
      // A cluster that resolves names must have one, so that without any it is an empty list of
      // addresses.
      let hasName = service.endpoints.contains { $0.isResolvable(port: port.number) }
      self = !hasName ? .eds : service.resolution == .dns ? dns : .logicalDNS
    case .originalDestination:
      if knowsDestination {
        self = .originalDestination
      } else if service.hasWildcardHost {
        return nil
      } else {
        self = dns
      }
    }
  }
}

extension Endpoint {
  /// Whether a DNS cluster can have it as the endpoint of a service's port: those know sockets with
  /// a port only.
  func isResolvable(port: UInt16) -> Bool {
    guard isInRotation else { return false }
    if case .unixSocket = address { return false }
    return ports[port, default: 0] != 0
  }
}
