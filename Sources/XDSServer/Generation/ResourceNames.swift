internal import struct MeshModel.IPAddress

/// The names of generated resources: Istio's, so that people and their tools recognise them.
enum ResourceNames {
  /// Where connections go whose destination is no service of the mesh.
  static let passthrough = "PassthroughCluster"
  /// Where connections go that nobody may make.
  static let blackHole = "BlackHoleCluster"
  /// Where redirected connections go to a port that serves no service.
  static let inboundPassthrough = "InboundPassthroughCluster"
  /// The listener that takes every redirected outgoing connection.
  static let virtualOutbound = "virtualOutbound"
  /// The listener that takes every redirected incoming connection.
  static let virtualInbound = "virtualInbound"
  /// The port of `virtualOutbound`.
  static let virtualOutboundPort: UInt16 = 15001
  /// The port of `virtualInbound`.
  static let virtualInboundPort: UInt16 = 15006

  /// The cluster of a service's port, or of a subset of its endpoints; also the name of its
  /// assignment.
  static func outboundCluster(host: String, port: UInt16, subset: String? = nil) -> String {
    "outbound|\(port)|\(subset ?? "")|\(host)"
  }

  /// The cluster that leads to the workload's own application.
  static func inboundCluster(port: UInt16) -> String { "inbound|\(port)||" }

  /// The listener on an address and port.
  static func listener(address: String, port: UInt16) -> String { "\(address)_\(port)" }

  /// The route configuration that all HTTP services on a port share.
  static func routes(port: UInt16) -> String { String(port) }

  /// A host with a port, as virtual hosts and proxyless gRPC clients name it.
  static func hostAndPort(_ host: String, port: UInt16) -> String { "\(host):\(port)" }
}
