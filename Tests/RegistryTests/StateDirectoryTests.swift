import Foundation
import ManifestSource
import MeshModel
import Testing

@testable import Registry

@Suite("The state directory")
struct StateDirectoryTests {
  private let object = ObjectReference(.workloadEntry, namespace: "default", name: "vm")
  private let request = RegistrationRequest(
    service: "catalog", address: "10.128.0.13", ports: [.init(name: "grpc", number: 3550)])

  private func temporary() -> String {
    FileManager.default.temporaryDirectory.appending(path: "causeway-state-\(UUID().uuidString)")
      .path
  }

  @Test("A file comes to the disk before its name, and the name before the answer")
  func order() throws {
    let steps = Box<[StateDirectory.Step]>([])
    var directory = StateDirectory(path: temporary())
    defer { try? FileManager.default.removeItem(atPath: directory.path) }
    directory.fault = { step in
      steps.value.append(step)
      return 0
    }
    try directory.write("one", to: object)
    #expect(
      steps.value == [
        .makeFolder, .syncFolder, .syncFolder, .makeFolder, .syncFolder, .syncFolder, .makeFolder,
        .syncFolder, .syncFolder, .create, .write, .syncFile, .rename, .syncFolder, .syncFolder,
      ])
    steps.value = []
    try directory.write("two", to: object)
    #expect(try String(contentsOfFile: directory.file(of: object), encoding: .utf8) == "two")
    try directory.remove(object)
    #expect(Array(steps.value.suffix(3)) == [.remove, .syncFolder, .syncFolder])
    #expect(!FileManager.default.fileExists(atPath: directory.file(of: object)))
    try directory.remove(object)
  }

  @Test(
    "Whatever fails, nothing is half applied, and the same succeeds afterwards",
    arguments: 0..<15, [ENOSPC, EIO, EROFS])
  func faults(_ place: Int, _ number: Int32) throws {
    let count = Box(0)
    let isBroken = Box(true)
    let server = try TestServer { _ in
      defer { count.value += 1 }
      return isBroken.value && count.value == place ? number : 0
    }
    let error = #expect(throws: RegistrationError.self) {
      try server.registry.register(request)
    }
    #expect(error?.kind == (number == ENOSPC ? .storageFull : .storage))
    #expect(error?.message.contains("cannot be written (") == true)
    #expect(error?.message.contains("Nothing has changed.") == true)
    #expect(server.files.isEmpty)
    #expect(server.endpoints() == ["10.1.0.1 3550>13550 healthy"])

    isBroken.value = false
    _ = try server.registry.register(request)
    #expect(server.files == ["default/catalog-10-128-0-13.yaml"])
  }

  @Test("A deregistration that cannot be written leaves the VM as it is")
  func faultWhileDraining() throws {
    let isBroken = Box(false)
    let server = try TestServer { step in isBroken.value && step == .write ? ENOSPC : 0 }
    let receipt = try server.registry.register(request)
    let before = try String(contentsOfFile: receipt.file, encoding: .utf8)
    isBroken.value = true
    let error = #expect(throws: RegistrationError.self) {
      try server.registry.deregister(service: "catalog", namespace: nil, address: "10.128.0.13")
    }
    #expect(error?.kind == .storageFull)
    #expect(try String(contentsOfFile: receipt.file, encoding: .utf8) == before)
    #expect(server.files == ["default/catalog-10-128-0-13.yaml"])
    #expect(server.registry.workloads?.map(\.isDraining) == [false])
  }

  @Test("Where a file stands in the way of the folder, it says so")
  func notAFolder() throws {
    let path = temporary()
    try "".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: StorageError.self) {
      try StateDirectory(path: path).write("x", to: object)
    }
    #expect(error?.isFull == false)
    #expect(error?.description == "\(path)/workloads cannot be written (mkdir): not a directory.")
  }

  @Test("Drafts are no manifests, and are removed when they are left behind")
  func drafts() throws {
    let server = try TestServer { $0 == .rename ? EIO : 0 }
    _ = try? server.registry.register(request)
    let draft = server.state + "/workloads/default/.x.yaml.draft"
    try TestServer.manifests.write(toFile: draft, atomically: false, encoding: .utf8)
    #expect(server.source.readOnce().problems.isEmpty)
    StateDirectory(path: server.state).removeDrafts()
    #expect(server.files.isEmpty)
  }

  @Test("Times are written as Kubernetes writes them")
  func timestamps() {
    #expect(Timestamp(seconds: 0).description == "1970-01-01T00:00:00Z")
    #expect(Timestamp(seconds: 951_782_399).description == "2000-02-28T23:59:59Z")
    #expect(Timestamp(seconds: 951_782_400).description == "2000-02-29T00:00:00Z")
    #expect(Timestamp(seconds: 1_795_629_600).description == "2026-11-25T18:00:00Z")
    #expect(Timestamp(seconds: 4_107_542_400).description == "2100-03-01T00:00:00Z")
  }
}
