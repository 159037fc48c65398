internal import struct MeshModel.IPAddress
internal import struct MeshModel.Locality
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServiceName

/// Everything on which a node's resources depend: nodes with equal keys are given the same
/// snapshot.
///
/// The outbound part is shared by all clients that see the same services; the inbound part by the
/// replicas of a workload.
public struct ViewKey: Hashable, Sendable {
  /// What a node's way out depends on.
  struct Outbound: Hashable, Sendable {
    /// Which family of resources the client accepts.
    var kind: Kind
    /// How connections come into the proxy.
    var interceptionMode: ProxyNode.InterceptionMode
    /// The client's namespace.
    var namespace: String
    /// The Sidecar object that applies to it.
    var sidecar: ObjectReference?
    /// The client's labels, as far as any rule asks for them.
    var labels: [String: String] = [:]
    /// Where the client is; nil when that is not known, or no rule asks for it.
    var locality: Locality?
    /// The Gateways that a gateway serves.
    var served = ServedGateways()
  }

  /// Which family of resources a client accepts.
  enum Kind: Hashable, Sendable {
    /// Clusters, assignments, listeners and routes.
    case envoy
    /// Clusters and assignments, and the listeners and routes of Gateway objects.
    case gateway
    /// Listeners with an `api_listener`, and what belongs to them.
    case grpc
  }

  /// What a node's way in depends on.
  enum Inbound: Hashable, Sendable {
    /// Nothing is accepted.
    case none
    /// One listener takes every redirected connection; ports that are not listed pass through.
    case redirected([InboundPort])
    /// A listener of its own for every port.
    case bound([InboundPort])
  }

  /// What a node's way out depends on.
  var outbound: Outbound
  /// What a node's way in depends on.
  var inbound: Inbound
}

/// A port on which a workload's proxy accepts connections for its application.
struct InboundPort: Hashable, Sendable {
  /// What the proxy understands of the traffic.
  enum Traffic: Hashable, Sendable {
    /// Bytes.
    case tcp
    /// HTTP; the application is spoken to in the version in which the client speaks.
    case http
    /// HTTP/2, whatever the client speaks.
    case http2
  }

  /// Where the application listens.
  enum Target: Hashable, Sendable {
    case ip(IPAddress, port: UInt16)
    case unixSocket(String)
  }

  /// The port.
  var port: UInt16
  /// The address that the proxy listens on; nil when the port is redirected to `virtualInbound`.
  var bind: IPAddress?
  /// What is spoken on it.
  var traffic: Traffic
  /// Where the application listens.
  var target: Target
  /// The services that it serves, ordered: whom to blame when the resource is refused.
  var services: [ServiceName]
  /// The Sidecar that says so, where it is not the services.
  var sidecar: ObjectReference?
}
