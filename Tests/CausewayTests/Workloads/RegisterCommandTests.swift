import ArgumentParser
import EnvoyAPI
import Foundation
import Testing

@testable import causeway

@Suite("causeway register and deregister")
struct RegisterCommandTests {
  private let shop = """
    apiVersion: v1
    kind: Service
    metadata: {name: shop, namespace: tea}
    spec: {ports: [{name: http, port: 80}, {name: grpc, port: 3550}]}

    """

  private func run(_ arguments: String..., at server: RunningServer) throws -> Program.Result {
    try Program.run(arguments + ["--admin", "http://127.0.0.1:\(server.adminPort)"])
  }

  @Test("What is given is what is sent")
  func document() throws {
    let command = try RegisterCommand.parse([
      "shop", "10.128.0.13", "grpc:3550", "8080", "-n", "tea", "-l", "app=shop,version=v1", "-l",
      "x=y", "-a", "note=a b", "-s", "vm", "--weight", "0", "--locality", "r/z",
    ])
    #expect(
      try command.document() == [
        "service": "shop", "namespace": "tea", "address": "10.128.0.13",
        "ports": ["grpc:3550", "8080"], "labels": ["app": "shop", "version": "v1", "x": "y"],
        "annotations": ["note": "a b"], "serviceAccount": "vm", "weight": 0, "locality": "r/z",
      ])
    let least = try RegisterCommand.parse(["shop", "::1", "80"])
    #expect(try least.document() == ["service": "shop", "address": "::1", "ports": ["80"]])
    let long = try RegisterCommand.parse([
      "shop", "::1", "80", "--labels", "a=b", "--annotations", "c=d", "--serviceaccount", "e",
      "--namespace", "f",
    ])
    #expect(try long.document()["annotations"] == ["c": "d"])
  }

  @Test(
    "What makes no sense is said before a server is asked",
    arguments: [
      (["register", "shop"], "Missing expected argument"),
      (["register", "shop", "10.0.0.1"], "Missing expected argument"),
      (["register", "shop", "nowhere", "80"], "'nowhere' is not an IP address."),
      (["register", "shop", "10.0.0.1", "http"], "'http' is not a port: write PORT or NAME:PORT"),
      (["register", "shop", "10.0.0.1", "80", "-l", "a"], "--labels: 'a' is not of the form"),
      (["register", "shop", "10.0.0.1", "80", "--weight", "-1"], "weight"),
      (["register", "shop", "10.0.0.1", "80", "--admin", "x"], "--admin: 'x' has no port"),
      (["deregister", "shop", "nowhere"], "'nowhere' is not an IP address."),
    ])
  func usage(_ arguments: [String], _ text: String) throws {
    let result = try Program.run(arguments)
    #expect(result.exitCode == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(text), "\(result.errors)")
  }

  @Test("A VM comes, survives a kill -9, and goes")
  func wholeLife() throws {
    let folder = try TemporaryFolder()
    try folder.write(shop, "shop.yaml")
    let state = folder.path("state")
    var server = try RunningServer(
      config: [folder.path("shop.yaml")], arguments: ["--state-dir", state])
    #expect(!FileManager.default.fileExists(atPath: state))
    let registered = try run(
      "register", "shop", "10.128.0.13", "http:8080", "-n", "tea", at: server)
    #expect(registered.exitCode == 0, "\(registered.errors)")
    #expect(
      registered.output == "registered 10.128.0.13 for shop.tea.svc.cluster.local (revision 2)\n")
    #expect(
      registered.errors == "causeway wait --revision 2 returns when every Envoy has it.\n")
    #expect(try endpoints(server) == ["healthy"])

    server.signal(SIGKILL)
    _ = try server.exitCode()
    server = try RunningServer(
      config: [folder.path("shop.yaml")], environment: ["CAUSEWAY_STATE_DIR": state])
    #expect(try endpoints(server) == ["healthy"])

    let again = try run("register", "shop.tea", "10.128.0.13", "80", at: server)
    #expect(again.exitCode == 1)
    #expect(again.output == "")
    #expect(again.errors.hasPrefix("causeway: 10.128.0.13 is registered for shop.tea.svc"))

    let gone = try run("deregister", "shop.tea", "10.128.0.13", "-o", "json", at: server)
    #expect(gone.exitCode == 0, "\(gone.errors)")
    #expect(gone.errors == "")
    #expect(
      try JSONValue(parsing: gone.output) == [
        "revision": 2, "object": "WorkloadEntry tea/shop-10-128-0-13",
        "file": .string("\(state)/workloads/tea/shop-10-128-0-13.yaml"),
        "service": "shop.tea.svc.cluster.local",
      ])
    try server.wait(for: "the VM to go") { try endpoints(server).isEmpty }
    let unknown = try run("deregister", "shop.tea", "10.128.0.13", at: server)
    #expect(unknown.exitCode == 1)
    #expect(unknown.errors.hasPrefix("causeway: 10.128.0.13 is not registered for shop.tea"))
  }

  /// The health of each endpoint of the service.
  private func endpoints(_ server: RunningServer) throws -> [String] {
    let service = try JSONValue(parsing: server.get("/api/v1/services/shop").body)
    return (service["endpoints"]?.elements ?? []).compactMap { $0["health"]?.stringValue }
  }

  @Test("A state directory that cannot be one ends it with a sentence")
  func badStateDirectory() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(shop, "shop.yaml")
    let result = try Program.run([
      "serve", "--config", file, "--state-dir", file, "--xds-listen", "127.0.0.1:0",
      "--admin-listen", "127.0.0.1:0",
    ])
    #expect(result.exitCode == 1)
    #expect(result.errors == "causeway: \(file) is not a folder.\n")
  }
}
