import Testing

@testable import MeshModel
@testable import XDSServer

/// A mesh to which something happens again and again.
private struct ChangingMesh {
  var random: RandomMesh
  private(set) var services: [MeshService] = []
  private(set) var sidecars: [Sidecar] = []
  private(set) var rules: [DestinationRule] = []
  private(set) var virtualServices: [VirtualService] = []

  init(seed: UInt64, ordinaryCount: Int) {
    random = RandomMesh(random: SeededGenerator(seed: seed))
    services = Array(random.mesh().services)
    rules = [random.destinationRule()]
    virtualServices = RandomMesh.distinct((0..<4).map { _ in random.virtualService() }, \.metadata)
    if random.chance(2) { sidecars = [random.sidecar("one"), random.sidecar("two")] }
    for number in 0..<ordinaryCount { services.append(ordinary(number)) }
  }

  var mesh: Mesh {
    Fixture.mesh(
      services, sidecars: sidecars, virtualServices: virtualServices, rules: rules)
  }

  /// A service that wants nothing that another wants; all are on few ports.
  private mutating func ordinary(_ number: Int) -> MeshService {
    Fixture.service(
      "s\(number)", namespace: random.pick(RandomMesh.namespaces),
      addresses: [Fixture.ip(10, 9, UInt32(number / 256), UInt32(number % 256))],
      ports: [Fixture.port(80, .http), Fixture.port(443, random.pick([.tcp, .tls, .http]))],
      endpoints: [random.endpoint()])
  }

  private mutating func add(_ service: MeshService) {
    services.removeAll { $0.serviceName == service.serviceName }
    services.append(service)
  }

  mutating func change() {
    let index = Int(random.random.next() % UInt64(services.count))
    switch random.random.next() % 18 {
    case 12, 13: rules = RandomMesh.distinct([random.destinationRule()] + rules, \.metadata)
    case 14: if !rules.isEmpty { rules.removeLast() }
    case 15, 16:
      virtualServices = RandomMesh.distinct([random.virtualService()] + virtualServices, \.metadata)
    case 17: if !virtualServices.isEmpty { virtualServices.removeLast() }
    case 0: services.remove(at: index)
    case 1, 2: services[index].endpoints.append(random.endpoint())
    case 3: services[index].endpoints = []
    case 4: services[index].isHeadless.toggle()
    case 5: services[index].origins.append(ObjectReference(.pod, namespace: "one", name: "new"))
    case 6: add(random.service(random.pick(RandomMesh.hosts)))
    case 7, 8: add(ordinary(Int(random.random.next() % 300)))
    case 9: services[index].addresses = random.some(RandomMesh.addresses, atMost: 2)
    case 10:
      let names = Set(random.some(RandomMesh.namespaces, atMost: 2))
      services[index].exportTo = ExportTo(isPublic: random.chance(2), namespaces: names)
    default:
      sidecars =
        random.chance(3) ? [] : [random.sidecar("one"), random.sidecar("two")]
    }
  }
}

/// A view of one revision after the other.
@Suite("From revision to revision")
struct RevisionTests {
  @Test(
    "What a change makes of a revision is what would have been made from nothing",
    arguments: Explored.seeds(8))
  func oracle(seed: UInt64) {
    // Many services for what is shared, few for what clashes.
    var changing = ChangingMesh(seed: seed, ordinaryCount: seed % 2 == 0 ? 150 : 0)
    let nodes = changing.random.nodes()
    var mesh = changing.mesh
    var generator = SnapshotGenerator(mesh: mesh, revision: 1)
    var held: [Int: Snapshot] = [:]
    for revision in UInt64(2)..<16 {
      for (index, node) in nodes.enumerated() where !changing.random.chance(8) {
        held[index] = generator.snapshot(for: generator.viewKey(for: node))
      }
      for _ in 0...(changing.random.random.next() % 3) { changing.change() }
      let next = changing.mesh
      let difference =
        changing.random.chance(2) ? MeshDifference(from: mesh, to: next) : nil
      generator = SnapshotGenerator(
        mesh: next, revision: revision, reusing: generator, difference: difference)
      mesh = next
      let fresh = SnapshotGenerator(mesh: mesh, revision: revision)
      for (index, node) in nodes.enumerated() where !changing.random.chance(8) {
        let key = generator.viewKey(for: node)
        #expect(key == fresh.viewKey(for: node))
        let (left, right) = (generator.snapshot(for: key), fresh.snapshot(for: key))
        for type in ResourceType.allCases {
          expectSame(left[type], right[type], "\(type) of \(node.id) at \(revision)")
          guard let before = held[index]?[type] else { continue }
          expectDifference(left[type], before)
        }
      }
    }
  }

