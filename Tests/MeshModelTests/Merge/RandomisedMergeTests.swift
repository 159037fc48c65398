import Testing

@testable import MeshModel

@Suite("Randomised merge")
struct RandomisedMergeTests {
  @Test("The order of arrival never changes the result")
  func orderOfArrival() {
    for seed in SeededGenerator.seeds(150) {
      var random = RandomObjects(seed: seed)
      let objects = random.make(withCopies: true)
      let mesh = Mesh(objects: objects)
      for _ in 0..<4 {
        #expect(Mesh(objects: random.shuffled(objects)) == mesh, "MERGE_SEED=\(seed)")
      }
    }
  }

  @Test("Removing what was added gives back what was there")
  func removal() {
    for seed in SeededGenerator.seeds(150) {
      var random = RandomObjects(seed: seed)
      let objects = random.make()
      let known = Set(objects.map(\.reference))
      let extra = random.make(count: 1...5).filter { !known.contains($0.reference) }
      let before = Mesh(objects: objects)
      let together = random.scattered(extra, into: objects)
      let after = Mesh(objects: together.filter { known.contains($0.reference) })
      #expect(after == before, "MERGE_SEED=\(seed)")
    }
  }

  @Test("Whatever the objects, the mesh keeps its promises")
  func promises() {
    for seed in SeededGenerator.seeds(400) {
      var random = RandomObjects(seed: seed)
      let objects = random.make()
      let broken = MeshPromises(Mesh(objects: objects), objects).broken
      #expect(broken.isEmpty, "MERGE_SEED=\(seed)")
    }
  }

  @Test("Removing one object changes only services that it can concern")
  func oneObject() {
    for seed in SeededGenerator.seeds(150) {
      var random = RandomObjects(seed: seed)
      let objects = random.make()
      guard let removed = objects.last else { continue }
      let before = Mesh(objects: objects).services
      let after = Mesh(objects: Array(objects.dropLast())).services
      let lost = before.filter { !after.contains($0) }
      let new = after.filter { !before.contains($0) }
      switch removed.kind {
      case .sidecar, .namespace, .virtualService, .destinationRule, .gateway:
        #expect(lost.isEmpty && new.isEmpty, "MERGE_SEED=\(seed)")
      case .endpoints, .endpointSlice, .service:
        let namespaces = Set((lost + new).map(\.namespace))
          .subtracting([removed.metadata.namespace])
        // Another namespace's automatic address may become free or taken, and nothing else.
        let isEachChanged = Set(lost.map(\.host)) == Set(new.map(\.host))
        #expect(namespaces.isEmpty || isEachChanged, "MERGE_SEED=\(seed)")
      case .pod, .node, .serviceEntry, .workloadEntry: continue
      }
    }
  }

  @Test("Looking up labels in the index finds what looking at every workload finds")
  func labelIndex() {
    for seed in SeededGenerator.seeds(100) {
      var random = SeededGenerator(seed: seed)
      func labels(_ count: ClosedRange<Int>) -> [String: String] {
        var result: [String: String] = [:]
        for _ in 0..<Int.random(in: count, using: &random) {
          result["k\(Int.random(in: 0..<3, using: &random))"] =
            "v\(Int.random(in: 0..<2, using: &random))"
        }
        return result
      }
      var index = LabelIndex()
      var all: [(namespace: String, labels: [String: String])] = []
      for number in 0..<40 {
        let member = (namespace: "n\(number % 2)", labels: labels(0...4))
        index.add(number, namespace: member.namespace, labels: member.labels)
        all.append(member)
      }
      for _ in 0..<20 {
        let selector = labels(0...3)
        let expected = all.indices.filter { number in
          all[number].namespace == "n1" && selector.allSatisfy { all[number].labels[$0] == $1 }
        }
        #expect(index.members(of: "n1", matching: selector) == expected, "MERGE_SEED=\(seed)")
      }
    }
  }
}
