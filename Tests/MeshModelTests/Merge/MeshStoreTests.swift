import Testing

@testable import MeshModel

@Suite("Mesh store")
struct MeshStoreTests {
  /// Applies random changes one after the other, and compares with what all objects make at once.
  private struct Walk {
    let seed: UInt64
    var random: RandomObjects
    var objects: [MeshObject]
    var store: MeshStore

    init(seed: UInt64, count: ClosedRange<Int>) {
      self.seed = seed
      random = RandomObjects(seed: seed)
      objects = random.make(count: count, withCopies: true)
      store = MeshStore(objects: objects)
    }

    /// What is wrong after one more step; nil when nothing is.
    mutating func step(_ number: Int) -> String? {
      let changes = random.changes(of: &objects)
      let before = store.mesh
      let (mesh, difference) = store.apply(changes)
      let expected = Mesh(objects: objects)
      let names = changes.map { "\($0.reference)" }.joined(separator: ", ")
      let place = "MERGE_SEED=\(seed), step \(number), which changed \(names)"
      if mesh != expected {
        return "\(place): \(Self.parts(of: mesh, against: expected))"
      }
      if store.mesh != mesh { return "\(place): the store has another mesh than it returned" }
      if difference != MeshDifference(from: before, to: mesh) {
        return "\(place): \(difference), not \(MeshDifference(from: before, to: mesh))"
      }
      for workload in mesh.workloads {
        for address in workload.addresses
        where mesh.workloads(at: address) != expected.workloads(at: address) {
          return "\(place): others are at \(address)"
        }
      }
      for host in RandomObjects.ruleHosts {
        if mesh.virtualServices(naming: host) != expected.virtualServices(naming: host)
          || mesh.destinationRules(naming: host) != expected.destinationRules(naming: host)
        {
          return "\(place): other rules are for \(host)"
        }
      }
      if mesh.gatewaysByName != expected.gatewaysByName {
        return "\(place): other Gateways are found by name"
      }
      return nil
    }

    static func parts(of mesh: Mesh, against expected: Mesh) -> String {
      func difference<Part: Hashable>(_ name: String, _ left: [Part], _ right: [Part]) -> String {
        left == right
          ? "" : "\(name): \(Set(left).subtracting(right)), not \(Set(right).subtracting(left)); "
      }
      return difference(
        "services", mesh.services.map(\.description), expected.services.map(\.description))
        + difference("workloads", Array(mesh.workloads), Array(expected.workloads))
        + difference("sidecars", mesh.sidecars, expected.sidecars)
        + difference(
          "VirtualServices", Array(mesh.virtualServices), Array(expected.virtualServices))
        + difference(
          "DestinationRules", Array(mesh.destinationRules), Array(expected.destinationRules))
        + difference("Gateways", Array(mesh.gateways), Array(expected.gateways))
        + difference("problems", mesh.problems, expected.problems)
    }
  }

  @Test("After every change the mesh is that of all objects, and the difference names what changed")
  func oracle() {
    for seed in SeededGenerator.seeds(150) {
      var walk = Walk(seed: seed, count: 0...40)
      for number in 0..<25 {
        guard let failure = walk.step(number) else { continue }
        Issue.record("\(failure)")
        return
      }
    }
  }

  @Test("Objects that are added one by one, and removed again, leave an empty mesh")
  func comeAndGone() {
    for seed in SeededGenerator.seeds(100) {
      var random = RandomObjects(seed: seed)
      let objects = random.make(withCopies: true)
      var store = MeshStore()
      for object in objects { _ = store.apply([.added(object)]) }
      let parts = Walk.parts(of: store.mesh, against: Mesh(objects: objects))
      #expect(parts.isEmpty, "MERGE_SEED=\(seed)")
      for object in random.shuffled(objects) { _ = store.apply([.removed(object)]) }
      #expect(store.mesh == Mesh(objects: []), "MERGE_SEED=\(seed)")
    }
  }

  @Test("A change leaves the services that it does not concern where they are")
  func sharing() throws {
    let objects = (0..<600).flatMap { number in
      [
        Given.service("s\(number)", selector: ["app": "\(number)"]),
        Given.pod(
          "p\(number)", "10.1.\(number / 250).\(number % 250)", labels: ["app": "\(number)"]),
      ]
    }
    var store = MeshStore(objects: objects)
    let before = store.mesh
    let change = ObjectChange.changed(
      from: objects[601],
      to: Given.pod("p300", "10.1.1.50", labels: ["app": "300"], ready: false))
    let (after, difference) = store.apply([change])
    let name = ServiceName(host: "s300.default.svc.cluster.local", namespace: "default")
    #expect(difference.services == [name])
    #expect(difference.workloadAddresses == [Given.address("10.1.1.50")])
    let shared = zip(before.services.elements, after.services.elements).filter { $0 === $1 }
    #expect(shared.count == 599)
    #expect(try #require(after.service(named: name)).endpoints.isEmpty)
    #expect(try #require(before.service(named: name)).endpoints.count == 1)
  }
}
