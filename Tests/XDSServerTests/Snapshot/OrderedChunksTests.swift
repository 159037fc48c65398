import Glibc
import Testing

@testable import XDSServer

@Suite("Ordered lists in chunks")
struct OrderedChunksTests {
  /// A number with something written beside it.
  private struct Entry: OrderedElement, Equatable {
    var number: Int
    var note: UInt64

    static func precedes(_ left: Entry, _ right: Entry) -> Bool { left.number < right.number }
  }

  private static func compare(
    _ new: OrderedChunks<Entry>, with old: OrderedChunks<Entry>
  ) -> (visits: Int, changes: [Int: [Entry?]]) {
    var visits = 0
    var changes: [Int: [Entry?]] = [:]
    new.compare(with: old) { before, after in
      visits += 1
      if before != after { changes[before?.number ?? after?.number ?? -1] = [before, after] }
    }
    return (visits, changes)
  }

  @Test("A list is what a dictionary would be, whatever is exchanged", arguments: Explored.seeds(8))
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var list = OrderedChunks<Entry>()
    var model: [Int: UInt64] = [:]
    for _ in 0..<120 {
      let (oldList, oldModel) = (list, model)
      // Now and then many at once, so that chunks are split, emptied and joined.
      let count = random.next() % 10 == 0 ? 400 : Int(random.next() % 4)
      func numbers() -> Set<Int> { Set((0..<count).map { _ in Int(random.next() % 700) }) }
      let removed = random.next() % 3 == 0 ? Array(numbers()) : []
      let added = numbers().map { Entry(number: $0, note: random.next() % 3) }
      list = list.replacing(removed.map { Entry(number: $0, note: 9) }, with: added)
      for number in removed { model[number] = nil }
      for entry in added { model[entry.number] = entry.note }
      let expected = model.sorted { $0.key < $1.key }.map { Entry(number: $0, note: $1) }
      #expect(Array(list) == expected)
      #expect(list.count == expected.count)
      for number in [-1, 0, 350, 699, 700] {
        let found = Array(list.elements { $0.number < number })
        #expect(found == expected.filter { $0.number >= number })
      }
      let keys = Set(model.keys).union(oldModel.keys)
      let differing = keys.filter { model[$0] != oldModel[$0] }
      #expect(Set(Self.compare(list, with: oldList).changes.keys) == differing)
    }
  }

  @Test("Two lists of one ancestry are compared where they differ only")
  func sharing() {
    let all = (0..<10_000).map { Entry(number: 2 * $0, note: 0) }
    let first = OrderedChunks(ordered: all)
    #expect(Self.compare(first, with: first).visits == 0)
    let second = first.replacing(with: [Entry(number: 5001, note: 0)])
    let third = second.replacing([Entry(number: 9000, note: 0)], with: [Entry(number: 2, note: 1)])
    #expect(Self.compare(second, with: first).visits < 200)
    let (visits, changes) = Self.compare(third, with: first)
    #expect(visits < 600 && Set(changes.keys) == [2, 5001, 9000])
    #expect(Self.compare(first, with: OrderedChunks(ordered: all)).changes.isEmpty)
  }
}

/// Seeds of tests that draw what they do.
enum Explored {
  /// `count` seeds: always the same, or with `CAUSEWAY_EXPLORE` new ones.
  static func seeds(_ count: Int) -> [UInt64] {
    let isExploring = getenv("CAUSEWAY_EXPLORE") != nil
    return (0..<UInt64(count)).map {
      isExploring ? UInt64.random(in: 0...UInt64.max) : $0 &* 0x9E37_79B9_7F4A_7C15 &+ 20_261_125
    }
  }
}
