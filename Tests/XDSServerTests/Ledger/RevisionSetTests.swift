import Testing

@testable import XDSServer

@Suite("A set of revisions")
struct RevisionSetTests {
  @Test("It holds one revision without memory of its own, whichever that is")
  func single() {
    var set = RevisionSet()
    #expect(set.isEmpty && set.greatest == nil && set.greatest(below: .max) == nil)
    for revision: UInt64 in [7, 7, 3000, 5] {
      set.insert(revision)
      #expect(set.count == 1 && set.contains(revision) && set.greatest == revision)
      #expect(set.greatest(below: revision) == nil && set.greatest(below: revision + 1) == revision)
      set.insert(revision)
      #expect(set.count == 1)
      set.remove(revision + 1)
      set.remove(revision)
      #expect(set.isEmpty && !set.contains(revision) && set.greatest == nil)
    }
  }

  @Test("It does what a set does, for the newest 1,024")
  func comparedWithSet() {
    var random = SeededGenerator(seed: 20_261_125)
    var set = RevisionSet()
    var plain: Set<UInt64> = []
    var newest: UInt64 = 0
    for _ in 0..<20_000 {
      switch UInt64.random(in: 0..<4, using: &random) {
      case 0:
        newest += UInt64.random(in: 1...300, using: &random)
        set.insert(newest)
        plain = plain.filter { $0 + RevisionSet.window > newest }
        plain.insert(newest)
      case 1:
        let revision = newest - min(newest, UInt64.random(in: 0..<1500, using: &random))
        set.remove(revision)
        plain.remove(revision)
      default:
        guard let revision = plain.randomElement(using: &random) else { continue }
        set.remove(revision)
        plain.remove(revision)
      }
      var found: Set<UInt64> = []
      set.forEach { found.insert($0) }
      #expect(found == plain)
      #expect(set.count == plain.count && set.isEmpty == plain.isEmpty)
      #expect(set.greatest == plain.max())
      let limit = newest + 2 - min(newest, UInt64.random(in: 0..<1500, using: &random))
      #expect(set.greatest(below: limit) == plain.filter { $0 < limit }.max())
      #expect(plain.allSatisfy(set.contains))
      #expect(!set.contains(newest + 1))
      if found != plain { return }
    }
  }
}
