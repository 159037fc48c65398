import Glibc
import MeshModel
import Testing

@testable import ManifestSource

@Suite("Reading manifests once")
struct ReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("Folders are read recursively, files in the order of their paths")
  func recursive() throws {
    try folder.makeFolder("x")
    try folder.makeFolder("x/y")
    try folder.makeFolder(".git")
    try folder.write("x/y/c.yml", Sample.service("c"))
    try folder.write("x/b.json", #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"b"}}"#)
    try folder.write("z.yaml", Sample.service("z"))
    try folder.write("a.yaml", Sample.service("a"))
    try folder.write(".git/a.yaml", Sample.nonsense)
    try folder.write("x/.a.yaml.swp", Sample.nonsense)
    try folder.write("x/README.md", Sample.nonsense)
    let snapshot = try ManifestSource(paths: [folder.path + "/"]).readOnce()
    #expect(snapshot.objects.map(\.object.metadata.name) == ["a", "b", "c", "z"])
    #expect(
      snapshot.files.map(\.path)
        == ["a.yaml", "x/b.json", "x/y/c.yml", "z.yaml"].map { folder($0) })
    #expect(snapshot.problems.isEmpty)
    #expect(snapshot.watching == .none)
    #expect(snapshot.files.allSatisfy { $0.lastReadMs != nil && $0.byteCount > 0 })
  }

  @Test("A file that several paths lead to is read once")
  func overlapping() throws {
    try folder.makeFolder("x")
    try folder.write("x/a.yaml", Sample.service("a"))
    try folder.link("x/loop", to: "..")
    try folder.link("x/self", to: "self")
    try folder.link("x/b.yaml", to: "a.yaml")
    let source = try ManifestSource(paths: [folder.path, folder("x"), folder("x/a.yaml")])
    let snapshot = source.readOnce()
    #expect(snapshot.services == ["a:80"])
    #expect(snapshot.problems.isEmpty)
  }

  @Test("What cannot be read is reported, and the rest is read")
  func unreadable() throws {
    try folder.write("a.yaml", Sample.service("a"))
    try folder.link("gone.yaml", to: "nowhere")
    try folder.link("loop.yaml", to: "loop.yaml")
    try folder.makePipe("pipe.yaml")
    try folder.makeFolder("folder.yaml")
    let snapshot = try ManifestSource(paths: [folder.path]).readOnce()
    #expect(snapshot.services == ["a:80"])
    #expect(
      snapshot.errors == [
        "\(folder("gone.yaml")):1: error: This cannot be read: no such file or directory.",
        "\(folder("loop.yaml")):1: error: This cannot be read: too many levels of symbolic links.",
        "\(folder("pipe.yaml")):1: error: This cannot be read: it is not a regular file.",
      ])
  }

  @Test("A path that does not exist is an error with a sentence")
  func missing() throws {
    #expect(throws: ManifestSourceError.noPaths) { try ManifestSource(paths: []) }
    let error = #expect(throws: ManifestSourceError.self) {
      try ManifestSource(paths: [folder.path, folder("x/y")])
    }
    #expect(
      error?.description
        == "\(folder("x/y")) does not exist. Give a file or a folder of manifests.")
    try folder.makePipe("pipe")
    #expect(throws: ManifestSourceError.notAFile(path: folder("pipe"))) {
      try ManifestSource(paths: [folder("pipe")])
    }
  }

  @Test("A file is parsed again only when its bytes have changed")
  func unchanged() throws {
    try folder.write("a.yaml", Sample.service("a"))
    let source = try ManifestSource(paths: [folder.path])
    let first = source.readOnce()
    #expect(source.readOnce().generation == first.generation)
    try folder.write("a.yaml", Sample.service("a"))
    #expect(source.readOnce().generation == first.generation)
    // The same size, the same moment: the bytes tell.
    try folder.write("a.yaml", Sample.service("a", port: 81))
    try folder.write("a.yaml", Sample.service("a", port: 82))
    #expect(source.readOnce().services == ["a:82"])
  }

  @Test("A note that concerns several files is said once")
  func notes() throws {
    let unknown = "{apiVersion: example.org/v1, kind: Widget, metadata: {name: w}}\n"
    try folder.write("a.yaml", unknown + "---\n" + unknown)
    try folder.write("b.yaml", unknown)
    let snapshot = try ManifestSource(paths: [folder.path]).readOnce()
    #expect(
      snapshot.problems.map(\.description) == [
        "\(folder("a.yaml")):1: note: Objects of the kind Widget in example.org/v1 are not known and "
          + "are skipped."
      ])
    #expect(snapshot.files.map { $0.ignored.map(\.count) } == [[2], [1]])
  }

  @Test("A field of an object is found again in its file")
  func fieldLocations() throws {
    try folder.write(
      "a.yaml",
      """
      # The shop.
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Service
        metadata:
          name: web
          labels:
            app.kubernetes.io/name: web
        spec:
          ports:
          - port: 80
            name: http
          - port: 81
            name: admin
      """)
    let snapshot = try ManifestSource(paths: [folder.path]).readOnce()
    let web = ObjectReference(.service, namespace: "default", name: "web")
    let expected = [
      ("", 5), ("spec", 11), ("spec.ports[1].name", 16), ("spec.ports[1]", 15),
      ("spec.ports[7].name", 12), ("spec.typo.x", 11), ("nothing", 5), ("spec.ports[x]", 12),
      ("metadata.labels[\"app.kubernetes.io/name\"]", 10),
    ]
    for (field, line) in expected {
      #expect(
        snapshot.location(of: web, field: field)
          == SourceLocation(file: folder("a.yaml"), line: line), "\(field)")
    }
    let nobody = ObjectReference(.pod, namespace: "default", name: "web")
    #expect(snapshot.location(of: nobody, field: "spec") == nil)
  }
}
