public import MeshModel
internal import Platform

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
  private let serviceTables = Lock<[ServiceTables.Key: ServiceTables]>([:])
  private let outboundParts = Lock<[ViewKey.Outbound: OutboundPart]>([:])
  private let views = Lock(ViewCache())
  /// The namespaces on which it depends what a client sees.
  let namespaces: Set<String>
  /// What the generator before had made, kept so that equal tables stay the same tables.
  private let previousParts: [ViewKey.Outbound: OutboundPart]
  private let previousViews: ViewCache

  /// A generator for `mesh` that has made nothing yet.
  public convenience init(mesh: Mesh, revision: UInt64) {
    self.init(mesh: mesh, revision: revision, previous: nil)
  }

  /// A generator for `mesh` that takes over what `previous` has encoded and what is still the same.
  ///
  /// `difference` is that between the mesh of `previous` and this one; nil has them compared.
  public convenience init(
    mesh: Mesh, revision: UInt64, reusing previous: SnapshotGenerator,
    difference: MeshDifference? = nil
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
      guard let previous, let earlier = previous.serviceIndex[name] else {
        return ServiceResources(service)
      }
      return .of(service, earlier: previous.services[earlier])
    }
    serviceIndex = index
    sidecars = Dictionary(
      mesh.sidecars.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    shared = SharedResources(reusing: previous?.shared)
    previousParts = previous?.outboundParts.withLock { $0 } ?? [:]
    previousViews = previous?.views.withLock { $0 } ?? ViewCache()
    namespaces = mesh.namespacesThatMatter
  }

  /// What nodes of the view are sent.
  ///
  /// The same object for the same key, as long as somebody keeps it.
  /// - Complexity: O(1) once it has been made.
  public func snapshot(for key: ViewKey) -> Snapshot {
    if let snapshot = views.withLock({ $0[key]?.snapshot }) { return snapshot }
    let (view, snapshot) = makeView(for: key)
    return views.withLock { views in
      // Another thread may have been faster.
      if let known = views[key]?.snapshot { return known }
      views.add(view, for: key)
      return snapshot
    }
  }

  private func makeView(for key: ViewKey) -> (ViewCache.View, Snapshot) {
    let outbound = outboundPart(for: key.outbound)
    let inbound = InboundPart(key.inbound, generator: self, shared: shared)
    let snapshot: Snapshot
    if let earlier = previousViews[key], earlier.inbound == inbound,
      let before = earlier.snapshot
    {
      // Tables of thousands of resources are not put together again when neither half has changed.
      let isSame = { (type: KeyPath<OutboundPart, ResourceTable>) in
        earlier.outbound[keyPath: type].isIdentical(to: outbound[keyPath: type])
      }
      snapshot = Snapshot(
        revision: revision,
        clusters: isSame(\.clusters)
          ? before.clusters : inbound.addingClusters(to: outbound.clusters),
        endpoints: outbound.endpoints,
        listeners: isSame(\.listeners)
          ? before.listeners : inbound.addingListeners(to: outbound.listeners),
        routes: outbound.routes)
    } else {
      snapshot = Snapshot(
        revision: revision, clusters: inbound.addingClusters(to: outbound.clusters),
        endpoints: outbound.endpoints,
        listeners: inbound.addingListeners(to: outbound.listeners), routes: outbound.routes)
    }
    return (ViewCache.View(snapshot: snapshot, outbound: outbound, inbound: inbound), snapshot)
  }

  func outboundPart(for key: ViewKey.Outbound) -> OutboundPart {
    outboundParts.value(for: key) {
      let sidecar = key.sidecar.flatMap { sidecars[$0] }
      let services = servicesVisible(in: key.namespace, through: sidecar)
      let previous = previousParts[key]
      let tablesKey = ServiceTables.Key(
        kind: key.kind, interceptionMode: key.interceptionMode,
        services: services.map(ObjectIdentifier.init))
      let tables = serviceTables.value(for: tablesKey) {
        ServiceTables(
          services, kind: key.kind, interceptionMode: key.interceptionMode, shared: shared,
          previous: previous)
      }
      return OutboundPart(
        key, services: services, tables: tables,
        isRegistryOnly: sidecar?.isRegistryOnly ?? false, shared: shared, previous: previous)
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
