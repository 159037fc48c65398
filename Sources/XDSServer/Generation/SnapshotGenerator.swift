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

  /// What is made of each service.
  let services: OrderedChunks<ServiceResources>
  /// The namespaces on which it depends what a client sees.
  let namespaces: NamespaceCounts
  /// What the rules ask of clients.
  let traits: ClientTraits
  /// What clients have said of themselves.
  let variety: ClientVariety
  private let sidecars: [ObjectReference: Sidecar]
  private let dependents: RuleDependents
  private let gateways: GatewayRules
  private let encoder: ResourceEncoder
  private let domains: DomainIndex
  private let serviceTables = Lock<[ServiceTables.Key: ServiceTables]>([:])
  private let outboundParts = Lock<[ViewKey.Outbound: OutboundPart]>([:])
  private let views = Lock(ViewCache())
  /// What there was before, to be changed where it must be.
  private let before: Forerunner?

  /// What a generator takes over from the one before it: not that one itself, or each would keep
  /// all its forerunners alive.
  private struct Forerunner: Sendable {
    let changes: ServiceChanges
    let gatewaysDiffer: Bool
    let parts: [ViewKey.Outbound: OutboundPart]
    let views: ViewCache

    /// Whether what the gateways of a part serve may be another.
    func concernsGateways(of part: OutboundPart) -> Bool {
      part.isGateway && (gatewaysDiffer || part.isConcerned(byRulesFor: changes.ruledHosts))
    }
  }

  /// How many resources were encoded for this revision and those that it takes over from.
  var encodingCount: Int { encoder.encodingCount }

  /// A generator for `mesh` that has made nothing yet.
  public init(mesh: Mesh, revision: UInt64) {
    self.mesh = mesh
    self.revision = revision
    let rootNamespace = mesh.configuration.rootNamespace
    let all = OrderedChunks<ServiceResources>(
      ordered: mesh.services.map {
        .of($0, rules: ServiceRules(of: $0.host, in: mesh), rootNamespace: rootNamespace)
      })
    let named = Set(mesh.virtualServices.lazy.flatMap(\.hosts)).compactMap {
      MeshService(namedBy: mesh, host: $0)
    }
    services = all.replacing(
      [],
      with: named.map {
        .of($0, rules: ServiceRules(of: $0.host, in: mesh), rootNamespace: rootNamespace)
      })
    dependents = RuleDependents(mesh)
    gateways = GatewayRules(mesh)
    traits = ClientTraits(mesh)
    variety = ClientVariety()
    sidecars = mesh.sidecarsByReference
    encoder = ResourceEncoder()
    var domains = DomainIndex()
    domains.replace([], with: services.map(\.shape))
    self.domains = domains
    var namespaces = NamespaceCounts(sidecars: mesh.sidecars)
    for resources in services { namespaces.add(resources.service) }
    self.namespaces = namespaces
    before = nil
  }

  /// A generator for `mesh` that takes over what `previous` has encoded and what is still the same.
  ///
  /// - Parameters:
  ///   - mesh: the mesh.
  ///   - revision: its revision.
  ///   - previous: the generator of the revision before.
  ///   - difference: the difference between the mesh of `previous` and this one; nil has them
  ///     compared.
  /// - Complexity: that of the difference, and a copy of one reference for some dozens of services.
  public init(
    mesh: Mesh, revision: UInt64, reusing previous: SnapshotGenerator,
    difference: MeshDifference? = nil
  ) {
    self.mesh = mesh
    self.revision = revision
    let difference = difference ?? MeshDifference(from: previous.mesh, to: mesh)
    dependents =
      difference.ruleHosts.isEmpty
      ? previous.dependents
      : previous.dependents.applying(difference.ruleHosts, from: previous.mesh, to: mesh)
    let changes = ServiceChanges(
      of: difference, in: mesh, from: previous.services, dependents: dependents)
    services = changes.services
    gateways = previous.gateways.applying(difference, from: previous.mesh, to: mesh)
    traits =
      difference.ruleHosts.isEmpty
      ? previous.traits
      : previous.traits.applying(difference.ruleHosts, from: previous.mesh, to: mesh)
    variety = difference.ruleHosts.isEmpty ? previous.variety : ClientVariety()
    var domains = previous.domains
    domains.replace(changes.shapesRemoved, with: changes.shapesAdded)
    self.domains = domains
    namespaces = previous.namespaces.applying(
      changes, sidecars: difference.sidecarsDiffer ? mesh.sidecars : nil)
    sidecars = difference.sidecarsDiffer ? mesh.sidecarsByReference : previous.sidecars
    encoder = previous.encoder
    before = Forerunner(
      changes: changes, gatewaysDiffer: difference.gatewaysDiffer,
      parts: previous.outboundParts.withLock { $0 },
      views: previous.views.withLock { $0 })
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
    let earlier = before?.views[key]
    let inbound = inboundPart(for: key.inbound, earlier: earlier?.inbound)
    // Tables are not put together again when neither half has changed.
    let tables = earlier?.snapshot
    func isSame(_ type: KeyPath<OutboundPart, ResourceTable>) -> Bool {
      earlier.map { earlier in
        earlier.inbound == inbound
          && earlier.outbound[keyPath: type].isIdentical(to: outbound[keyPath: type])
      } ?? false
    }
    let snapshot = Snapshot(
      revision: revision,
      clusters: tables.flatMap { isSame(\.clusters) ? $0.clusters : nil }
        ?? inbound.addingClusters(to: outbound.clusters),
      endpoints: outbound.endpoints,
      listeners: tables.flatMap { isSame(\.listeners) ? $0.listeners : nil }
        ?? inbound.addingListeners(to: outbound.listeners),
      routes: outbound.routes)
    return (ViewCache.View(snapshot: snapshot, outbound: outbound, inbound: inbound), snapshot)
  }

  func outboundPart(for key: ViewKey.Outbound) -> OutboundPart {
    outboundParts.value(for: key) {
      let sidecar = key.sidecar.flatMap { sidecars[$0] }
      var part: OutboundPart
      let changes: ServiceChanges
      var isPlannedOtherwise = key.kind == .gateway
      if let before, let earlier = before.parts[key], earlier.sidecar == sidecar {
        part = earlier
        changes = before.changes
        isPlannedOtherwise = before.concernsGateways(of: part)
      } else {
        part = OutboundPart(key, sidecar: sidecar, encoder: encoder)
        changes = ServiceChanges(addingAll: services)
      }
      if isPlannedOtherwise {
        part.apply(
          GatewayPlan(key.served, for: part.client, rules: gateways, in: mesh), encoder: encoder)
      }
      part.apply(changes, domains: domains, encoder: encoder) { key, make in
        serviceTables.value(for: key, make: make)
      }
      return part
    }
  }

  /// What only depends on the key and on what objects the services of its ports are made of.
  private func inboundPart(for key: ViewKey.Inbound, earlier: InboundPart?) -> InboundPart {
    if let before, let earlier, !key.isConcerned(by: before.changes) { return earlier }
    return InboundPart(key, generator: self, encoder: encoder)
  }

  /// The objects that make those services, ordered.
  func origins(of names: [ServiceName]) -> [ObjectReference] {
    Set(names.compactMap { services[$0] }.flatMap(\.service.origins)).sorted()
  }
}

extension Mesh {
  fileprivate var sidecarsByReference: [ObjectReference: Sidecar] {
    Dictionary(sidecars.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Sidecar {
  /// The object's name among all objects.
  var reference: ObjectReference {
    ObjectReference(.sidecar, namespace: metadata.namespace, name: metadata.name)
  }
}
