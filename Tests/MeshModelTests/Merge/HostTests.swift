import MeshModel
import Testing

@Suite("Hosts")
struct HostTests {
  @Test("An object that is given twice counts once")
  func objectGivenTwice() {
    let pod = Given.pod("a", "10.1.0.1")
    let once = Mesh(Given.service(selector: ["app": "shop"]), pod)
    let twice = Mesh(pod, Given.service(selector: ["app": "shop"]), pod)
    #expect(twice == once)
    #expect(twice.problems.isEmpty)
  }

  @Test("Of two objects with one name the same one counts in every order, and it is reported")
  func contradictingCopies() {
    let objects = [
      Given.pod("a", "10.1.0.1", labels: ["app": "shop", "x": "1", "y": "2"]),
      Given.pod("a", "10.1.0.2", labels: ["y": "2", "x": "1", "app": "shop"]),
      Given.pod("a", "10.1.0.3"),
    ]
    let mesh = Mesh(objects: objects)
    #expect(mesh == Mesh(objects: objects.reversed()))
    #expect(mesh == Mesh(objects: [objects[1], objects[2], objects[0]]))
    #expect(mesh.workloads.count == 1)
    #expect(mesh.problemFields == ["Pod default/a: metadata.name"])
  }

  @Test("A Service's host is NAME.NAMESPACE.svc and the cluster's domain")
  func serviceHost() {
    let mesh = Mesh(Given.service("shop", "eu"))
    #expect(mesh.services.map(\.host) == ["shop.eu.svc.cluster.local"])
    #expect(mesh.services.map(\.kubernetesName) == ["shop"])
    let other = Mesh(
      objects: [Given.service()], configuration: MeshConfiguration(clusterDomain: "Corp.example"))
    #expect(other.services.map(\.host) == ["shop.default.svc.corp.example"])
  }