  private func expectSame(_ left: ResourceTable, _ right: ResourceTable, _ what: String) {
    #expect(left.resources.map(\.name) == right.resources.map(\.name), "\(what)")
    #expect(left.resources.map(\.version) == right.resources.map(\.version), "\(what)")
    #expect(left.resources.map(\.origins) == right.resources.map(\.origins), "\(what)")
    #expect(left.version == right.version && left.nameSum == right.nameSum, "\(what)")
    #expect(
      left.concatenatedFields.bytes == right.concatenatedFields.bytes, "\(what)")
  }

  /// What is known to differ is what comparing everything finds.
  private func expectDifference(_ new: ResourceTable, _ old: ResourceTable) {
    let known = new.difference(from: old).changes
    let compared = TableDifference(
      from: ResourceTable(old.resources), to: ResourceTable(new.resources)
    ).changes
    #expect(known.map(\.name) == compared.map(\.name))
    #expect(known.map(\.old) == compared.map(\.old))
    #expect(known.map(\.new?.version) == compared.map(\.new?.version))
  }

  private static func services(_ count: Int) -> [MeshService] {
    (0..<count).map { number in
      Fixture.service(
        "s\(number)", namespace: number % 2 == 0 ? "default" : "else",
        addresses: [Fixture.ip(10, 9, 0, UInt32(number))],
        ports: [Fixture.port(80, .http), Fixture.port(3306, .mysql)],
        endpoints: [
          Fixture.endpoint(
            .ip(Fixture.ip(10, 1, 0, UInt32(number))), ports: [80: 80])
        ])
    }
  }

  private static var nodes: [ProxyNode] {
    [
      Fixture.node(namespace: "default"), Fixture.node(namespace: "else"),
      Fixture.node(namespace: "else", mode: .none),
      Fixture.node("s7", at: Fixture.ip(10, 1, 0, 7)),
      ProxyNode(id: "g", kind: .grpc, namespace: "default"),
      ProxyNode(id: "r", kind: .router, namespace: "default"),
    ]
  }

  @Test("A change of one endpoint has one resource encoded, whatever the number of views")
  func oneEncoding() {
    var services = Self.services(200)
    let workloads = [
      Fixture.pod(
        "s7", at: Fixture.ip(10, 1, 0, 7), serving: [(services[7], services[7].ports[0], 80)])
    ]
    let before = SnapshotGenerator(
      mesh: Fixture.mesh(services, workloads: workloads), revision: 1)
    let old = Self.nodes.map { before.snapshot(for: before.viewKey(for: $0)) }
    let count = before.encodingCount
    services[7].endpoints[0].health = .draining
    let mesh = Fixture.mesh(services, workloads: workloads)
    let after = SnapshotGenerator(
      mesh: mesh, revision: 2, reusing: before,
      difference: MeshDifference(services: [services[7].serviceName]))
    let new = Self.nodes.map { after.snapshot(for: after.viewKey(for: $0)) }
    #expect(after.encodingCount == count + 1)
    let name = "outbound|80||s7.else.svc.cluster.local"
    for (old, new) in zip(old, new) {
      for type in ResourceType.allCases where type != .endpoint {
        #expect(new[type].isIdentical(to: old[type]))
      }
      #expect(new.endpoints.difference(from: old.endpoints).changes.map(\.name) == [name])
      for (left, right) in zip(old.endpoints.resources, new.endpoints.resources) {
        #expect((left.field === right.field) == (left.name != name))
      }
      #expect(
        new.endpoints[name]?.field
          === after.snapshot(
            for: after.viewKey(for: Self.nodes[0])
          ).endpoints[name]?.field)
    }
  }

  @Test("Nothing is kept of revisions that are over")
  func forgetting() {
    struct Held {
      weak var generator: SnapshotGenerator?
      weak var bytes: SharedBytes?
    }
    var services = Self.services(80)
    var generator = SnapshotGenerator(mesh: Fixture.mesh(services), revision: 1)
    var held: [Held] = []
    for revision in UInt64(2)..<200 {
      let index = Int(revision) * 7 % 80
      services[index].endpoints[0].weight = UInt32(revision)
      // Now and then a service comes or goes, so that listeners and routes change as well.
      if revision % 5 == 0 {
        services[index].ports[1].appProtocol = revision % 2 == 0 ? .tcp : .tls
      }
      generator = SnapshotGenerator(
        mesh: Fixture.mesh(services), revision: revision, reusing: generator)
      let key = generator.viewKey(for: Fixture.node())
      let snapshot = generator.snapshot(for: key)
      let name = "outbound|80||\(services[index].host)"
      held.append(Held(generator: generator, bytes: snapshot.endpoints[name]?.field))
    }
    #expect(held.filter { $0.generator != nil }.count == 1)
    // One for each service, and what the last change replaced.
    #expect(held.filter { $0.bytes != nil }.count <= 81)
    #expect(held.allSatisfy { $0.generator == nil || $0.generator === generator })
  }
}
