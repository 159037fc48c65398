internal import XDSProto

internal import struct MeshModel.ObjectReference

/// The resources of a workload's way in.
struct InboundPart: Sendable, Equatable {
  private(set) var clusters: [Resource] = []
  private(set) var listeners: [Resource] = []

  /// The resources of proxies of `inbound`.
  ///
  /// - Parameters:
  ///   - inbound: what the proxies accept.
  ///   - generator: knows the services that lead to them.
  ///   - encoder: makes the resources.
  init(_ inbound: ViewKey.Inbound, generator: SnapshotGenerator, encoder: ResourceEncoder) {
    func add(_ listener: Listener, _ origins: Origins) {
      listeners.append(
        encoder.sharing(encoder.encode(listener.name, listener, origins), type: .listener))
    }
    func add(_ cluster: Cluster, _ origins: Origins) {
      clusters.append(
        encoder.sharing(encoder.encode(cluster.name, cluster, origins), type: .cluster))
    }
    let ports = inbound.ports
    let origins = ports.map { $0.origins(generator) }
    switch inbound {
    case .none: return
    case .redirected:
      add(Clusters.inboundPassthrough, .listed([]))
      add(Listeners.virtualInbound(ports), .listed(Set(origins.joined()).sorted()))
    case .bound:
      for (port, origins) in zip(ports, origins) {
        if let listener = Listeners.inbound(port) { add(listener, .listed(origins)) }
      }
    }
    for (port, origins) in zip(ports, origins) { add(Clusters.inbound(port), .listed(origins)) }
  }
}

extension InboundPart {
  /// The clusters of both directions.
  func addingClusters(to outbound: ResourceTable) -> ResourceTable {
    outbound.updating([], with: clusters)
  }

  /// The listeners of both directions.
  ///
  /// Where both want the same address, the application's own port is worth more than a way to
  /// somebody else's.
  func addingListeners(to outbound: ResourceTable) -> ResourceTable {
    outbound.updating([], with: listeners)
  }

  /// Whether both are the same bytes, made by the same objects.
  static func == (left: Self, right: Self) -> Bool {
    func isSame(_ left: [Resource], _ right: [Resource]) -> Bool {
      left.elementsEqual(right) {
        $0.name == $1.name && $0.version == $1.version && $0.madeFrom.isSame(as: $1.madeFrom)
      }
    }
    return isSame(left.clusters, right.clusters) && isSame(left.listeners, right.listeners)
  }
}

extension ViewKey.Inbound {
  /// The ports that are known.
  var ports: [InboundPort] {
    switch self {
    case .none: []
    case .redirected(let ports), .bound(let ports): ports
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
