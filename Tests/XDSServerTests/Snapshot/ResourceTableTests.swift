import Testing

@testable import XDSServer

@Suite("Tables of resources")
struct ResourceTableTests {
  @Test("Every name is found, and no other")
  func lookup() {
    for count in 0..<20 {
      let names = (0..<count).map { "n\($0 * 2)" }
      let table = ResourceTable(names.shuffled().map { resource($0) })
      #expect(table.resources.map(\.name) == names.sorted())
      for name in names { #expect(table[name]?.name == name) }
      for name in ["", "n1", "n3", "m", "z"] { #expect(table[name] == nil) }
    }
  }

  @Test("The version depends on the contents alone")
  func versions() {
    let one = table(["a": "1", "b": "2"])
    #expect(one.hasSameContents(as: table(["b": "2", "a": "1"])))
    #expect(!one.hasSameContents(as: table(["a": "1", "b": "3"])))
    #expect(!one.hasSameContents(as: table(["a": "1"])))
    #expect(one.version != table(["a": "2", "b": "1"]).version)
  }

  @Test("The difference names what is new, changed and gone")
  func differences() {
    let old = table(["a": "1", "b": "1", "c": "1", "e": "1"])
    let new = table(["b": "1", "c": "2", "d": "1", "f": "1"])
    let changes = new.difference(from: old).changes
    #expect(changes.map(\.name) == ["a", "c", "d", "e", "f"])
    #expect(changes.map { $0.old != nil } == [true, true, false, true, false])
    #expect(changes.map { $0.new?.name } == [nil, "c", "d", nil, "f"])
    #expect(new.difference(from: new).changes.isEmpty)
  }

  @Test("The differences from several tables do not get mixed up")
  func differenceCache() {
    let new = table(["a": "1"])
    let olds = [table([:]), table(["a": "2"]), table(["a": "1", "b": "1"]), table(["c": "1"])]
    for _ in 0..<2 {
      #expect(
        olds.map { new.difference(from: $0).changes.map(\.name) } == [
          ["a"], ["a"], ["b"], ["a", "c"],
        ])
    }
    #expect(new.difference(from: olds[0]) === new.difference(from: olds[0]))
  }

  @Test("The concatenated fields are made once, in the order of names")
  func concatenation() {
    let both = table(["b": "2", "a": "1"])
    #expect(
      both.concatenatedFields.bytes == resource("a", "1").field.bytes
        + resource("b", "2").field.bytes)
    #expect(both.concatenatedFields === both.concatenatedFields)
    #expect(table([:]).concatenatedFields.bytes.isEmpty)
  }

  @Test("A table retains what an older one had beyond it, the same for all streams")
  func retaining() {
    let old = table(["a": "1", "b": "1", "c": "1"])
    let new = table(["b": "2", "d": "1"])
    let both = new.retaining(removedFrom: old)
    #expect(both.hasSameContents(as: table(["a": "1", "b": "2", "c": "1", "d": "1"])))
    #expect(both.concatenatedFields === new.retaining(removedFrom: old).concatenatedFields)
    #expect(new.retaining(removedFrom: table([:])).hasSameContents(as: new))
    #expect(
      new.retaining(removedFrom: table(["x": "1"])).hasSameContents(
        as: table(["b": "2", "d": "1", "x": "1"])))
  }

  @Test(
    "A table that was made from another is as one that was made alone", arguments: Explored.seeds(8)
  )
  func updates(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ResourceTable()
    var model: [String: String] = [:]
    for step in 0..<60 {
      let before = table
      if random.next() % 2 == 0 { _ = table.nameSum }
      let count = step == 0 ? 400 : Int(random.next() % 4)
      func names() -> Set<String> { Set((0..<count).map { _ in "n\(random.next() % 500)" }) }
      let removed = random.next() % 2 == 0 ? Array(names()) : []
      let added = Dictionary(uniqueKeysWithValues: names().map { ($0, "\(random.next() % 3)") })
      table = table.updating(removed, with: added.map { resource($0.key, $0.value) })
      for name in removed { model[name] = nil }
      model.merge(added) { $1 }
      let alone = ResourceTable(model.map { resource($0.key, $0.value) })
      #expect(table.resources.map(\.name) == alone.resources.map(\.name))
      #expect(table.resources.map(\.version) == alone.resources.map(\.version))
      #expect(table.version == alone.version && table.sum == alone.sum)
      #expect(table.nameSum == alone.nameSum && table.count == alone.count)
      #expect(table.concatenatedFields.bytes == alone.concatenatedFields.bytes)
      #expect(table.concatenatedDeltaFields.bytes == alone.concatenatedDeltaFields.bytes)
      let known = table.difference(from: before).changes
      let compared = TableDifference(from: ResourceTable(before.resources), to: alone).changes
      #expect(known.map(\.name) == compared.map(\.name))
      #expect(known.map(\.old) == compared.map(\.old))
      #expect(known.map(\.new?.version) == compared.map(\.new?.version))
    }
  }

  @Test("A table that nothing changes in is the same table")
  func unchanged() {
    let resources = [resource("a"), resource("b")]
    let table = ResourceTable(resources)
    #expect(table.updating(["c"], with: [resources[0]]).isIdentical(to: table))
    #expect(!table.updating(["a"], with: []).isIdentical(to: table))
    #expect(table.updating(["a"], with: resources).isIdentical(to: table))
  }

  @Test("A table keeps nothing alive of those that it was made from")
  func forgetting() {
    struct Held { weak var bytes: SharedBytes? }
    var table = ResourceTable((0..<300).map { resource("n\($0)") })
    var held: [Held] = []
    for step in 0..<1000 {
      let new = resource("n\(step * 7 % 300)", "\(step)")
      held.append(Held(bytes: new.field))
      let before = table
      table = table.updating([], with: [new])
      _ = (table.difference(from: before), table.resources, table.concatenatedFields)
    }
    #expect(held.filter { $0.bytes != nil }.count == 300)
  }

  @Test("Two resources of one name are our own bug")
  func duplicates() async {
    await #expect(processExitsWith: .failure) {
      _ = ResourceTable([resource("a", "1"), resource("a", "2")])
    }
  }
}
