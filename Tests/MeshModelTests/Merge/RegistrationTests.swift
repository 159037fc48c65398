import MeshModel
import Testing

@Suite("Registered VMs")
struct RegistrationTests {
  /// A WorkloadEntry that says for which service it is registered.
  private func registration(
    _ name: String, for service: String = Given.host, _ workload: WorkloadSpec,
    in namespace: String = "default", terminating: Bool = false
  ) -> MeshObject {
    .workloadEntry(
      WorkloadEntry(
        metadata: ObjectMetadata(
          name: name, namespace: namespace,
          annotations: [WorkloadEntry.serviceAnnotation: service], isTerminating: terminating),
        workload: workload))
  }

  private let two: [Service.Port] = [
    .init(name: "http", number: 80, targetPort: .number(8080)),
    .init(name: "grpc", number: 90, targetPort: .number(9090)),
  ]

  @Test("An entry with the annotation is an endpoint of that service, whatever its selector")
  func annotation() {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"),
      registration("vm1", Given.vm("10.128.0.1", ports: ["http": 8080])),
      registration("vm2", for: "SHOP.default.svc.cluster.local", Given.vm("10.128.0.2")))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>80 pod a", "10.128.0.1 80>8080 vm vm1", "10.128.0.2 80>80 vm vm2",
      ])
    #expect(mesh.problems.isEmpty)
    #expect(mesh.workloads(at: Given.address("10.128.0.1")).first?.instances.map(\.port) == [8080])
  }

  @Test("It needs no selector, and may be of a ServiceEntry")
  func withoutSelector() {
    let vm = registration("vm", for: "x.example", Given.vm("10.128.0.1", ports: ["http": 1]))
    #expect(
      Mesh(Given.service(), registration("vm", Given.vm("10.128.0.1"))).endpoints()
        == ["10.128.0.1 80>80 vm vm"])
    #expect(
      Mesh(Given.entry(hosts: ["x.example"]), vm).endpoints(of: "x.example")
        == ["10.128.0.1 80>1 vm vm"])
    let external = Mesh(Given.entry(hosts: ["x.example"], location: .meshExternal), vm)
    #expect(external.endpoints(of: "x.example") == ["10.128.0.1 80>1 external vm"])
  }

  @Test("It serves the ports that it names, and no others; without any, all of them")
  func ports() {
    let mesh = Mesh(
      Given.service(ports: two), registration("vm1", Given.vm("10.128.0.1", ports: ["grpc": 1])),
      registration("vm2", Given.vm("10.128.0.2")))
    #expect(mesh.endpoints() == ["10.128.0.1 90>1 vm vm1", "10.128.0.2 80>8080 90>9090 vm vm2"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A port without a name goes by its number, and a name that is not there is reported")
  func portNames() {
    let mesh = Mesh(
      Given.service(ports: [.init(name: "", number: 80)]),
      registration("vm", Given.vm("10.128.0.1", ports: ["80": 8080, "web": 1])))
    #expect(mesh.endpoints() == ["10.128.0.1 80>8080 vm vm"])
    #expect(mesh.problemFields == ["WorkloadEntry default/vm: spec.ports.web"])
  }

  @Test("It is never there twice, though a selector takes it as well")
  func once() {
    let vm = Given.vm("10.128.0.1", ports: ["http": 1], labels: ["app": "shop"])
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"], ports: two), registration("vm", vm),
      Given.entry(selector: ["app": "shop"]), Given.entry("inline", vms: [vm]))
    #expect(mesh.endpoints() == ["10.128.0.1 80>1 vm vm"])
    // Of other services it is an endpoint by its labels, as any other.
    let other = Mesh(
      Given.service("other", selector: ["app": "shop"], ports: two), Given.service(),
      registration("vm", vm))
    #expect(
      other.endpoints(of: "other.default.svc.cluster.local") == ["10.128.0.1 80>1 90>9090 vm vm"])
  }

  @Test("One machine may be registered for several services; twice for one is reported")
  func severalServices() {
    let vm = Given.vm("10.128.0.1")
    let other = "other.default.svc.cluster.local"
    let mesh = Mesh(
      Given.service(), Given.service("other", ip: "10.0.0.2"), registration("a", vm),
      registration("b", for: other, vm), Given.workloadEntry("who", vm))
    #expect(mesh.endpoints() == ["10.128.0.1 80>80 vm a"])
    #expect(mesh.endpoints(of: other) == ["10.128.0.1 80>80 vm b"])
    #expect(mesh.workloads.map(\.name) == ["who"])
    #expect(mesh.problems.isEmpty)
    let twice = Mesh(Given.service(), registration("a", vm), registration("b", vm))
    #expect(twice.endpoints() == ["10.128.0.1 80>80 vm a"])
    #expect(twice.problemFields == ["WorkloadEntry default/b: spec.address"])
  }

  @Test("It is of a service of its own namespace only; one that is not there is reported")
  func unknownService() {
    let mesh = Mesh(
      Given.service(), registration("vm1", Given.vm("10.128.0.1"), in: "other"),
      registration("vm2", for: "nothing", Given.vm("10.128.0.2")))
    #expect(mesh.endpoints().isEmpty)
    #expect(
      mesh.problemFields == [
        #"WorkloadEntry default/vm2: metadata.annotations["causeway/service"]"#,
        #"WorkloadEntry other/vm1: metadata.annotations["causeway/service"]"#,
      ])
    #expect(mesh.workloads.count == 2)
  }

  @Test(
    "Where clients resolve names, or choose addresses, nothing can be registered",
    arguments: [
      Given.service(externalName: "x.example"), Given.entry(resolution: .dns),
      Given.entry(resolution: .dnsRoundRobin), Given.entry(resolution: .none),
    ])
  func otherResolutions(_ service: MeshObject) {
    let mesh = Mesh(service, registration("vm", Given.vm("10.128.0.1", ports: ["http": 1])))
    #expect(!mesh.endpoints().contains { $0.hasPrefix("10.128.0.1") })
    #expect(
      mesh.problemFields == [
        #"WorkloadEntry default/vm: metadata.annotations["causeway/service"]"#
      ])
  }

  @Test("It drains while it is being deleted")
  func draining() {
    let mesh = Mesh(
      Given.service(), registration("vm", Given.vm("10.128.0.1"), terminating: true))
    #expect(mesh.endpoints() == ["10.128.0.1 80>80 vm vm draining"])
  }
}
