import MeshModel
import Testing

@testable import ManifestSource

@Suite("The state folder")
struct StateFolderTests {
  private func source(_ folder: TemporaryFolder) throws -> ManifestSource {
    try folder.makeFolder("config")
    try folder.write("config/a.yaml", Sample.service("a"))
    return try ManifestSource(
      paths: [folder("config")], stateFolder: folder("state"), options: .quick)
  }

  @Test("It need not be there, and is noticed when it comes")
  func comesLater() async throws {
    let folder = try TemporaryFolder()
    let source = try source(folder)
    var observer = Observer(source)
    let first = try await observer.services("a:80")
    #expect(first.problems.isEmpty)
    #expect(first.files.map(\.path) == [folder("config/a.yaml")])
    try folder.makeFolder("state")
    try folder.makeFolder("state/workloads")
    try folder.write("state/workloads/b.yaml", Sample.service("b"))
    try await observer.services("a:80", "b:80")
    try folder.write("state/workloads/b.yaml", Sample.service("b", port: 81))
    let last = try await observer.services("a:80", "b:81")
    #expect(last.problems.isEmpty)
  }

  @Test("Once there have been files in it, it is missed, and they stay in force")
  func vanishes() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("state")
    try folder.write("state/b.yaml", Sample.service("b"))
    let source = try source(folder)
    var observer = Observer(source)
    try await observer.services("a:80", "b:80")
    try folder.rename("state", "elsewhere")
    let missed = try await observer.first { !$0.errors.isEmpty }
    #expect(missed.services == ["a:80", "b:80"])
    #expect(missed.errors.contains { $0.hasPrefix("\(folder("state")):1: ") })
    try folder.rename("elsewhere", "state")
    let back = try await observer.first { $0.errors.isEmpty }
    #expect(back.services == ["a:80", "b:80"])
  }

  @Test("A file in it that another folder holds, too, counts once, as a file of it")
  func inside() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("state")
    try folder.write("state/b.yaml", Sample.service("b"))
    let source = try ManifestSource(paths: [folder.path], stateFolder: folder("state") + "/")
    let snapshot = source.readOnce()
    #expect(snapshot.files.map(\.path) == [folder("state/b.yaml")])
    #expect(snapshot.problems.isEmpty)
  }

  @Test("A file in its place is refused")
  func notAFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("state", "")
    let error = #expect(throws: ManifestSourceError.self) { try source(folder) }
    #expect(error?.description == "\(folder("state")) is not a folder.")
  }

  @Test("One file is read at once, whatever the others do")
  func oneFile() async throws {
    let folder = try TemporaryFolder()
    let source = try source(folder)
    #expect(source.read(file: folder("state/b.yaml")).services == ["a:80"])
    var observer = Observer(source)
    try await observer.services("a:80")
    try folder.makeFolder("state")
    try folder.write("state/b.yaml", Sample.service("b"))
    try folder.write("config/a.yaml", "")
    let read = source.read(file: folder("state/b.yaml"))
    #expect(read.services.contains("b:80"))
    #expect(source.read(file: folder("state/b.yaml")).generation == read.generation)
    folder.remove("state/b.yaml")
    #expect(!source.read(file: folder("state/b.yaml")).services.contains("b:80"))
  }

  @Test("Reading one file does not read another that is being written")
  func halfWritten() throws {
    let folder = try TemporaryFolder()
    let source = try source(folder)
    #expect(source.readOnce().services == ["a:80"])
    try folder.write("config/a.yaml", "")
    try folder.makeFolder("state")
    try folder.write("state/b.yaml", Sample.service("b"))
    #expect(source.read(file: folder("state/b.yaml")).services == ["a:80", "b:80"])
    #expect(source.readOnce().services == ["b:80"])
  }
}
