import MeshModel
import Testing

@testable import ManifestSource

/// What happened to objects between two snapshots, however many were missed between them.
@Suite("Changes between snapshots")
struct ChangesTests {
  /// Files that are written, broken and removed at random, with few objects of few names.
  private struct Walk {
    var random: UInt64
    var files: [String: String] = [:]
    var catalog = Catalog()
    var generation: UInt64 = 0

    init(seed: UInt64) { random = seed }

    mutating func next(_ bound: UInt64) -> UInt64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (random >> 33) % bound
    }

    /// Does something to one file; with `breaking`, it may break.
    mutating func step(breaking: Bool) {
      let path = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"][Int(next(4))]
      if next(5) == 0 {
        files[path] = nil
        catalog.remove(path)
        return
      }
      let documents = (0..<next(4)).map { _ in
        let name = ["one", "two", "three"][Int(next(3))]
        return breaking && next(4) == 0
          ? Sample.brokenService(name) : Sample.service(name, port: Int(80 + next(2)))
      }
      let text = (next(3) == 0 ? "# A line.\n" : "") + documents.joined(separator: "---\n")
      files[path] = text
      catalog.read(path, bytes: Array(text.utf8), atMs: 0)
    }

    mutating func snapshot() -> ManifestSnapshot {
      generation += 1
      return catalog.snapshot(watching: .none, generation: generation)
    }
  }

  @Test("Applied to the objects of one snapshot, they give those of the other")
  func changes() {
    for seed in UInt64(1)...200 {
      var walk = Walk(seed: seed)
      var before = walk.snapshot()
      for step in 0..<20 {
        for _ in 0...walk.next(3) { walk.step(breaking: true) }
        let after = walk.snapshot()
        var objects: [ObjectReference: MeshObject] = [:]
        for located in before.objects { objects[located.object.reference] = located.object }
        for change in after.changes(since: before) {
          #expect(objects[change.reference] == change.before, "seed \(seed), step \(step)")
          #expect(change.before != change.after, "seed \(seed), step \(step)")
          objects[change.reference] = change.after
        }
        #expect(
          Set(objects.values) == Set(after.objects.map(\.object)), "seed \(seed), step \(step)")
        #expect(after.objectCount == after.objects.count, "seed \(seed), step \(step)")
        for located in after.objects {
          #expect(after.object(located.object.reference) == located, "seed \(seed), step \(step)")
        }
        before = after
      }
    }
  }

  @Test("However files came to what they say, the same is said of them")
  func catalog() {
    for seed in UInt64(1)...200 {
      var walk = Walk(seed: seed)
      for step in 0..<20 {
        walk.step(breaking: false)
        let snapshot = walk.snapshot()
        var catalog = Catalog()
        for (path, text) in walk.files {
          catalog.read(path, bytes: Array(text.utf8), atMs: 0)
        }
        let expected = catalog.snapshot(watching: .none, generation: 1)
        #expect(snapshot.objects == expected.objects, "seed \(seed), step \(step)")
        #expect(snapshot.problems == expected.problems, "seed \(seed), step \(step)")
        let isSame = snapshot.files.elementsEqual(expected.files) { $0.saysTheSame(as: $1) }
        #expect(isSame, "seed \(seed), step \(step)")
      }
    }
  }

  @Test("A file that says the same as before is no news, and one that moved an object is")
  func news() {
    var catalog = Catalog()
    let text = Array(Sample.service("one").utf8)
    catalog.read("a.yaml", bytes: text, atMs: 0)
    var isNews = catalog.takeNews()
    #expect(isNews)
    let before = catalog.snapshot(watching: .none, generation: 1)
    catalog.read("a.yaml", bytes: text, atMs: 1)
    isNews = catalog.takeNews()
    #expect(!isNews)
    catalog.read("a.yaml", bytes: Array("# A line.\n".utf8) + text, atMs: 2)
    isNews = catalog.takeNews()
    #expect(isNews)
    let after = catalog.snapshot(watching: .none, generation: 2)
    #expect(after.changes(since: before).isEmpty)
    #expect(before.changes(since: nil).count == 1)
  }
}
