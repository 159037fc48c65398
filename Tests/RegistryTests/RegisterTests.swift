import Foundation
import MeshModel
import Testing

@testable import Registry

@Suite("Registering VMs")
struct RegisterTests {
  private let host = "catalog.default.svc.cluster.local"

  private func request(
    _ service: String = "catalog", _ address: String = "10.128.0.13",
    _ ports: [RegistrationRequest.Port] = [.init(name: "grpc", number: 3550)],
    namespace: String? = nil
  ) -> RegistrationRequest {
    RegistrationRequest(service: service, namespace: namespace, address: address, ports: ports)
  }

  @Test("It is an endpoint at once, and its file is a WorkloadEntry that people can read")
  func register() throws {
    let server = try TestServer()
    var request = request()
    request.labels = ["version": "v1"]
    request.annotations = ["note": "a 'b' # c"]
    request.serviceAccount = "vm"
    request.weight = 3
    request.locality = "r/z"
    let receipt = try server.registry.register(request)
    #expect(receipt.object.description == "WorkloadEntry default/catalog-10-128-0-13")
    #expect(receipt.host == host)
    #expect(receipt.file == server.state + "/workloads/default/catalog-10-128-0-13.yaml")
    #expect(
      server.endpoints() == ["10.1.0.1 3550>13550 healthy", "10.128.0.13 3550>3550 healthy"])
    #expect(
      try String(contentsOfFile: receipt.file, encoding: .utf8) == """
        # Registered for catalog.default.svc.cluster.local by causeway register.
        # Edit it, or remove the file: both take effect at once.
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata:
          name: "catalog-10-128-0-13"
          namespace: "default"
          annotations:
            "causeway/service": "catalog.default.svc.cluster.local"
            "note": "a 'b' # c"
        spec:
          address: "10.128.0.13"
          ports:
            "grpc": 3550
          labels:
            "version": "v1"
          locality: "r/z"
          weight: 3
          serviceAccount: "vm"

        """)
    let permissions = try FileManager.default.attributesOfItem(atPath: server.state)
    #expect(permissions[.posixPermissions] as? Int == 0o700)
    #expect(server.registry.workloads?.map(\.host) == [host])
  }

  @Test(
    "A service goes by its short names and its host",
    arguments: [
      ("catalog", nil, "catalog.default.svc.cluster.local"),
      ("CATALOG", "default", "catalog.default.svc.cluster.local"),
      ("catalog.default", nil, "catalog.default.svc.cluster.local"),
      ("catalog.default.svc", nil, "catalog.default.svc.cluster.local"),
      ("plain", "shop", "plain.shop.svc.cluster.local"),
      ("plain.shop", nil, "plain.shop.svc.cluster.local"), ("plain", nil, "plain"),
      ("api.example", nil, "api.example"),
    ])
  func names(_ name: String, _ namespace: String?, _ host: String) throws {
    let server = try TestServer()
    let receipt = try server.registry.register(
      request(name, ports(of: host), namespace: namespace))
    #expect(receipt.host == host)
    #expect(server.endpoints(of: host).contains { $0.hasPrefix("10.128.0.13 ") })
  }

  private func request(
    _ service: String, _ ports: [RegistrationRequest.Port], namespace: String? = nil
  ) -> RegistrationRequest {
    request(service, "10.128.0.13", ports, namespace: namespace)
  }

  private func ports(of host: String) -> [RegistrationRequest.Port] {
    host.hasPrefix("catalog") ? [.init(name: "grpc", number: 1)] : [.init(number: 1)]
  }

  @Test(
    "A bare number is the only port's, or that of the port with this number or target",
    arguments: [
      ("plain.shop", ["8080"], "80>8080"), ("plain.shop", ["80:8080"], "80>8080"),
      ("api.example", ["9"], "80>9"), ("catalog", ["3550"], "3550>3550"),
      ("catalog", ["13550"], "3550>13550"), ("catalog", ["80"], "80>80"),
      ("catalog", ["grpc:1", "http:2"], "80>2 3550>1"),
    ])
  func ports(_ service: String, _ ports: [String], _ expected: String) throws {
    let server = try TestServer()
    let receipt = try server.registry.register(
      request(service, try ports.map { try #require(RegistrationRequest.Port($0)) }))
    #expect(
      server.endpoints(of: receipt.host).contains("10.128.0.13 \(expected) healthy"),
      "\(server.endpoints(of: receipt.host))")
    #expect(server.mesh.problems.isEmpty, "\(server.mesh.problems)")
  }

  @Test("What is wrong is said, with its field, and nothing is written")
  func refusals() throws {
    let server = try TestServer()
    var cases: [(RegistrationRequest, RegistrationError.Kind, String, String)] = [
      (request("catalo"), .notFound, "service", "Did you mean catalog.default.svc.cluster.local?"),
      (request("plain.default"), .notFound, "service", "Did you mean plain or plain.shop.svc"),
      (request("catalog", namespace: "shop"), .notFound, "service", "in namespace shop. Did you"),
      (request("nothing"), .notFound, "service", "in namespace default. /api/v1/services lists"),
      (request("dns.example"), .invalid, "service", "resolution STATIC"),
      (request("catalog", "vm.example"), .invalid, "address", "'vm.example' is not the IP"),
      (request("catalog", "0.0.0.0"), .invalid, "address", "'0.0.0.0' is not the IP"),
      (request("catalog", "10.1.0.1"), .conflict, "address", "address of Pod default/catalog-1"),
      (
        request("api.example", "10.128.0.1", [.init(number: 80)]), .conflict, "address",
        "by ServiceEntry default/api ("
      ),
      (request("catalog", [.init(number: 9)]), .invalid, "ports", "grpc (3550). Write NAME:9."),
      (request("catalog", []), .invalid, "ports", "at least one port"),
      (request("catalog", [.init(name: "web", number: 9)]), .invalid, "ports", "no port 'web'"),
      (
        request("catalog", [.init(number: 3550), .init(name: "grpc", number: 9)]), .invalid,
        "ports", "3550 and 9 would both serve"
      ),
    ]
    let edits: [(inout RegistrationRequest) -> Void] = [
      { $0.labels = ["-a": "b"] }, { $0.labels = ["a": "b c"] }, { $0.annotations = ["": "x"] },
      { $0.annotations = ["causeway/service": "x"] }, { $0.serviceAccount = "A" },
      { $0.locality = "/z" },
    ]
    let fields = ["labels", "labels", "annotations", "annotations", "serviceAccount", "locality"]
    for (edit, field) in zip(edits, fields) {
      var request = request()
      edit(&request)
      cases.append((request, .invalid, field, ""))
    }
    for (request, kind, field, text) in cases {
      let error = #expect(throws: RegistrationError.self, "\(request)") {
        try server.registry.register(request)
      }
      #expect(error?.kind == kind, "\(request): \(String(describing: error))")
      #expect(error?.field == field, "\(request): \(String(describing: error))")
      #expect(text.isEmpty || error?.message.contains(text) == true, "\(String(describing: error))")
    }
    #expect(server.files.isEmpty)
  }

  @Test("Twice is a conflict that says what is there")
  func duplicate() throws {
    let server = try TestServer()
    let receipt = try server.registry.register(request())
    let error = #expect(throws: RegistrationError.self) {
      try server.registry.register(request("catalog.default", [.init(number: 80)]))
    }
    #expect(error?.kind == .conflict)
    #expect(
      error?.message
        == "10.128.0.13 is registered for \(host) already, with grpc:3550 (\(receipt.file):3). "
        + "Deregister it first, or edit the file.")
  }

  @Test("A name that is taken by another object is a conflict")
  func nameTaken() throws {
    let entry = """
      ---
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: catalog-10-128-0-13}
      spec: {address: 10.128.0.99}
      """
    let server = try TestServer(TestServer.manifests + entry)
    let error = #expect(throws: RegistrationError.self) { try server.registry.register(request()) }
    #expect(error?.kind == .conflict)
    #expect(error?.message.contains("WorkloadEntry default/catalog-10-128-0-13 is another") == true)
  }

  @Test(
    "The name of an entry follows from service and address",
    arguments: [
      ("catalog", "catalog.default.svc.cluster.local", "10.0.0.1", "catalog-10-0-0-1"),
      ("catalog", "catalog.default.svc.cluster.local", "fd00::1", "catalog-fd00-0-0-0-0-0-0-1"),
      (nil, "api.example.com", "10.0.0.1", "api.example.com-10-0-0-1"),
      (nil, "catalog", "10.0.0.1", "host-"), (nil, "*.example", "10.0.0.1", "host-"),
      (nil, "a_b.example", "10.0.0.1", "host-"),
      (String(repeating: "a", count: 63), "x", "10.0.0.1", "host-"),
    ])
  func entryNames(
    _ name: String?, _ host: String, _ address: String, _ expected: String
  ) throws {
    let service = MeshService(host: host, namespace: "default", kubernetesName: name)
    let made = CheckedRegistration.name(service, try #require(IPAddress(address)))
    #expect(made.hasPrefix(expected) && made.hasSuffix("1"))
    #expect(NameRules.isSubdomain(made))
  }

  @Test(
    "Ports are written NAME:PORT or PORT",
    arguments: [
      ("80", nil, 80), ("http:8080", "http", 8080), ("80:8080", "80", 8080), ("65535", nil, 65535),
    ] as [(String, String?, UInt16)])
  func portTexts(_ text: String, _ name: String?, _ number: UInt16) {
    #expect(RegistrationRequest.Port(text) == .init(name: name, number: number))
  }

  @Test(
    "What is no port is refused",
    arguments: ["", ":", "a", "a:", ":1", "0", "65536", "-1", "+1", "1:2:3", " 1", "１"])
  func noPorts(_ text: String) {
    #expect(RegistrationRequest.Port(text) == nil)
  }
}