  /// The first thing that Causeway has to do: the objects and values are those of the talk.
  @Test("A ServiceEntry joins the Service of its host: the talk's VM serves productcatalogservice")
  func talkExample() throws {
    let host = "productcatalogservice.default.svc.cluster.local"
    let mesh = Mesh(
      Given.service(
        "productcatalogservice", ip: "10.0.28.196", ports: [.init(name: "grpc", number: 3550)]),
      Given.entry(
        "productcatalogservice", hosts: [host],
        ports: [.init(name: "grpc", number: 3550, protocolName: "GRPC")],
        vms: [
          Given.vm(
            "10.128.0.13", ports: ["grpc": 3550],
            labels: ["app": "productcatalogservice", "version": "v1"])
        ]))
    #expect(mesh.problems.isEmpty)
    #expect(mesh.services.count == 1)
    let service = try #require(mesh.service(host))
    #expect(service.kubernetesName == "productcatalogservice")
    #expect(service.virtualIPs == [Given.address("10.0.28.196")])
    #expect(service.automaticAddress == nil)
    #expect(!service.isExternal)
    #expect(service.resolution == .endpoints)
    #expect(service.ports == [ServicePort(number: 3550, name: "grpc", appProtocol: .grpc)])
    #expect(
      service.origins.map(\.description) == [
        "Service default/productcatalogservice", "ServiceEntry default/productcatalogservice",
      ])
    #expect(mesh.endpoints(of: host) == ["10.128.0.13 3550>3550 vm productcatalogservice"])
    #expect(service.endpoints[0].labels["version"] == "v1")
    #expect(service.endpoints[0].origin.kind == .serviceEntry)
    #expect(mesh.workloads(at: Given.address("10.128.0.13")).map(\.instances.count) == [1])
  }

  @Test("Pods and VMs of one host are one set of endpoints")
  func podsAndVMs() {
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [.init(name: "http", number: 80, targetPort: .number(8080))]),
      Given.pod("a", "10.1.0.1"), Given.pod("b", "10.1.0.2"),
      Given.entry(vms: [Given.vm("10.128.0.1", ports: ["http": 9090])]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>8080 pod a", "10.1.0.2 80>8080 pod b", "10.128.0.1 80>9090 vm shop",
      ])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A ServiceEntry of another namespace does not join, but makes a service of its own")
  func foreignNamespace() {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"),
      Given.entry("shop", "other", vms: [Given.vm("10.128.0.1")]))
    #expect(mesh.services.map(\.namespace) == ["default", "other"])
    #expect(mesh.endpoints() == ["10.1.0.1 80>80 pod a"])
    #expect(mesh.endpoints(in: "other") == ["10.128.0.1 80>80 vm shop"])
    #expect(mesh.service(in: "other")?.kubernetesName == nil)
  }

  @Test("A host is the same in capitals")
  func capitals() {
    let mesh = Mesh(Given.service(), Given.entry(hosts: ["Shop.Default.svc.Cluster.Local"]))
    #expect(mesh.services.count == 1)
  }

  @Test("Every host of a ServiceEntry is a service")
  func severalHosts() {
    let mesh = Mesh(
      Given.entry(hosts: ["b.example", "a.example", "b.example"], vms: [Given.vm("10.128.0.1")]))
    #expect(mesh.services.map(\.host) == ["a.example", "b.example"])
    #expect(mesh.endpoints(of: "a.example") == mesh.endpoints(of: "b.example"))
    #expect(mesh.workloads.map(\.instances.count) == [2])
  }

  @Test("ServiceEntries with one host and namespace are united")
  func unitedEntries() throws {
    let mesh = Mesh(
      Given.entry(
        "b", hosts: ["x.example"], addresses: ["10.9.0.1"],
        ports: [.init(name: "tcp", number: 90)], vms: [Given.vm("10.128.0.2")]),
      Given.entry("a", hosts: ["x.example"], addresses: ["10.9.0.2"], vms: [Given.vm("10.128.0.1")])
    )
    let service = try #require(mesh.service("x.example"))
    #expect(service.ports.map(\.number) == [80, 90])
    #expect(service.addresses == [Given.address("10.9.0.1"), Given.address("10.9.0.2")])
    #expect(
      mesh.endpoints(of: "x.example") == ["10.128.0.1 80>80 vm a", "10.128.0.2 90>90 vm b"])
    #expect(mesh.problems.isEmpty)
  }

  @Test("The Service decides, and a ServiceEntry that contradicts it is reported")
  func serviceDecides() throws {
    let hidden = ExportTo(isPublic: false, namespaces: ["default"])
    let mesh = Mesh(
      Given.service(),
      Given.entry(
        location: .meshExternal, resolution: .dns, vms: [Given.vm("10.128.0.1")], exportTo: hidden))
    let service = try #require(mesh.service())
    #expect(service.resolution == .endpoints)
    #expect(!service.isExternal)
    #expect(service.exportTo == .everywhere)
    #expect(mesh.endpoints() == ["10.128.0.1 80>80 external shop"])
    #expect(
      mesh.problemFields == [
        "ServiceEntry default/shop: spec.exportTo", "ServiceEntry default/shop: spec.location",
        "ServiceEntry default/shop: spec.resolution",
      ])
  }

  @Test("Of contradicting ServiceEntries the first by name decides, and the other is reported")
  func firstEntryDecides() throws {
    let mesh = Mesh(
      Given.entry("b", hosts: ["x.example"], resolution: .none),
      Given.entry("a", hosts: ["x.example"], location: .meshExternal, resolution: .dns))
    let service = try #require(mesh.service("x.example"))
    #expect(service.resolution == .dns)
    #expect(service.isExternal)
    #expect(
      mesh.problemFields == [
        "ServiceEntry default/b: spec.location", "ServiceEntry default/b: spec.resolution",
      ])
  }

  @Test("A headless Service is known as such and has no address")
  func headless() throws {
    let mesh = Mesh(
      Given.service(ip: nil, selector: ["app": "shop"], headless: true),
      Given.pod("a", "10.1.0.1"), Given.entry(vms: [Given.vm("10.128.0.1")]))
    let service = try #require(mesh.service())
    #expect(service.isHeadless)
    #expect(service.virtualIPs.isEmpty)
    #expect(service.resolution == .endpoints)
    #expect(mesh.endpoints() == ["10.1.0.1 80>80 pod a", "10.128.0.1 80>80 vm shop"])
  }

  @Test("A Service without endpoints is kept")
  func emptyService() {
    let mesh = Mesh(Given.service(selector: ["app": "shop"]), Given.service("bare"))
    #expect(mesh.services.map(\.endpoints.count) == [0, 0])
    #expect(mesh.problems.isEmpty)
  }

  @Test("An ExternalName Service leads to that name by DNS, without pods or selector")
  func externalName() throws {
    let mesh = Mesh(
      Given.service(
        ip: nil, selector: ["app": "shop"],
        ports: [.init(name: "https", number: 443, targetPort: .number(8443))],
        externalName: "Shop.Example.com"),
      Given.pod("a", "10.1.0.1"))
    let service = try #require(mesh.service())
    #expect(service.isExternal)
    #expect(service.resolution == .dns)
    #expect(service.virtualIPs.isEmpty)
    #expect(mesh.endpoints() == ["shop.example.com 443>443 external shop"])
    #expect(service.endpoints[0].origin.kind == .service)
    #expect(mesh.workloads.allSatisfy { $0.instances.isEmpty })
  }

  @Test("An ExternalName that is a host of the mesh is still a name to resolve")
  func externalNameInMesh() {
    let mesh = Mesh(
      Given.service("alias", ip: nil, externalName: Given.host),
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"))
    #expect(
      mesh.endpoints(of: "alias.default.svc.cluster.local") == [
        "\(Given.host) 80>80 external alias"
      ])
  }
}
