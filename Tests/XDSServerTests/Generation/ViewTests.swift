import MeshModel
import Testing

@testable import XDSServer

@Suite("Views, and what they share")
struct ViewTests {
  private static let shop = Fixture.service(
    "shop", addresses: [Fixture.ip(10, 0, 0, 10)],
    ports: [Fixture.port(80, .http), Fixture.port(3306, .mysql)],
    endpoints: [Fixture.endpoint(.ip(Fixture.ip(10, 1, 0, 9)), ports: [80: 80, 3306: 3306])])
  private static let other = Fixture.service(
    "other", addresses: [Fixture.ip(10, 0, 0, 11)], ports: [Fixture.port(81, .http)])

  private static func pod(_ name: String, _ last: UInt32, port: UInt16 = 8080) -> Workload {
    Fixture.pod(
      name, at: Fixture.ip(10, 1, 0, last), serving: [(shop, shop.ports[0], port)])
  }

  @Test("Replicas of a workload have one view and one snapshot")
  func replicas() {
    let mesh = Fixture.mesh([Self.shop], workloads: [Self.pod("a", 1), Self.pod("b", 2)])
    let generator = SnapshotGenerator(mesh: mesh, revision: 7)
    let key = generator.viewKey(for: Fixture.node("a", at: Fixture.ip(10, 1, 0, 1)))
    #expect(key == generator.viewKey(for: Fixture.node("b", at: Fixture.ip(10, 1, 0, 2))))
    let snapshot = generator.snapshot(for: key)
    #expect(snapshot === generator.snapshot(for: key))
    #expect(snapshot.revision == 7)
  }

  @Test("Clients in namespaces that the mesh does not know share one view")
  func unknownNamespaces() {
    var secret = Self.other
    secret.exportTo = ExportTo(isPublic: false, namespaces: ["partner"])
    let generator = SnapshotGenerator(mesh: Fixture.mesh([Self.shop, secret]), revision: 1)
    func snapshot(_ namespace: String) -> Snapshot {
      let node = Fixture.node("x", at: Fixture.ip(10, 9, 0, 1), namespace: namespace)
      return generator.snapshot(for: generator.viewKey(for: node))
    }
    let stranger = snapshot("one")
    #expect(stranger === snapshot("two"))
    #expect(stranger.clusters.count < snapshot("partner").clusters.count)
    #expect(stranger !== snapshot("default"))
  }

  @Test("A loop's own snapshot keeps the view's in use, and has the same tables")
  func ownSnapshot() {
    let generator = SnapshotGenerator(mesh: Fixture.mesh([Self.shop]), revision: 3)
    let key = generator.viewKey(for: Fixture.node("x", at: Fixture.ip(10, 1, 0, 1)))
    weak var original: Snapshot?
    var own: Snapshot?
    do {
      let snapshot = generator.snapshot(for: key)
      original = snapshot
      own = Snapshot(forLoop: snapshot)
    }
    #expect(own?.revision == 3 && own !== original)
    #expect(original === generator.snapshot(for: key))
    for type in ResourceType.allCases {
      #expect(own?[type].identity == original?[type].identity)
    }
    own = nil
    #expect(original == nil)
  }

  @Test("A view that nobody uses any more is forgotten")
  func forgottenViews() throws {
    var cache = ViewCache()
    let generator = SnapshotGenerator(mesh: Fixture.mesh([Self.shop]), revision: 1)
    let part = generator.outboundPart(
      for: ViewKey.Outbound(
        kind: .envoy, interceptionMode: .redirect, namespace: "default", sidecar: nil))
    let kept = Snapshot(revision: 1)
    var keys: [ViewKey] = []
    for number in 0..<1000 {
      let key = ViewKey(
        outbound: ViewKey.Outbound(
          kind: .envoy, interceptionMode: .redirect, namespace: "\(number)", sidecar: nil),
        inbound: .none)
      keys.append(key)
      let inbound = InboundPart(.none, generator: generator, encoder: ResourceEncoder())
      let snapshot = number == 0 ? kept : Snapshot(revision: 1)
      cache.add(
        ViewCache.View(snapshot: snapshot, outbound: part, inbound: inbound), for: key)
      #expect(cache.count <= 65)
    }
    #expect(cache[keys[0]]?.snapshot === kept)
    #expect(cache[keys[500]]?.snapshot == nil)
  }

