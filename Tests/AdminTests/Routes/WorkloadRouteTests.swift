import EnvoyAPI
import Foundation
import Logging
import ManifestSource
import MeshModel
import Registry
import Testing
import XDSServer

@testable import Admin

@Suite("The routes that register VMs")
struct WorkloadRouteTests {
  private static let address = SocketAddress(ip: IPAddress(v4: 0x7F00_0001), port: 15014)

  /// A registry over a folder of its own, whose mesh nobody serves.
  private final class Server {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "causeway-workloads-\(UUID().uuidString)")
    let state: AdminState

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: "mesh.yaml").path
      try mesh.write(toFile: file, atomically: true, encoding: .utf8)
      let directory = folder.appending(path: "state").path
      let source = try ManifestSource(paths: [file], stateFolder: directory)
      state = AdminState(
        registry: WorkloadRegistry(
          directory: StateDirectory(path: directory), source: source,
          server: .init(
            view: {
              let manifests = source.readOnce()
              return .init(
                mesh: Mesh(objects: manifests.objects.map(\.object)), manifests: manifests)
            },
            revision: { $0 }, waitUntilAcknowledged: { _ in }),
          logger: Logger(label: "test")))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  private let body =
    #"{"service": "catalog.shop", "address": "10.128.0.20", "ports": {"grpc": 3550}}"#

  private func send(
    _ method: String, _ target: String, _ body: String = "", host: String? = "127.0.0.1:15014",
    origin: String? = nil, type: String? = "application/json", at local: SocketAddress? = address,
    to server: Server
  ) throws -> (response: AdminResponse, json: JSONValue) {
    var request = try #require(AdminRequest(method: method, target: target, host: host))
    request.origin = origin
    request.contentType = type
    request.body = Array(body.utf8)
    request.localAddress = local
    let response = AdminRoutes.respond(to: request, state: server.state)
    return (response, try JSONValue(parsing: response.body))
  }

  @Test("A VM comes, is listed, and goes")
  func comesAndGoes() throws {
    let server = try Server()
    let (created, receipt) = try send("POST", "/api/v1/workloads", body, to: server)
    #expect(created.status == .created)
    let file = server.folder.path + "/state/workloads/shop/catalog-10-128-0-20.yaml"
    #expect(
      receipt == [
        "revision": 2, "object": "WorkloadEntry shop/catalog-10-128-0-20", "file": .string(file),
        "service": "catalog.shop.svc.cluster.local",
      ])
    let (_, list) = try send("GET", "/api/v1/workloads", to: server)
    #expect(
      list == [
        "workloads": [
          [
            "service": "catalog.shop.svc.cluster.local", "namespace": "shop",
            "address": "10.128.0.20", "ports": ["grpc": 3550], "labels": [:],
            "serviceAccount": "", "weight": .null, "locality": .null,
            "object": "WorkloadEntry shop/catalog-10-128-0-20", "file": .string(file),
            "draining": false,
          ]
        ]
      ])
    let (gone, second) = try send(
      "DELETE", "/api/v1/workloads/catalog/10.128.0.20?namespace=shop", to: server)
    #expect(gone.status == .ok)
    #expect(second["revision"] == 3)
    #expect(second["object"]?.stringValue == "WorkloadEntry shop/catalog-10-128-0-20")
  }

  @Test("Everything that can be said of a VM is taken")
  func everything() throws {
    let server = try Server()
    let body = """
      {"service": "catalog", "namespace": "shop", "address": "fd00::1", "ports": ["grpc:1"],
       "labels": {"version": "v1"}, "annotations": {"a": "b"}, "serviceAccount": "vm",
       "weight": 4294967295, "locality": "r/z/s"}
      """
    #expect(try send("POST", "/api/v1/workloads", body, to: server).response.status == .created)
    let (_, list) = try send("GET", "/api/v1/workloads", to: server)
    let workload = try #require(list["workloads"]?.elements?.first)
    #expect(workload["ports"] == ["grpc": 1])
    #expect(workload["labels"] == ["version": "v1"])
    #expect(workload["serviceAccount"] == "vm")
    #expect(workload["weight"] == 4_294_967_295)
    #expect(workload["locality"] == "r/z/s")
  }

  @Test(
    "A body that is not understood is refused with its field",
    arguments: [
      ("", "body"), ("[]", "body"), ("{", "body"), (#"{"address": "10.0.0.1"}"#, "service"),
      (#"{"service": "catalog"}"#, "address"), (#"{"servce": "catalog"}"#, "servce"),
      (#"{"service": 1}"#, "service"), (#"{"service": ""}"#, "service"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": 80}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": {"a": 0}}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": {"a": 65536}}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": {"a": 1.5}}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": ["a:b"]}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": [null]}"#, "ports"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": [], "weight": -1}"#, "weight"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": [], "labels": ["a"]}"#, "labels"),
      (#"{"service": "x", "address": "10.0.0.1", "ports": [], "labels": {"a": 1}}"#, "labels"),
      (#"{"service": "catalog.shop", "address": "x", "ports": []}"#, "address"),
      (#"{"service": "catalog.shop", "address": "10.0.0.1", "ports": []}"#, "ports"),
    ])
  func refusedBodies(_ body: String, _ field: String) throws {
    let server = try Server()
    let (response, json) = try send("POST", "/api/v1/workloads", body, to: server)
    #expect(response.status == .badRequest, "\(response.body)")
    #expect(json["field"]?.stringValue == field, "\(response.body)")
  }

  @Test("Each kind of refusal has its status")
  func statuses() throws {
    let server = try Server()
    let unknown = body.replacingOccurrences(of: "catalog.shop", with: "nothing")
    #expect(try send("POST", "/api/v1/workloads", unknown, to: server).response.status == .notFound)
    _ = try send("POST", "/api/v1/workloads", body, to: server)
    #expect(try send("POST", "/api/v1/workloads", body, to: server).response.status == .conflict)
    for type in [nil, "text/plain", "application/json-patch+json"] {
      let (response, json) = try send("POST", "/api/v1/workloads", body, type: type, to: server)
      #expect(response.status == .unsupportedMediaType)
      #expect(json["field"] == "Content-Type")
    }
    let charset = "Application/JSON; charset=utf-8"
    let again = try send("POST", "/api/v1/workloads", body, type: charset, to: server)
    #expect(again.response.status == .conflict)
    let path = "/api/v1/workloads/catalog/10.128.0.99?namespace=shop"
    #expect(try send("DELETE", path, to: server).response.status == .notFound)
    let (notAllowed, _) = try send("PUT", "/api/v1/workloads", body, to: server)
    #expect(notAllowed.status == .methodNotAllowed)
    #expect(notAllowed.allowedMethods == ["GET", "HEAD", "POST"])
    let early = AdminRoutes.respond(
      to: try #require(AdminRequest(method: "GET", target: "/api/v1/workloads")),
      state: AdminState())
    #expect(early == .sourcesNotRead)
  }

  @Test(
    "Changes are taken at the server's own address only",
    arguments: [
      ("127.0.0.1:15014", nil, true), ("localhost:15014", nil, true),
      ("LOCALHOST:15014", "http://localhost:15014", true), ("127.0.0.9:15014", nil, true),
      ("127.0.0.1:15014", "http://127.0.0.1:15014", true), ("[::1]:15014", nil, true),
      ("127.0.0.1", nil, false), ("127.0.0.1:80", nil, false), (nil, nil, false),
      ("10.0.0.1:15014", nil, false), ("evil.example:15014", nil, false),
      ("x.localhost:15014", nil, false), ("127.0.0.1:15014x", nil, false),
      ("127.0.0.1:15014", "http://evil.example", false), ("127.0.0.1:15014", "null", false),
      ("127.0.0.1:15014", "http://127.0.0.1:8080", false), ("127.0.0.1:15014", "", false),
      ("127.0.0.1:15014", "https://127.0.0.1:15014", false),
      ("127.0.0.1:15014", "http://localhost:15014", false),
    ])
  func ownAddress(_ host: String?, _ origin: String?, _ isAllowed: Bool) throws {
    let server = try Server()
    for policy in [HostPolicy.local, .any] {
      var state = server.state
      state.hostPolicy = policy
      for (method, target) in [
        ("POST", "/api/v1/workloads"), ("DELETE", "/api/v1/workloads/a/10.0.0.1"),
      ] {
        var request = try #require(AdminRequest(method: method, target: target, host: host))
        request.origin = origin
        request.localAddress = Self.address
        let response = AdminRoutes.respond(to: request, state: state)
        #expect((response.status != .forbidden) == isAllowed, "\(response.body)")
      }
    }
  }

  @Test("On a network, the server's own address is the one that the connection came to")
  func ownAddressOnNetwork() throws {
    let server = try Server()
    let local = SocketAddress(ip: try #require(IPAddress("10.0.0.2")), port: 80)
    for (host, isAllowed) in [
      ("10.0.0.2", true), ("10.0.0.2:80", true), ("10.0.0.3", false), ("localhost", false),
      ("127.0.0.1", false), ("causeway.internal", false),
    ] {
      let (response, _) = try send(
        "POST", "/api/v1/workloads", "", host: host, at: local, to: server)
      #expect((response.status != .forbidden) == isAllowed, "\(host): \(response.body)")
    }
  }
}
