import Glibc
import MeshModel
import Testing

@testable import ManifestSource

@Suite("Watching manifests", .timeLimit(.minutes(1)))
struct WatchTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func source(_ paths: String...) throws -> ManifestSource {
    try ManifestSource(
      paths: paths.isEmpty ? [folder.path] : paths.map { folder($0) }, options: .quick)
  }

  @Test("The first snapshot says how things stand")
  func first() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    let source = try source()
    var observer = Observer(source)
    let snapshot = try await observer.first()
    #expect(snapshot.services == ["web:80"])
    #expect(snapshot.watching == .inotify)
  }

  @Test("A file that is written in place, replaced, or removed is noticed")
  func changes() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    let source = try source()
    var observer = Observer(source)
    try await observer.services("web:80")
    try folder.write("a.yaml", Sample.service("web", port: 81))
    try await observer.services("web:81")
    try folder.replace("a.yaml", Sample.service("web", port: 82))
    try await observer.services("web:82")
    try folder.write("b.yml", Sample.service("shop"))
    try await observer.services("shop:80", "web:82")
    folder.remove("a.yaml")
    try await observer.services("shop:80")
    try folder.write("a.yaml", Sample.service("web"))
    try await observer.services("shop:80", "web:80")
    #expect(observer.seen.allSatisfy { $0.errors.isEmpty })
    #expect(observer.seen.map(\.generation) == observer.seen.map(\.generation).sorted())
  }

  @Test("Folders may come, go, and come again, as deep as they like")
  func folders() async throws {
    try folder.makeFolder("root")
    let source = try source("root")
    var observer = Observer(source)
    try await observer.services()
    try folder.makeFolder("root/x")
    try folder.makeFolder("root/x/y")
    try folder.write("root/x/y/a.yaml", Sample.service("deep"))
    try await observer.services("deep:80")
    try folder.write("root/x/y/a.yaml", Sample.service("deep", port: 81))
    try await observer.services("deep:81")
    try folder.rename("root/x", "outside")
    try await observer.services()
    try folder.rename("outside", "root/z")
    try await observer.services("deep:81")
  }

  @Test("A given path that vanishes is reported, and what it said stays in force")
  func vanishedRoot() async throws {
    try folder.makeFolder("root")
    try folder.write("root/a.yaml", Sample.service("web"))
    let source = try source("root")
    var observer = Observer(source)
    try await observer.services("web:80")
    try folder.rename("root", "outside")
    let gone = try await observer.first { !$0.errors.isEmpty }
    #expect(gone.services == ["web:80"])
    let reason = "no such file or directory"
    #expect(
      gone.errors == [
        "\(folder("root")):1: error: This cannot be read: \(reason).",
        "\(folder("root/a.yaml")):1: error: This cannot be read: its folder \(folder("root")) "
          + "cannot be read: \(reason). What it said before stays in force.",
      ])
    #expect(source.readOnce().objects.count == 1)
    try folder.makeFolder("root")
    try folder.write("root/a.yaml", Sample.service("again"))
    let again = try await observer.services("again:80")
    #expect(again.errors.isEmpty)
  }

  @Test("A file given by name may have any name, and may go and come again")
  func singleFile() async throws {
    try folder.makeFolder("etc")
    try folder.write("etc/mesh", Sample.service("web"))
    try folder.write("etc/other.yaml", Sample.service("other"))
    let source = try source("etc/mesh")
    var observer = Observer(source)
    try await observer.services("web:80")
    try folder.rename("etc", "elsewhere")
    let gone = try await observer.first { !$0.errors.isEmpty }
    #expect(gone.services == ["web:80"])
    try folder.makeFolder("etc")
    try folder.write("etc/mesh", Sample.service("web", port: 81))
    try await observer.services("web:81")
    try folder.write("etc/mesh", Sample.service("web", port: 82))
    try await observer.services("web:82")
  }

  @Test("A ConfigMap's volume changes all at once by its link ..data", arguments: [true, false])
  func configMap(byFolder: Bool) async throws {
    try folder.makeFolder("volume")
    try folder.makeFolder("volume/..1")
    try folder.write("volume/..1/a.yaml", Sample.service("web"))
    try folder.link("volume/..data", to: "..1")
    try folder.link("volume/a.yaml", to: "..data/a.yaml")
    let source = try source(byFolder ? "volume" : "volume/a.yaml")
    var observer = Observer(source)
    let first = try await observer.services("web:80")
    #expect(first.objects.map(\.location.file) == [folder("volume/a.yaml")])
    for round in 2..<5 {
      try folder.makeFolder("volume/..\(round)")
      try folder.write("volume/..\(round)/a.yaml", Sample.service("web", port: 80 + round))
      try folder.link("volume/..data_tmp", to: "..\(round)")
      try folder.rename("volume/..data_tmp", "volume/..data")
      folder.remove("volume/..\(round - 1)")
      try await observer.services("web:\(80 + round)")
    }
    #expect(observer.seen.allSatisfy { $0.services.count == 1 && $0.errors.isEmpty })
  }

  @Test("A file behind a link is watched where it is")
  func linkedFile() async throws {
    try folder.makeFolder("elsewhere")
    try folder.makeFolder("root")
    try folder.write("elsewhere/a.yaml", Sample.service("web"))
    try folder.link("root/a.yaml", to: "../elsewhere/a.yaml")
    let source = try source("root")
    var observer = Observer(source)
    try await observer.services("web:80")
    try folder.write("elsewhere/a.yaml", Sample.service("web", port: 81))
    try await observer.services("web:81")
  }

  @Test("What a link leads to may go and come again, be it a file or a given folder")
  func linkedTargets() async throws {
    try folder.makeFolder("elsewhere")
    try folder.makeFolder("releases")
    try folder.makeFolder("releases/1")
    try folder.makeFolder("root")
    try folder.write("elsewhere/a.yaml", Sample.service("web"))
    try folder.write("releases/1/b.yaml", Sample.service("shop"))
    try folder.link("root/a.yaml", to: "../elsewhere/a.yaml")
    try folder.link("current", to: folder("releases/1"))
    let source = try source("root", "current")
    var observer = Observer(source)
    try await observer.services("shop:80", "web:80")
    folder.remove("elsewhere/a.yaml")
    try await observer.services("shop:80")
    try folder.write("elsewhere/a.yaml", Sample.service("web", port: 81))
    try await observer.services("shop:80", "web:81")
    folder.remove("releases")
    _ = try await observer.first { !$0.errors.isEmpty }
    try folder.makeFolder("releases")
    try folder.makeFolder("releases/1")
    try folder.write("releases/1/b.yaml", Sample.service("shop", port: 82))
    try await observer.services("shop:82", "web:81")
  }

  @Test("A file that is still being written is waited for")
  func halfWritten() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    var options = ManifestSource.Options.quick
    // A machine that stops for that long between two writes is a writer that has finished.
    options.debounce = .seconds(1)
    options.debounceMax = .seconds(50)
    let source = try ManifestSource(paths: [folder.path], options: options)
    var observer = Observer(source)
    try await observer.services("web:80")
    // A file that is truncated and not yet written again must not be taken for an empty one.
    let file = open(folder("a.yaml"), O_WRONLY | O_TRUNC)
    #expect(file >= 0)
    try folder.write("b.yaml", Sample.service("shop"))
    let text = Array(Sample.service("web", port: 81).utf8)
    #expect(text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == text.count)
    close(file)
    try await observer.services("shop:80", "web:81")
    #expect(observer.seen.count == 2)
  }

  @Test("A file that has only just changed is not believed before it has been quiet")
  func unsettled() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    try folder.write("b.yaml", Sample.service("shop"))
    var options = ManifestSource.Options()
    options.watchCountMax = 0
    options.scanInterval = .milliseconds(10)
    options.debounce = .seconds(100)
    options.debounceMax = .seconds(200)
    let source = try ManifestSource(paths: [folder.path], options: options)
    var observer = Observer(source)
    try await observer.services("shop:80", "web:80")
    try folder.write("a.yaml", "")
    folder.remove("b.yaml")
    try await observer.services("web:80")
    // Who asks at once gets what is there.
    #expect(source.readOnce().services == [])
  }

  @Test("A link that leads nowhere is told of once")
  func danglingLink() throws {
    try folder.write("a.yaml", Sample.service("web"))
    try folder.link("b.yaml", to: "nowhere")
    let source = try ManifestSource(paths: [folder.path])
    let first = source.readOnce()
    #expect(first.problems.count == 1 && first.services == ["web:80"])
    #expect(source.readOnce().generation == first.generation)
  }

  @Test("A file whose objects are the same is news when they stand on other lines")
  func movedFields() throws {
    try folder.write("a.yaml", Sample.service("web"))
    let source = try ManifestSource(paths: [folder.path])
    let first = source.readOnce()
    try folder.replace("a.yaml", Sample.service("web") + "\n# The end.\n")
    let second = source.readOnce()
    #expect(second.generation == first.generation + 1)
    #expect(second.changes(since: first).isEmpty)
  }

  @Test("Nothing is said when nothing has changed")
  func silence() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    let source = try source()
    var observer = Observer(source)
    let first = try await observer.first()
    try folder.write("a.yaml", Sample.service("web"))
    try folder.write("notes.txt", "x")
    try folder.write(".hidden.yaml", Sample.service("hidden"))
    try folder.write("a.yaml~", Sample.service("backup"))
    try folder.write("#a.yaml#", Sample.service("autosave"))
    source.reload()
    #expect(source.readOnce().generation == first.generation)
    try folder.replace("b.yaml", Sample.service("shop"))
    let second = try await observer.first()
    #expect(second.services == ["shop:80", "web:80"])
    #expect(second.generation == first.generation + 1)
  }

  @Test("Every reader gets the snapshots, and the end")
  func severalReaders() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    let source = try source()
    var one = Observer(source)
    var two = Observer(source)
    try await one.services("web:80")
    try await two.services("web:80")
    try folder.write("a.yaml", Sample.service("web", port: 81))
    try await one.services("web:81")
    try await two.services("web:81")
    source.stop()
    #expect(await one.isAtEnd())
    #expect(await two.isAtEnd())
    var late = Observer(source)
    #expect(await late.isAtEnd())
  }

  @Test("Where the kernel watches no more folders, all files are looked at in intervals")
  func limit() async throws {
    try folder.makeFolder("x")
    try folder.write("x/a.yaml", Sample.service("web"))
    var options = ManifestSource.Options.quick
    options.watchCountMax = 1
    options.scanInterval = .milliseconds(20)
    let source = try ManifestSource(paths: [folder.path], options: options)
    var observer = Observer(source)
    let first = try await observer.first()
    let reason = "The kernel watches no more folders for this user (fs.inotify.max_user_watches)."
    #expect(first.watching == .periodic(reason: reason))
    try folder.write("x/a.yaml", Sample.service("web", port: 81))
    try await observer.services("web:81")
  }

  @Test("A source that is dropped ends its streams")
  func dropped() async throws {
    try folder.write("a.yaml", Sample.service("web"))
    var observer = Observer(try source())
    var snapshots = 0
    while await !observer.isAtEnd() { snapshots += 1 }
    #expect(snapshots <= 1)
  }

  @Test("Many changes at once are all noticed")
  func storm() async throws {
    let source = try source()
    var observer = Observer(source)
    try await observer.services()
    for round in 0..<20 {
      for file in 0..<50 {
        try folder.write("f\(file).yaml", Sample.service("s\(file)", port: 1000 + round))
      }
    }
    let expected = (0..<50).map { "s\($0):1019" }.sorted()
    _ = try await observer.first { $0.services == expected }
  }
}
