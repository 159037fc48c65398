import MeshModel
import Testing

@Suite("VMs as endpoints")
struct VirtualMachineTests {
  @Test("A Service's selector takes WorkloadEntries too: one Service is pods and VMs")
  func serviceSelectsWorkloadEntries() {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"),
      Given.slice("s", [.init(addresses: [Given.address("10.1.0.1")])]),
      Given.workloadEntry("vm1", Given.vm("10.128.0.1", labels: ["app": "shop"])),
      Given.workloadEntry("vm2", Given.vm("10.128.0.2"), labels: ["app": "shop"]),
      Given.workloadEntry(
        "vm3", Given.vm("10.128.0.3", labels: ["app": "other"]), labels: ["app": "shop"]),
      Given.workloadEntry(
        "vm4", Given.vm("10.128.0.4", labels: ["app": "shop"]), in: "other"))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>8080 pod a", "10.128.0.1 80>80 vm vm1", "10.128.0.2 80>80 vm vm2",
      ])
  }

  @Test("A VM's port: by the name of the Service's port, by the target's name, by its number")
  func portsOfWorkloadEntry() {
    let ports: [Service.Port] = [
      .init(name: "a", number: 1, targetPort: .number(11)),
      .init(name: "b", number: 2, targetPort: .number(12)),
      .init(name: "c", number: 3, targetPort: .name("web")),
      .init(name: "d", number: 4, targetPort: .name("missing")),
      .init(name: "e", number: 5),
    ]
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"], ports: ports),
      Given.workloadEntry(
        "vm", Given.vm("10.128.0.1", ports: ["a": 101, "web": 103], labels: ["app": "shop"])))
    #expect(mesh.endpoints() == ["10.128.0.1 1>101 2>12 3>103 5>5 vm vm"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A WorkloadEntry with a name instead of an address cannot serve a Service")
  func workloadEntryWithName() {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]),
      Given.workloadEntry(
        "vm", WorkloadSpec(address: .hostname("vm.example"), labels: ["app": "shop"])),
      Given.workloadEntry("void", WorkloadSpec(address: nil, labels: ["app": "shop"])))
    #expect(mesh.endpoints().isEmpty)
    #expect(
      mesh.problemFields == [
        "WorkloadEntry default/vm: spec.address", "WorkloadEntry default/void: spec.address",
      ])
  }

  @Test("A workloadSelector takes WorkloadEntries and pods of the namespace")
  func workloadSelector() {
    let entry = Given.entry(
      hosts: ["x.example"],
      ports: [.init(name: "http", number: 80, protocolName: "HTTP", targetPort: 8080)],
      selector: ["app": "shop"])
    let mesh = Mesh(
      entry, Given.pod("a", "10.1.0.1"), Given.pod("b", "10.1.0.2", ready: false),
      Given.pod("c", "10.1.0.3", namespace: "other"),
      Given.workloadEntry(
        "vm1", Given.vm("10.128.0.1", ports: ["http": 9090], labels: ["app": "shop"])),
      Given.workloadEntry("vm2", Given.vm("10.128.0.2", labels: ["app": "shop"])),
      Given.workloadEntry("vm3", Given.vm("10.128.0.3", labels: ["app": "x"])))
    #expect(
      mesh.endpoints(of: "x.example") == [
        "10.1.0.1 80>8080 pod a", "10.128.0.1 80>9090 vm vm1", "10.128.0.2 80>8080 vm vm2",
      ])
  }

  @Test("A workloadSelector without labels takes every workload of the namespace")
  func emptyWorkloadSelector() {
    let mesh = Mesh(
      Given.entry(hosts: ["x.example"], selector: [:]), Given.pod("a", "10.1.0.1"),
      Given.workloadEntry("vm", Given.vm("10.128.0.1")))
    #expect(mesh.endpoints(of: "x.example").count == 2)
  }

  @Test("Endpoints beside a workloadSelector are both used, and reported")
  func endpointsAndSelector() {
    let mesh = Mesh(
      Given.entry(hosts: ["x.example"], vms: [Given.vm("10.128.0.1")], selector: ["app": "shop"]),
      Given.workloadEntry("vm", Given.vm("10.128.0.2", labels: ["app": "shop"])))
    #expect(mesh.endpoints(of: "x.example").count == 2)
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.workloadSelector"])
  }

  @Test("Resolution NONE sends connections where they go, and its endpoints are reported")
  func resolutionNone() throws {
    let mesh = Mesh(
      Given.entry(hosts: ["x.example"], resolution: .none),
      Given.entry("y", hosts: ["y.example"], resolution: .none, vms: [Given.vm("10.128.0.1")]))
    let service = try #require(mesh.service("x.example"))
    #expect(service.resolution == .originalDestination)
    #expect(service.endpoints.isEmpty)
    #expect(mesh.service("y.example")?.endpoints == [])
    #expect(mesh.workloads.isEmpty)
    #expect(mesh.problemFields == ["ServiceEntry default/y: spec.resolution"])
  }

  @Test("Resolution STATIC needs addresses; names are left out and reported")
  func resolutionStatic() {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"],
        vms: [
          WorkloadSpec(address: .hostname("vm.example")), Given.vm("10.128.0.1"),
          WorkloadSpec(address: nil), WorkloadSpec(address: .unixSocket("/run/x")),
        ]))
    #expect(
      mesh.endpoints(of: "x.example") == [
        "10.128.0.1 80>80 vm shop", "unix:///run/x 80>80 vm shop",
      ]
    )
    #expect(
      mesh.problemFields == [
        "ServiceEntry default/shop: spec.endpoints[0].address",
        "ServiceEntry default/shop: spec.endpoints[2].address",
      ])
  }

  @Test("Resolution DNS resolves the endpoints' names, else the host itself")
  func resolutionDNS() throws {
    let port = ServiceEntry.Port(
      name: "tls", number: 443, protocolName: "TLS", targetPort: 8443)
    let mesh = Mesh(
      Given.entry(
        "a", hosts: ["a.example"], ports: [port], location: .meshExternal, resolution: .dns,
        vms: [
          WorkloadSpec(address: .hostname("B.example"), ports: ["tls": 444]),
          Given.vm("192.0.2.1"), WorkloadSpec(address: nil, ports: ["tls": 445]),
        ]),
      Given.entry(
        "b", hosts: ["b.example"], ports: [port], location: .meshExternal, resolution: .dns))
    let service = try #require(mesh.service("a.example"))
    #expect(service.isExternal)
    #expect(service.resolution == .dns)
    #expect(
      mesh.endpoints(of: "a.example") == [
        "192.0.2.1 443>8443 external a", "a.example 443>445 external a",
        "b.example 443>444 external a",
      ])
    #expect(mesh.endpoints(of: "b.example") == ["b.example 443>8443 external b"])
    #expect(mesh.workloads.isEmpty)
    #expect(mesh.problems.isEmpty)
  }

  @Test("A host with a wildcard and no endpoints cannot be resolved by DNS")
  func wildcardDNS() {
    let mesh = Mesh(Given.entry(hosts: ["*.example"], resolution: .dns))
    #expect(mesh.services.map(\.host) == ["*.example"])
    #expect(mesh.endpoints(of: "*.example").isEmpty)
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.resolution"])
  }

  @Test("Resolution DNS_ROUND_ROBIN has one endpoint, the first")
  func resolutionRoundRobin() throws {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"], resolution: .dnsRoundRobin,
        vms: [
          WorkloadSpec(address: .hostname("b.example")),
          WorkloadSpec(address: .hostname("a.example")),
        ]))
    #expect(mesh.service("x.example")?.resolution == .dnsRoundRobin)
    #expect(mesh.endpoints(of: "x.example") == ["b.example 80>80 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.endpoints[1].address"])
  }

  @Test("The one endpoint of DNS_ROUND_ROBIN is one in the rotation, if there is any")
  func roundRobinInRotation() {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"], resolution: .dnsRoundRobin,
        vms: [
          WorkloadSpec(address: .hostname("b.example"), weight: 0),
          WorkloadSpec(address: .hostname("a.example")),
        ]))
    #expect(mesh.endpoints(of: "x.example") == ["a.example 80>80 vm shop"])
    #expect(mesh.problemFields == ["ServiceEntry default/shop: spec.endpoints[0].address"])
  }

  @Test("Endpoints of a MESH_EXTERNAL entry are external, but for pods that it selects")
  func external() throws {
    let mesh = Mesh(
      Given.entry(
        hosts: ["x.example"], location: .meshExternal, vms: [Given.vm("192.0.2.1")]),
      Given.entry(
        "y", hosts: ["y.example"], location: .meshExternal, selector: ["app": "shop"]),
      Given.workloadEntry("vm", Given.vm("10.128.0.1", labels: ["app": "shop"])),
      Given.pod("a", "10.1.0.1"))
    #expect(mesh.service("x.example")?.isExternal == true)
    #expect(mesh.endpoints(of: "x.example") == ["192.0.2.1 80>80 external shop"])
    #expect(
      mesh.endpoints(of: "y.example") == ["10.1.0.1 80>80 pod a", "10.128.0.1 80>80 external vm"])
    #expect(mesh.workloads.map { "\($0.name) \($0.instances.count)" } == ["a 1", "vm 0"])
  }
}