  @Test("Workloads that differ in what they serve share the way out")
  func sharedOutbound() throws {
    let mesh = Fixture.mesh(
      [Self.shop], workloads: [Self.pod("a", 1), Self.pod("b", 2, port: 9090)])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let a = generator.viewKey(for: Fixture.node("a", at: Fixture.ip(10, 1, 0, 1)))
    let b = generator.viewKey(for: Fixture.node("b", at: Fixture.ip(10, 1, 0, 2)))
    #expect(a != b)
    #expect(a.outbound == b.outbound)
    let (first, second) = (generator.snapshot(for: a), generator.snapshot(for: b))
    #expect(first.listeners.version != second.listeners.version)
    for name in ["outbound|80||shop.default.svc.cluster.local", "PassthroughCluster"] {
      #expect(try field(first, .cluster, name) === field(second, .cluster, name))
    }
    #expect(try field(first, .route, "80") === field(second, .route, "80"))
  }

  @Test("Namespaces differ in short names only, and share everything else")
  func sharedBetweenNamespaces() throws {
    let generator = SnapshotGenerator(
      mesh: Fixture.mesh([Self.shop, Self.other]), revision: 1)
    let snapshots = ["default", "else", "where"].map { namespace in
      generator.snapshot(for: generator.viewKey(for: Fixture.node(namespace: namespace)))
    }
    #expect(snapshots[0].routes.version != snapshots[1].routes.version)
    #expect(try field(snapshots[1], .route, "80") === field(snapshots[2], .route, "80"))
    for type in [ResourceType.cluster, .endpoint, .listener] {
      for resource in snapshots[0][type].resources {
        #expect(try resource.field === field(snapshots[1], type, resource.name))
      }
    }
  }

  @Test("A view depends on namespace, mode, kind and Sidecar")
  func keys() {
    let mesh = Fixture.mesh([], sidecars: [Fixture.sidecar(namespace: "a")])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let nodes = [
      Fixture.node(namespace: "a"), Fixture.node(namespace: "b"),
      Fixture.node(namespace: "b", mode: .none), ProxyNode(id: "g", kind: .grpc, namespace: "b"),
      ProxyNode(id: "r", kind: .router, namespace: "b"),
      ProxyNode(id: "p", kind: .plain, namespace: "b"),
    ]
    #expect(Set(nodes.map { generator.viewKey(for: $0) }).count == nodes.count)
    #expect(generator.viewKey(for: nodes[0]).outbound.sidecar?.namespace == "a")
    #expect(generator.viewKey(for: nodes[1]).outbound.sidecar == nil)
  }

  @Test("What a client does not see is in none of its resources")
  func visibility() throws {
    var hidden = Self.other
    hidden.exportTo = ExportTo(isPublic: false, namespaces: ["secret"])
    let mesh = Fixture.mesh([Self.shop, hidden])
    let name = "outbound|81||other.default.svc.cluster.local"
    let outside = try Decoded(mesh, for: Fixture.node(namespace: "default"))
    #expect(outside.clusters[name] == nil && outside.assignments[name] == nil)
    #expect(outside.listeners["0.0.0.0_81"] == nil && outside.routes["81"] == nil)
    let inside = try Decoded(mesh, for: Fixture.node(namespace: "secret"))
    #expect(inside.clusters[name] != nil && inside.assignments[name] != nil)
    #expect(inside.listeners["0.0.0.0_81"] != nil && inside.routes["81"] != nil)
  }

  @Test("A Sidecar's egress narrows what its clients see")
  func egress() throws {
    let sidecar = Fixture.sidecar(
      egressHosts: [Sidecar.HostPattern(namespace: "*", host: "other.default.svc.cluster.local")])
    let decoded = try Decoded(Fixture.mesh([Self.shop, Self.other], sidecars: [sidecar]))
    #expect(decoded.routes.keys.sorted() == ["81"])
  }

