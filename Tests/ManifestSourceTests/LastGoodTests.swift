import Glibc
import MeshModel
import Testing

@testable import ManifestSource

/// What stays in force when something breaks: read step by step, without watching.
@Suite("The last good version")
struct LastGoodTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func source(fileByteCountMax: Int = 64 << 20) throws -> ManifestSource {
    var options = ManifestSource.Options()
    options.fileByteCountMax = fileByteCountMax
    return try ManifestSource(paths: [folder.path], options: options)
  }

  private func documents(_ texts: String...) -> String { texts.joined(separator: "---\n") }

  @Test("A document that breaks keeps its last good version, and the others move on")
  func oneOfThree() throws {
    try folder.write(
      "a.yaml", documents(Sample.service("one"), Sample.service("two"), Sample.service("three")))
    let source = try source()
    #expect(source.readOnce().services == ["one:80", "three:80", "two:80"])
    try folder.write(
      "a.yaml",
      documents(
        Sample.service("one", port: 81), Sample.brokenService("two"),
        Sample.service("three", port: 81)))
    let broken = source.readOnce()
    #expect(broken.services == ["one:81", "three:81", "two:80"])
    #expect(
      broken.errors == [
        "\(folder("a.yaml")):11: error: Service default/two, spec.ports[0].port: "
          + "70000 is not a port. Ports are numbers from 1 to 65535."
      ])
    #expect(broken.files.map(\.isStale) == [true])
    #expect(
      broken.files[0].objects.map { "\($0.object.name) \($0.line) \($0.isLastGoodVersion)" }
        == ["one 1 false", "two 7 true", "three 13 false"])
    // It stays through further changes, until the document is good again.
    try folder.write(
      "a.yaml", documents(Sample.brokenService("two"), Sample.service("one", port: 82)))
    #expect(source.readOnce().services == ["one:82", "two:80"])
    try folder.write(
      "a.yaml", documents(Sample.service("two", port: 83), Sample.service("one", port: 82)))
    let mended = source.readOnce()
    #expect(mended.services == ["one:82", "two:83"])
    #expect(mended.errors.isEmpty)
    #expect(mended.files.map(\.isStale) == [false])
  }

  @Test("A document that cannot be recognised keeps all that the file no longer has")
  func unrecognisable() throws {
    try folder.write("a.yaml", documents(Sample.service("one"), Sample.service("two")))
    try folder.write("b.yaml", Sample.service("three"))
    let source = try source()
    _ = source.readOnce()
    try folder.write("a.yaml", documents(Sample.service("one", port: 81), Sample.nonsense))
    folder.remove("b.yaml")
    let broken = source.readOnce()
    #expect(broken.services == ["one:81", "two:80"])
    #expect(broken.errors.count == 1)
    try folder.write("a.yaml", Sample.service("one", port: 82))
    #expect(source.readOnce().services == ["one:82"])
  }

  @Test("A broken document keeps only what it may be a version of")
  func kindIsKnown() throws {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web-0}}\n"
    try folder.write("a.yaml", documents(Sample.service("one"), pod))
    let source = try source()
    #expect(source.readOnce().objects.count == 2)
    // A Service without a name may be the Service, and is not the Pod.
    try folder.write("a.yaml", "{apiVersion: v1, kind: Service, metadata: {}, spec: {}}\n")
    let snapshot = source.readOnce()
    #expect(snapshot.objects.map(\.object.reference.description) == ["Service default/one"])
    // One that says that it is another Service keeps neither.
    try folder.write("a.yaml", Sample.brokenService("two"))
    #expect(source.readOnce().objects.isEmpty)
  }

  @Test("YAML that ends too early still says which object it was")
  func truncated() throws {
    try folder.write("a.yaml", documents(Sample.service("one"), Sample.service("two")))
    let source = try source()
    _ = source.readOnce()
    let start = "apiVersion: v1\nkind: Service\nmetadata:\n  name: one\nspec:\n  ports: [{port: \n"
    try folder.write("a.yaml", start)
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["one:80"])
    #expect(snapshot.problems.map(\.object?.description) == ["Service default/one"])
  }

  @Test("A document that was never good is only an error")
  func neverGood() throws {
    try folder.write("a.yaml", documents(Sample.brokenService("one"), Sample.service("two")))
    let snapshot = try source().readOnce()
    #expect(snapshot.services == ["two:80"])
    #expect(snapshot.errors.count == 1)
    #expect(snapshot.files.map(\.isStale) == [false])
  }

  @Test("A file that is emptied or removed takes its objects with it")
  func emptied() throws {
    try folder.write("a.yaml", Sample.service("one"))
    try folder.write("b.yaml", Sample.service("two"))
    let source = try source()
    _ = source.readOnce()
    try folder.write("a.yaml", "# nothing here\n")
    #expect(source.readOnce().services == ["two:80"])
    folder.remove("b.yaml")
    let snapshot = source.readOnce()
    #expect(snapshot.services.isEmpty)
    #expect(snapshot.files.map(\.path) == [folder("a.yaml")])
  }

  @Test("A file that grows too large keeps what it said, and says so")
  func tooLarge() throws {
    try folder.write("a.yaml", Sample.service("one"))
    let source = try source(fileByteCountMax: 500)
    _ = source.readOnce()
    try folder.write("a.yaml", String(repeating: "#", count: 501))
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["one:80"])
    #expect(
      snapshot.errors == [
        "\(folder("a.yaml")):1: error: This cannot be read: it is larger than 500 bytes. "
          + "What it said before stays in force."
      ])
    #expect(snapshot.files.map(\.isStale) == [true])
    try folder.write("a.yaml", Sample.service("one", port: 81))
    #expect(source.readOnce().errors.isEmpty)
  }

  @Test("Files that may not be read keep what they said", .enabled(if: geteuid() != 0))
  func forbidden() throws {
    try folder.makeFolder("x")
    try folder.write("x/a.yaml", Sample.service("one"))
    try folder.write("b.yaml", Sample.service("two"))
    let source = try source()
    _ = source.readOnce()
    chmod(folder("b.yaml"), 0)
    chmod(folder("x"), 0)
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["one:80", "two:80"])
    #expect(snapshot.errors.count == 3)
    chmod(folder("x"), 0o700)
    chmod(folder("b.yaml"), 0o600)
    #expect(source.readOnce().errors.isEmpty)
  }

  @Test("Of two objects with one name the first by file and line is used")
  func duplicates() throws {
    try folder.write("b.yaml", documents(Sample.service("one", port: 82), Sample.service("two")))
    try folder.write(
      "a.yaml", documents(Sample.service("one", port: 80), Sample.service("one", port: 81)))
    let source = try source()
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["one:80", "two:80"])
    let (a, b) = (folder("a.yaml"), folder("b.yaml"))
    #expect(
      snapshot.errors == [
        "\(a):7: error: Service default/one: It is defined twice: at \(a):1, "
          + "which is used, and at \(a):7, which is not. Remove one of them.",
        "\(b):1: error: Service default/one: It is defined twice: at \(a):1, "
          + "which is used, and at \(b):1, which is not. Remove one of them.",
      ])
    folder.remove("a.yaml")
    let after = source.readOnce()
    #expect(after.services == ["one:82", "two:80"])
    #expect(after.errors.isEmpty)
  }

  @Test("An object that moved to another file wins over its last good version")
  func moved() throws {
    try folder.write("a.yaml", Sample.service("one"))
    let source = try source()
    _ = source.readOnce()
    try folder.write("a.yaml", Sample.nonsense)
    try folder.write("b.yaml", Sample.service("one", port: 81))
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["one:81"])
    #expect(snapshot.errors.count == 1)
  }

  @Test("Whatever happens to a file, what is good in it is taken and nothing else is lost")
  func random() throws {
    let seed =
      getenv("CAUSEWAY_SEED").flatMap { UInt64(String(cString: $0)) }
      ?? (getenv("CAUSEWAY_EXPLORE") == nil ? 20_261_125 : .random(in: 1...999_999))
    print("seed \(seed): set CAUSEWAY_SEED to run it again")
    var random = SeededGenerator(seed: seed)
    var catalog = Catalog()
    var expected: [String: Int] = [:]
    for step in 1...300 {
      // Every name is good, recognisably broken, or absent; sometimes the file is nonsense in one
      // place.
      var text = ""
      var next: [String: Int] = [:]
      let hasNonsense = Int.random(in: 0..<4, using: &random) == 0
      for name in ["a", "b", "c", "d"].shuffled(using: &random) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          text += "---\n" + Sample.service(name, port: step)
          next[name] = step
        case 1:
          text += "---\n" + Sample.brokenService(name)
          next[name] = expected[name]
        default: next[name] = hasNonsense ? expected[name] : nil
        }
      }
      if hasNonsense { text += "---\n" + Sample.nonsense }
      expected = next
      catalog.read("f.yaml", bytes: Array(text.utf8), atMs: Int64(step))
      let snapshot = catalog.snapshot(watching: .none, generation: 1)
      #expect(
        snapshot.services == expected.map { "\($0.key):\($0.value)" }.sorted(), "seed \(seed)")
    }
  }
}

/// Repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
