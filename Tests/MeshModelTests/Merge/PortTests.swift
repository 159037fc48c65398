import MeshModel
import Testing

@Suite("Ports")
struct PortTests {
  /// The ports of the host, as `NUMBER NAME (PROTOCOL)`.
  private func ports(_ mesh: Mesh, of host: String = Given.host) -> [String] {
    (mesh.service(host)?.ports ?? []).map(\.description)
  }

  @Test("A ServiceEntry's port is the Service's port of the same number, whatever its name")
  func byNumber() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "grpc", number: 3550)]),
      Given.entry(
        ports: [.init(name: "grpc-vm", number: 3550, protocolName: "GRPC")],
        vms: [Given.vm("10.128.0.1", ports: ["grpc-vm": 9000])]))
    #expect(ports(mesh) == ["3550 grpc (grpc)"])
    #expect(mesh.endpoints() == ["10.128.0.1 3550>9000 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.ports[0].name"])
  }

  @Test("Else it is the Service's port of the same name, which is reported")
  func byName() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80)]),
      Given.entry(
        ports: [.init(name: "http", number: 8080, protocolName: "HTTP")],
        vms: [Given.vm("10.128.0.1"), Given.vm("10.128.0.2", ports: ["http": 9090])]))
    #expect(ports(mesh) == ["80 http (http)"])
    #expect(
      mesh.endpoints() == ["10.128.0.1 80>8080 vm shop", "10.128.0.2 80>9090 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.ports[0].number"])
  }

  @Test("A name does not count for a port of the Service that has been matched by its number")
  func numberBeforeName() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80)]),
      Given.entry(
        ports: [.init(name: "http", number: 8080), .init(name: "", number: 80)],
        vms: [Given.vm("10.128.0.1")]))
    #expect(ports(mesh) == ["80 http (http)", "8080 http (http)"])
    #expect(mesh.endpoints() == ["10.128.0.1 80>80 8080>8080 vm shop"])
  }

  @Test("Else it is a port of its own, served by the ServiceEntry's endpoints only")
  func ownPort() {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"),
      Given.entry(
        ports: [.init(name: "redis", number: 6379)], vms: [Given.vm("10.128.0.1")]))
    #expect(ports(mesh) == ["80 http (http)", "6379 redis (redis)"])
    #expect(mesh.endpoints() == ["10.1.0.1 80>80 pod a", "10.128.0.1 6379>6379 vm shop"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("An endpoint's port: by name, else the target port, else the same number")
  func endpointPorts() {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"],
        ports: [
          .init(name: "a", number: 1, targetPort: 11), .init(name: "b", number: 2, targetPort: 12),
          .init(name: "c", number: 3),
        ],
        vms: [Given.vm("10.128.0.1", ports: ["a": 101])]))
    #expect(mesh.endpoints(of: "x.example") == ["10.128.0.1 1>101 2>12 3>3 vm shop"])
  }

  @Test("A pod's port: the target's number, the container's port of that name, the same number")
  func podPorts() {
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [
          .init(name: "a", number: 1, targetPort: .number(11)),
          .init(name: "b", number: 2, targetPort: .name("web")), .init(name: "c", number: 3),
        ]),
      Given.pod("a", "10.1.0.1", ports: [.init(name: "web", number: 8080)]),
      Given.pod("b", "10.1.0.2", ports: [.init(name: "web", number: 9090)]),
      Given.pod(
        "c", "10.1.0.3", ports: [.init(name: "web", number: 9090, transport: .udp)]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 1>11 2>8080 3>3 pod a", "10.1.0.2 1>11 2>9090 3>3 pod b",
        "10.1.0.3 1>11 3>3 pod c",
      ])
  }

  @Test("An endpoint that serves none of the ports is left out")
  func servesNothing() {
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [.init(name: "http", number: 80, targetPort: .name("web"))]),
      Given.pod("a", "10.1.0.1"))
    #expect(mesh.endpoints().isEmpty)
    #expect(mesh.workloads.map(\.instances.count) == [0])
  }

  @Test("A listed port is the Service's port of the same name; others are reported")
  func listedPorts() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80), .init(name: "grpc", number: 90)]),
      Given.slice(
        "s", [.init(addresses: [Given.address("10.1.0.1")])],
        ports: [
          .init(name: "grpc", number: 9090), .init(name: "web", number: 8080),
          .init(name: "http", number: 53, transport: .udp),
        ]))
    #expect(mesh.endpoints() == ["10.1.0.1 90>9090 external s"])
    #expect(mesh.problemFields == ["EndpointSlice default/s: ports[1].name"])
  }

  @Test("Subsets of Endpoints may have different ports")
  func subsets() {
    func subset(_ address: String, _ name: String, _ number: UInt16) -> EndpointsObject.Subset {
      .init(
        addresses: [.init(ip: Given.address(address))], ports: [.init(name: name, number: number)])
    }
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80)]),
      Given.endpoints([
        subset("10.1.0.1", "http", 8080), subset("10.1.0.2", "http", 9090),
        subset("10.1.0.3", "typo", 1),
      ]))
    #expect(
      mesh.endpoints() == ["10.1.0.1 80>8080 external shop", "10.1.0.2 80>9090 external shop"])
    #expect(mesh.problemFields == ["Endpoints default/shop: subsets[2].ports[0].name"])
  }

  @Test("UDP and SCTP ports are left out")
  func notTCP() {
    let mesh = Mesh(
      Given.service(
        ports: [
          .init(name: "dns", number: 53, transport: .udp), .init(name: "tcp", number: 53),
          .init(name: "x", number: 54, transport: .sctp),
        ]),
      Given.entry(
        hosts: ["x.example"],
        ports: [
          .init(name: "dns", number: 53, protocolName: "UDP"),
          .init(name: "tcp", number: 54, protocolName: "TCP"),
        ], vms: [Given.vm("10.128.0.1", ports: ["dns": 5353])]))
    #expect(ports(mesh) == ["53 tcp (tcp)"])
    #expect(mesh.endpoints(of: "x.example") == ["10.128.0.1 54>54 vm shop"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A number that is given twice counts once, and is reported")
  func numberTwice() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80), .init(name: "tcp", number: 80)]),
      Given.entry(
        hosts: ["x.example"],
        ports: [.init(name: "grpc", number: 90), .init(name: "tcp", number: 90)]))
    #expect(ports(mesh) == ["80 http (http)"])
    #expect(ports(mesh, of: "x.example") == ["90 grpc (grpc)"])
    #expect(
      mesh.problemFields == [
        "Service default/shop: spec.ports[1].port",
        "ServiceEntry default/shop: spec.ports[1].number",
      ])
  }

  @Test("A port that an endpoint names and its ServiceEntry has not is reported")
  func unknownName() {
    let mesh = Mesh(
      Given.entry(hosts: ["x.example"], vms: [Given.vm("10.128.0.1", ports: ["htpp": 8080])]))
    #expect(mesh.endpoints(of: "x.example") == ["10.128.0.1 80>80 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.endpoints[0].ports.htpp"])
  }

  @Test("A port of a WorkloadEntry is reported when none of the services that select it has it")
  func unknownNameOfWorkloadEntry() {
    let mesh = Mesh(
      Given.entry("a", hosts: ["a.example"], selector: ["app": "shop"]),
      Given.service(
        selector: ["app": "shop"],
        ports: [.init(name: "grpc", number: 90, targetPort: .name("target"))]),
      Given.workloadEntry(
        "vm",
        Given.vm(
          "10.128.0.1", ports: ["http": 1, "grpc": 2, "target": 3, "typo": 4],
          labels: ["app": "shop"])),
      Given.workloadEntry("idle", Given.vm("10.128.0.2", ports: ["any": 1])))
    #expect(mesh.problemFields == ["WorkloadEntry default/vm: spec.ports.typo"])
  }

  @Test(
    "Protocol: appProtocol, else the name's prefix, else TCP",
    arguments: [
      (appProtocol: "grpc", name: "http", expected: AppProtocol.grpc),
      (appProtocol: "kubernetes.io/h2c", name: "", expected: .http2),
      (appProtocol: "kubernetes.io/ws", name: "tcp", expected: .http),
      (appProtocol: "kubernetes.io/wss", name: "", expected: .https),
      (appProtocol: "HTTP2", name: "", expected: .http2),
      (appProtocol: "example.com/own", name: "redis", expected: .redis),
      (appProtocol: nil, name: "http", expected: .http),
      (appProtocol: nil, name: "http2", expected: .http2),
      (appProtocol: nil, name: "http-web", expected: .http),
      (appProtocol: nil, name: "grpc", expected: .grpc),
      (appProtocol: nil, name: "grpc-api", expected: .grpc),
      (appProtocol: nil, name: "grpc-web", expected: .grpcWeb),
      (appProtocol: nil, name: "grpc-web-api", expected: .grpcWeb),
      (appProtocol: nil, name: "grpc-website", expected: .grpc),
      (appProtocol: nil, name: "HTTP", expected: .http),
      (appProtocol: nil, name: "https-x", expected: .https),
      (appProtocol: nil, name: "tls", expected: .tls),
      (appProtocol: nil, name: "tcp-http", expected: .tcp),
      (appProtocol: nil, name: "mongo", expected: .mongo),
      (appProtocol: nil, name: "mysql-x", expected: .mysql),
      (appProtocol: nil, name: "httpx", expected: .tcp),
      (appProtocol: nil, name: "web-http", expected: .tcp),
      (appProtocol: nil, name: "", expected: .tcp),
      (appProtocol: "", name: "", expected: .tcp),
    ] as [(String?, String, AppProtocol)])
  func protocolOfServicePort(appProtocol: String?, name: String, expected: AppProtocol) {
    let port = Service.Port(name: name, number: 80, appProtocol: appProtocol)
    let mesh = Mesh(Given.service(ports: [port]))
    #expect(mesh.service()?.ports.map(\.appProtocol) == [expected])
  }

  @Test(
    "Protocol of a ServiceEntry's port: the name's prefix, else its protocol, else TCP",
    arguments: [
      ("web", "HTTP", AppProtocol.http), ("web", "GRPC-WEB", .grpcWeb), ("web", "grpc", .grpc),
      ("web", "TLS", .tls), ("web", "THRIFT", .tcp), ("web", "", .tcp), ("", "HTTP_PROXY", .http),
      ("https", "TLS", .https), ("grpc", "HTTP2", .grpc),
    ])
  func protocolOfEntryPort(name: String, protocolName: String, expected: AppProtocol) {
    let port = ServiceEntry.Port(name: name, number: 80, protocolName: protocolName)
    let mesh = Mesh(Given.entry(hosts: ["x.example"], ports: [port]))
    #expect(mesh.service("x.example")?.ports.map(\.appProtocol) == [expected])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A name that contradicts the protocol beside it counts, and is reported")
  func nameAgainstProtocol() {
    let port = ServiceEntry.Port(name: "http", number: 443, protocolName: "HTTPS")
    let mesh = Mesh(Given.entry(hosts: ["x.example"], ports: [port]))
    #expect(ports(mesh, of: "x.example") == ["443 http (http)"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.ports[0].protocol"])
  }

  @Test("Where the Service says nothing of a protocol, the ServiceEntry does")
  func protocolFromEntry() {
    let mesh = Mesh(
      Given.service(ports: [.init(number: 3550)]),
      Given.entry(ports: [.init(name: "api", number: 3550, protocolName: "GRPC")]))
    #expect(ports(mesh) == ["3550 (grpc)"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("Where both say different protocols, the Service's counts, and it is reported")
  func protocolContradiction() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "http", number: 80)]),
      Given.entry(ports: [.init(name: "http", number: 80), .init(name: "", number: 81)]),
      Given.entry("z", ports: [.init(name: "", number: 80, protocolName: "TCP")]))
    #expect(ports(mesh) == ["80 http (http)", "81 (tcp)"])
    #expect(mesh.problemFields == ["ServiceEntry default/z: spec.ports[0].protocol"])
  }
}
