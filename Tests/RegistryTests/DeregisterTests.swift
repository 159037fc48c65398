import Foundation
import ManifestSource
import MeshModel
import Testing

@testable import Registry

@Suite("Deregistering VMs")
struct DeregisterTests {
  private let file = "default/catalog-10-128-0-13.yaml"

  /// A server with one VM registered for `catalog`.
  private func registered() throws -> TestServer {
    let server = try TestServer()
    try register(server)
    return server
  }

  @discardableResult
  private func register(_ server: TestServer) throws -> WorkloadRegistry.Receipt {
    try server.registry.register(
      RegistrationRequest(
        service: "catalog", address: "10.128.0.13", ports: [.init(name: "grpc", number: 3550)]))
  }

  @discardableResult
  private func deregister(
    _ server: TestServer, _ service: String = "catalog", _ address: String = "10.128.0.13",
    namespace: String? = nil
  ) throws -> WorkloadRegistry.Receipt {
    try server.registry.deregister(service: service, namespace: namespace, address: address)
  }

  @Test("It drains at once, and goes when Envoys know")
  func drainsThenGoes() async throws {
    let server = try registered()
    let receipt = try deregister(server)
    #expect(receipt.object.description == "WorkloadEntry default/catalog-10-128-0-13")
    #expect(server.endpoints().contains("10.128.0.13 3550>3550 draining"))
    #expect(server.registry.workloads?.map(\.isDraining) == [true])
    let text = try String(contentsOfFile: receipt.file, encoding: .utf8)
    #expect(text.contains("deletionTimestamp: \"20"))
    #expect(try await eventually { server.gate.revisions == [receipt.revision] })
    #expect(server.files == [file])
    server.gate.open()
    #expect(try await eventually { server.files.isEmpty })
    #expect(server.endpoints() == ["10.1.0.1 3550>13550 healthy"])
    #expect(throws: RegistrationError.self) { try deregister(server) }
  }

  @Test("Twice is as good as once")
  func twice() async throws {
    let server = try registered()
    let first = try deregister(server)
    #expect(try deregister(server, "catalog.default") == first)
    server.gate.open()
    #expect(try await eventually { server.files.isEmpty })
    #expect(server.gate.revisions.count == 1)
  }

  @Test("A registration takes it back")
  func takenBack() async throws {
    let server = try registered()
    try deregister(server)
    try register(server)
    #expect(server.endpoints().contains("10.128.0.13 3550>3550 healthy"))
    server.gate.open()
    // Deregistered anew, it goes; what was taken back has not removed it before.
    let receipt = try deregister(server)
    #expect(try await eventually { server.gate.revisions.contains(receipt.revision) })
    #expect(try await eventually { server.files.isEmpty })
  }

  @Test("Whoever takes the mark out of the file by hand keeps it")
  func takenBackByHand() async throws {
    let server = try registered()
    let receipt = try deregister(server)
    let lines = try String(contentsOfFile: receipt.file, encoding: .utf8)
      .split(separator: "\n").filter { !$0.contains("deletionTimestamp") }
    try lines.joined(separator: "\n").write(
      toFile: receipt.file, atomically: true, encoding: .utf8)
    #expect(server.registry.removeNow(receipt.object))
    #expect(server.files == [file])
    #expect(server.endpoints().contains("10.128.0.13 3550>3550 healthy"))
  }

  @Test("What the end of the process has interrupted is finished at the next start")
  func resume() async throws {
    let server = try registered()
    try deregister(server)
    let draft = server.state + "/workloads/default/.x.yaml.draft"
    try "half".write(toFile: draft, atomically: false, encoding: .utf8)
    let gate = Gate()
    let (source, registry) = try TestServer.start(in: server.folder, gate: gate)
    _ = source.readOnce()
    registry.resume()
    #expect(try await eventually { gate.revisions.count == 1 })
    #expect(server.files == [file])
    gate.open()
    #expect(try await eventually { server.files.isEmpty })
  }

  @Test("A removal that fails is tried until it succeeds, and what drains stays so")
  func removalFails() async throws {
    let isBroken = Box(false)
    let server = try TestServer { step in step == .remove && isBroken.value ? EIO : 0 }
    try register(server)
    let receipt = try deregister(server)
    isBroken.value = true
    #expect(!server.registry.removeNow(receipt.object))
    #expect(server.endpoints().contains("10.128.0.13 3550>3550 draining"))
    isBroken.value = false
    #expect(server.registry.removeNow(receipt.object))
    #expect(server.files.isEmpty)
  }

  @Test(
    "It goes by the service's names, even when that is gone",
    arguments: [
      "catalog", "catalog.default", "catalog.default.svc", "catalog.default.svc.cluster.local",
    ])
  func names(_ name: String) throws {
    let server = try registered()
    try TestServer.manifests.replacingOccurrences(of: "catalog", with: "other").write(
      to: server.folder.appending(path: "mesh.yaml"), atomically: true, encoding: .utf8)
    #expect(server.mesh.problems.map(\.object.name) == ["catalog-10-128-0-13"])
    #expect(throws: RegistrationError.self) { try deregister(server, name, namespace: "shop") }
    try deregister(server, name, namespace: nil)
    #expect(server.registry.workloads?.map(\.isDraining) == [true])
  }

  @Test("What is not registered is said to be so, and where it comes from")
  func refusals() throws {
    let server = try registered()
    let cases: [(String, String, RegistrationError.Kind, String, String)] = [
      ("catalog", "x", .invalid, "ip", "'x' is not an IP address."),
      ("nothing", "10.128.0.13", .notFound, "service", "There is no service nothing"),
      ("catalog", "10.128.0.9", .notFound, "ip", "Registered: 10.128.0.13."),
      ("plain.shop", "10.128.0.13", .notFound, "ip", "Registered: none is."),
      ("catalog", "10.1.0.1", .conflict, "ip", "by Pod default/catalog-1 (\(server.folder.path)"),
      ("api.example", "10.128.0.1", .conflict, "ip", "by ServiceEntry default/api ("),
    ]
    for (service, address, kind, field, text) in cases {
      let error = #expect(throws: RegistrationError.self) {
        try deregister(server, service, address)
      }
      #expect(error?.kind == kind)
      #expect(error?.field == field)
      #expect(error?.message.contains(text) == true, "\(String(describing: error))")
    }
    #expect(server.files == [file])
  }

  @Test("A file that people have put together is left to them")
  func editedByHand() throws {
    let server = try registered()
    let path = server.state + "/workloads/" + file
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let other = text.replacingOccurrences(of: "10-128-0-13", with: "second")
      .replacingOccurrences(of: "10.128.0.13", with: "10.128.0.14")
    try (text + "---\n" + other).write(toFile: path, atomically: true, encoding: .utf8)
    for address in ["10.128.0.13", "10.128.0.14"] {
      let error = #expect(throws: RegistrationError.self) {
        try deregister(server, "catalog", address)
      }
      #expect(error?.kind == .conflict)
      #expect(error?.message.contains("edited by hand: remove it there") == true)
    }
  }
}
