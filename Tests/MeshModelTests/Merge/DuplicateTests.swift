import MeshModel
import Testing

@Suite("Duplicate endpoints")
struct DuplicateTests {
  let service = Given.service(
    selector: ["app": "shop"],
    ports: [
      .init(name: "http", number: 80, targetPort: .number(8080)),
      .init(name: "grpc", number: 90, targetPort: .number(9090)),
    ])

  @Test("A pod counts before a WorkloadEntry, that before an inline endpoint, that before a list")
  func precedence() {
    let labels = ["app": "shop"]
    let inline = Given.entry(
      ports: [.init(name: "http", number: 80, targetPort: 8080)], vms: [Given.vm("10.1.0.1")])
    let entry = Given.workloadEntry("vm", Given.vm("10.1.0.1", labels: labels))
    let slice = Given.slice("s", [.init(addresses: [Given.address("10.1.0.1")])])
    #expect(
      Mesh(service, inline, entry, Given.pod("a", "10.1.0.1")).endpoints() == [
        "10.1.0.1 80>8080 90>9090 pod a"
      ])
    #expect(
      Mesh(service, inline, entry, slice).service()?.endpoints.map(\.origin.kind) == [
        .workloadEntry
      ])
    #expect(
      Mesh(service, inline, slice).service()?.endpoints.map(\.origin.kind) == [.serviceEntry])
  }

  @Test("The ports of two descriptions of one address are united without a report")
  func portsUnited() {
    let mesh = Mesh(
      service,
      Given.slice(
        "s", [.init(addresses: [Given.address("10.1.0.1")])],
        ports: [.init(name: "http", number: 8080)]),
      Given.pod("a", "10.1.0.1"),
      Given.entry(
        ports: [.init(name: "grpc", number: 90), .init(name: "http", number: 80)],
        vms: [Given.vm("10.1.0.1", ports: ["http": 8080, "grpc": 9999])]))
    #expect(mesh.endpoints() == ["10.1.0.1 80>8080 90>9999 pod a"])
    #expect(mesh.problems.isEmpty)
    #expect(mesh.workloads.map(\.instances.count) == [2])
  }

  @Test("Of descriptions that contradict each other the better one counts, the other is reported")
  func contradiction() {
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1"),
      Given.entry(vms: [Given.vm("10.128.0.9"), Given.vm("10.1.0.1", ports: ["http": 7070])]))
    #expect(
      mesh.endpoints() == ["10.1.0.1 80>8080 90>9090 pod a", "10.128.0.9 80>80 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.endpoints[1].ports"])
  }

  @Test("Two instances at one address with different ports are two endpoints")
  func twoInstances() {
    let mesh = Mesh(
      Given.entry(
        vms: [
          Given.vm("127.0.0.1", ports: ["http": 8001]),
          Given.vm("127.0.0.1", ports: ["http": 8002]),
        ]))
    #expect(
      mesh.endpoints() == ["127.0.0.1 80>8001 vm shop", "127.0.0.1 80>8002 vm shop"])
    #expect(mesh.problems.isEmpty)
    #expect(mesh.workloads.map(\.instances.count) == [2])
  }

  @Test("Of two instances that share one port, one serves that port")
  func partlyTheSame() {
    let mesh = Mesh(
      Given.entry(
        ports: [.init(name: "http", number: 80), .init(name: "grpc", number: 90)],
        vms: [
          Given.vm("127.0.0.1", ports: ["http": 8001, "grpc": 9001]),
          Given.vm("127.0.0.1", ports: ["http": 8002, "grpc": 9001]),
        ]))
    #expect(
      mesh.endpoints() == ["127.0.0.1 80>8001 90>9001 vm shop", "127.0.0.1 80>8002 vm shop"])
  }

  @Test("The same endpoint in two ServiceEntries of one host counts once")
  func sameInline() {
    let mesh = Mesh(
      Given.entry("b", vms: [Given.vm("10.128.0.1")]),
      Given.entry("a", vms: [Given.vm("10.128.0.1")]))
    #expect(mesh.endpoints() == ["10.128.0.1 80>80 vm a"])
    #expect(mesh.workloads.count == 1)
    #expect(mesh.problems.isEmpty)
  }

  @Test("Pods that share an address keep their ports apart")
  func podsOnTheirNodesNetwork() {
    let service = Given.service(
      selector: ["app": "shop"],
      ports: [
        .init(name: "http", number: 80, targetPort: .name("web")),
        .init(name: "grpc", number: 90, targetPort: .name("api")),
      ])
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1", ports: [.init(name: "web", number: 8080)]),
      Given.pod("b", "10.1.0.1", ports: [.init(name: "api", number: 9090)]),
      Given.pod("c", "10.1.0.1", ports: [.init(name: "web", number: 8081)]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>8080 pod a", "10.1.0.1 90>9090 pod b", "10.1.0.1 80>8081 pod c",
      ])
    #expect(mesh.workloads.map(\.instances.count) == [1, 1, 1])
  }

  @Test("A pod that is met at two of its addresses is one endpoint")
  func podAtTwoAddresses() {
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [.init(name: "http", number: 80), .init(name: "grpc", number: 90)]),
      Given.pod("a", "10.1.0.1", "10.1.0.2"),
      Given.slice(
        "s", [.init(addresses: [Given.address("10.1.0.1")])],
        ports: [.init(name: "http", number: 8080)]),
      Given.entry(
        ports: [.init(name: "http", number: 80), .init(name: "grpc", number: 90)],
        vms: [Given.vm("10.1.0.2", ports: ["http": 8080])]))
    #expect(mesh.endpoints() == ["10.1.0.1 80>8080 90>90 pod a"])
    #expect(mesh.workloads.map(\.instances.count) == [2])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A pod's second address is not folded into one where another pod serves the same")
  func podsThatShareOneOfTwoAddresses() {
    func slice(_ name: String, _ address: String, of pod: String, _ port: String, _ number: UInt16)
      -> MeshObject
    {
      Given.slice(
        name,
        [
          .init(
            addresses: [Given.address(address)],
            target: TargetReference(kind: "Pod", namespace: "default", name: pod))
        ], ports: [.init(name: port, number: number)])
    }
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [.init(name: "http", number: 80), .init(name: "grpc", number: 90)]),
      Given.pod("a", "10.1.0.1", "10.1.0.2"),
      Given.pod("b", "10.1.0.1"),
      slice("1", "10.1.0.1", of: "b", "grpc", 9090),
      slice("2", "10.1.0.1", of: "a", "http", 8080),
      slice("3", "10.1.0.2", of: "a", "grpc", 9090))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 90>9090 pod b", "10.1.0.1 80>8080 pod a", "10.1.0.2 90>9090 pod a",
      ])
  }

  @Test("Two spellings of an address are one address")
  func spellings() {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"], location: .meshExternal, resolution: .dns,
        vms: [
          Given.vm("2001:db8::1"), Given.vm("2001:0db8:0:0::1"),
          WorkloadSpec(address: .hostname("A.example")),
          WorkloadSpec(address: .hostname("a.Example")),
        ]))
    #expect(
      mesh.endpoints(of: "x.example") == [
        "2001:db8::1 80>80 external shop", "a.example 80>80 external shop",
      ])
  }
}