  @Test("What has not changed is taken over from the revision before, bytes and tables")
  func reuse() throws {
    let before = SnapshotGenerator(mesh: Fixture.mesh([Self.shop, Self.other]), revision: 1)
    let node = Fixture.node()
    let old = before.snapshot(for: before.viewKey(for: node))
    var changed = Self.shop
    changed.endpoints[0].health = .draining
    let after = SnapshotGenerator(
      mesh: Fixture.mesh([changed, Self.other]), revision: 2, reusing: before)
    let new = after.snapshot(for: after.viewKey(for: node))
    #expect(new.revision == 2)
    for type in [ResourceType.cluster, .listener, .route] {
      #expect(new[type].isIdentical(to: old[type]))
    }
    let name = "outbound|80||shop.default.svc.cluster.local"
    #expect(try field(new, .endpoint, name) !== field(old, .endpoint, name))
    let untouched = "outbound|81||other.default.svc.cluster.local"
    #expect(try field(new, .endpoint, untouched) === field(old, .endpoint, untouched))
  }

  @Test("What is taken over is what would have been made")
  func reuseIsSound() throws {
    let before = SnapshotGenerator(mesh: Fixture.everyShape, revision: 1)
    _ = before.snapshot(for: before.viewKey(for: Fixture.node()))
    var services = Array(Fixture.everyShape.services)
    services.removeFirst()
    services[0].ports = [Fixture.port(99, .http)]
    services[1].automaticAddress = nil
    services[2].exportTo = ExportTo(isPublic: false, namespaces: [])
    let mesh = Fixture.mesh(services)
    let reused = SnapshotGenerator(mesh: mesh, revision: 2, reusing: before)
    let fresh = SnapshotGenerator(mesh: mesh, revision: 2)
    let left = reused.snapshot(for: reused.viewKey(for: Fixture.node()))
    let right = fresh.snapshot(for: fresh.viewKey(for: Fixture.node()))
    for type in ResourceType.allCases {
      #expect(left[type].version == right[type].version)
      #expect(left[type].resources.map(\.origins) == right[type].resources.map(\.origins))
    }
  }

  @Test("Workloads that see the same share the tables of clusters and assignments")
  func sharedTables() {
    let generator = SnapshotGenerator(mesh: Fixture.mesh([Self.shop, Self.other]), revision: 1)
    let snapshots = ["default", "else"].map { namespace in
      let node = Fixture.node(namespace: namespace, mode: .none)
      return generator.snapshot(for: generator.viewKey(for: node))
    }
    #expect(snapshots[0].clusters.isIdentical(to: snapshots[1].clusters))
    #expect(snapshots[0].endpoints.isIdentical(to: snapshots[1].endpoints))
  }

  @Test("Endpoints that are listened on, or resolved, change more than assignments")
  func shapes() {
    var changed = Self.shop
    changed.endpoints = []
    #expect(changed.hasSameShape(as: Self.shop))
    changed.ports.removeLast()
    #expect(!changed.hasSameShape(as: Self.shop))
    var before = Self.shop
    before.isHeadless = true
    var after = before
    after.endpoints = []
    #expect(!after.hasSameShape(as: before))
    before = Self.shop
    before.resolution = .dns
    after = before
    after.endpoints = []
    #expect(!after.hasSameShape(as: before))
  }

  @Test("Each resource knows the objects that made it")
  func origins() throws {
    let mesh = Fixture.mesh([Self.shop, Self.other], workloads: [Self.pod("client", 1)])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let snapshot = generator.snapshot(for: generator.viewKey(for: Fixture.node()))
    let shop = Self.shop.origins
    let name = "outbound|80||shop.default.svc.cluster.local"
    #expect(snapshot.clusters[name]?.origins == shop)
    #expect(snapshot.endpoints[name]?.origins == shop)
    #expect(snapshot.clusters["inbound|8080||"]?.origins == shop)
    for name in ["virtualInbound", "0.0.0.0_80", "10.0.0.10_3306"] {
      #expect(snapshot.listeners[name]?.origins == shop)
    }
    #expect(snapshot.routes["80"]?.origins == shop)
    #expect(snapshot.routes["81"]?.origins == Self.other.origins)
    #expect(snapshot.listeners["virtualOutbound"]?.origins == [])
  }

  private func field(
    _ snapshot: Snapshot, _ type: ResourceType, _ name: String
  ) throws -> SharedBytes {
    try Required(snapshot[type][name]?.field).value
  }
}
