internal import XDSProto

internal import struct MeshModel.ObjectReference

/// The resources of a workload's way in.
struct InboundPart: Sendable, Equatable {
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

extension InboundPart {
  /// The clusters of both directions.
  func addingClusters(to outbound: ResourceTable) -> ResourceTable {
    clusters.isEmpty ? outbound : ResourceTable(outbound.resources + clusters)
  }

  /// The listeners of both directions.
  ///
  /// Where both want the same address, the application's own port is worth more than a way to
  /// somebody else's.
  func addingListeners(to outbound: ResourceTable) -> ResourceTable {
    guard !listeners.isEmpty else { return outbound }
    let taken = Set(listeners.map(\.name))
    return ResourceTable(outbound.resources.filter { !taken.contains($0.name) } + listeners)
  }

  /// Whether both are the same bytes, made by the same objects.
  static func == (left: Self, right: Self) -> Bool {
    func isSame(_ left: [Resource], _ right: [Resource]) -> Bool {
      left.elementsEqual(right) {
        $0.name == $1.name && $0.version == $1.version && $0.origins == $1.origins
      }
    }
    return isSame(left.clusters, right.clusters) && isSame(left.listeners, right.listeners)
  }
}

extension InboundPort {
  /// The objects that made it, ordered.
  fileprivate func origins(_ generator: SnapshotGenerator) -> [ObjectReference] {
    if let sidecar { return [sidecar] }
    return generator.origins(of: services)
  }
}
