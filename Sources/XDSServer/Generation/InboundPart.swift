internal import XDSProto

internal import struct MeshModel.ObjectReference

/// The resources of a workload's way in.
struct InboundPart {
  private(set) var clusters: [Resource] = []
  private(set) var listeners: [Resource] = []

  /// The resources of proxies of `inbound`.
  init(_ inbound: ViewKey.Inbound, generator: SnapshotGenerator, shared: SharedResources) {
    let ports: [InboundPort]
    switch inbound {
    case .none: return
    case .redirected(let redirected):
      ports = redirected
      let passthrough = Clusters.inboundPassthrough
      clusters.append(
        shared.sharing(Resource(passthrough.name, passthrough), type: .cluster))
      let listener = Listeners.virtualInbound(ports)
      let origins = Set(ports.flatMap { port in port.origins(generator) }).sorted()
      listeners.append(
        shared.sharing(Resource(listener.name, listener, origins: origins), type: .listener))
    case .bound(let bound):
      ports = bound
      for port in ports {
        guard let listener = Listeners.inbound(port) else { continue }
        listeners.append(
          shared.sharing(
            Resource(listener.name, listener, origins: port.origins(generator)),
            type: .listener))
      }
    }
    for port in ports {
      let cluster = Clusters.inbound(port)
      clusters.append(
        shared.sharing(
          Resource(cluster.name, cluster, origins: port.origins(generator)), type: .cluster))
    }
  }
}

extension InboundPort {
  /// The objects that made it, ordered.
  fileprivate func origins(_ generator: SnapshotGenerator) -> [ObjectReference] {
    if let sidecar { return [sidecar] }
    return generator.origins(of: services)
  }
}
