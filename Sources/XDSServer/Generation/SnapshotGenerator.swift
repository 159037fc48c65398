public import MeshModel

/// Makes the resources of every view of one mesh: lazily, each encoded once.
///
/// What depends on one service only is shared by all views and taken over by the generator of the
/// next revision where the service is the same; what depends on a view is shared by all views in
/// which it comes out equal. Used by several threads at once.
public final class SnapshotGenerator: Sendable {
  /// The mesh.
  public let mesh: Mesh
  /// The revision of the mesh; every snapshot carries it.
  public let revision: UInt64

  /// What is made of each service, parallel to `mesh.services`.
  let services: [ServiceResources]
  /// Where each service is in `services`.
  let serviceIndex: [ServiceName: Int]
  private let sidecars: [ObjectReference: Sidecar]
  private let shared: SharedResources
  private let outboundParts: Lock<[ViewKey.Outbound: OutboundPart]>
  private let snapshots: Lock<[ViewKey: Snapshot]>
  /// What the generator before had made, kept so that equal tables stay the same tables.
  private let previousParts: [ViewKey.Outbound: OutboundPart]

  /// A generator for `mesh` that has made nothing yet.
  public convenience init(mesh: Mesh, revision: UInt64) {
    self.init(mesh: mesh, revision: revision, previous: nil)
  }

  /// A generator for `mesh` that takes over what `previous` has encoded and what is still the same.
  public convenience init(
    mesh: Mesh, revision: UInt64, reusing previous: SnapshotGenerator
  ) {
    self.init(mesh: mesh, revision: revision, previous: previous)
  }

  private init(mesh: Mesh, revision: UInt64, previous: SnapshotGenerator?) {
    self.mesh = mesh
    self.revision = revision
    var index: [ServiceName: Int] = [:]
    index.reserveCapacity(mesh.services.count)
    services = mesh.services.enumerated().map { position, service in
      let name = service.serviceName
      index[name] = position
      guard let previous, let earlier = previous.serviceIndex[name],
        previous.services[earlier].service == service
      else { return ServiceResources(service) }
      return previous.services[earlier]
    }
    serviceIndex = index
    sidecars = Dictionary(
      mesh.sidecars.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    shared = SharedResources(reusing: previous?.shared)
    previousParts = previous?.outboundParts.withLock { $0 } ?? [:]
    outboundParts = Lock([:])
    snapshots = Lock([:])
  }

  /// What nodes of the view are sent.
  ///
  /// The same object for the same key.
  /// - Complexity: O(1) once it has been made.
  public func snapshot(for key: ViewKey) -> Snapshot {
    if let snapshot = snapshots.withLock({ $0[key] }) { return snapshot }
    let snapshot = makeSnapshot(for: key)
    return snapshots.withLock { snapshots in
      if let earlier = snapshots[key] { return earlier }
      snapshots[key] = snapshot
      return snapshot
    }
  }

  private func makeSnapshot(for key: ViewKey) -> Snapshot {
    let outbound = outboundPart(for: key.outbound)
    let inbound = InboundPart(key.inbound, generator: self, shared: shared)
    return Snapshot(
      revision: revision,
      clusters: inbound.clusters.isEmpty
        ? outbound.clusters : ResourceTable(outbound.clusters.resources + inbound.clusters),
      endpoints: outbound.endpoints,
      listeners: listeners(outbound, inbound),
      routes: outbound.routes)
  }

  /// The listeners of both directions.
  ///
  /// Where both want the same address, the application's own port is worth more than a way to
  /// somebody else's.
  private func listeners(_ outbound: OutboundPart, _ inbound: InboundPart) -> ResourceTable {
    guard !inbound.listeners.isEmpty else { return outbound.listeners }
    let taken = Set(inbound.listeners.map(\.name))
    return ResourceTable(
      outbound.listeners.resources.filter { !taken.contains($0.name) } + inbound.listeners)
  }

  private func outboundPart(for key: ViewKey.Outbound) -> OutboundPart {
    if let part = outboundParts.withLock({ $0[key] }) { return part }
    let sidecar = key.sidecar.flatMap { sidecars[$0] }
    let visible = VisibleServices(
      servicesVisible(in: key.namespace, through: sidecar), namespace: key.namespace)
    let part = OutboundPart(
      visible, key: key, isRegistryOnly: sidecar?.isRegistryOnly ?? false, shared: shared,
      previous: previousParts[key])
    return outboundParts.withLock { parts in
      if let earlier = parts[key] { return earlier }
      parts[key] = part
      return part
    }
  }

  /// The objects that make those services, ordered.
  func origins(of names: [ServiceName]) -> [ObjectReference] {
    Set(names.compactMap { serviceIndex[$0] }.flatMap { services[$0].service.origins }).sorted()
  }
}

extension Sidecar {
  /// The object's name among all objects.
  var reference: ObjectReference {
    ObjectReference(.sidecar, namespace: metadata.namespace, name: metadata.name)
  }
}
