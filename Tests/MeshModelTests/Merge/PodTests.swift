import MeshModel
import Testing

@Suite("Pods as endpoints")
struct PodTests {
  let service = Given.service(
    selector: ["app": "shop", "tier": "web"], ports: [.init(name: "http", number: 80)])
  let labels = ["app": "shop", "tier": "web", "version": "v1"]

  @Test("A selector takes the pods of its namespace that have all of its labels")
  func selector() {
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1", labels: labels),
      Given.pod("b", "10.1.0.2", labels: ["app": "shop"]),
      Given.pod("c", "10.1.0.3", labels: ["app": "shop", "tier": "db"]),
      Given.pod("d", "10.1.0.4", namespace: "other", labels: labels),
      Given.pod("e", labels: labels))
    #expect(mesh.endpoints() == ["10.1.0.1 80>80 pod a"])
  }

  @Test("A Service without a selector takes no pod")
  func noSelector() {
    #expect(Mesh(Given.service(), Given.pod("a", "10.1.0.1")).endpoints().isEmpty)
  }

  @Test("EndpointSlices count before Endpoints, and those before the selector")
  func precedenceOfSources() {
    let pod = Given.pod("a", "10.1.0.1", labels: labels)
    let endpoints = Given.endpoints([
      .init(
        addresses: [.init(ip: Given.address("10.1.0.2"))], ports: [.init(name: "http", number: 2)])
    ])
    let slice = Given.slice("shop-x", [.init(addresses: [Given.address("10.1.0.3")])])
    #expect(Mesh(service, pod).endpoints() == ["10.1.0.1 80>80 pod a"])
    #expect(Mesh(service, pod, endpoints).endpoints() == ["10.1.0.2 80>2 external shop"])
    #expect(
      Mesh(service, pod, endpoints, slice).endpoints() == ["10.1.0.3 80>8080 external shop-x"])
    #expect(Mesh(service, pod, Given.slice("shop-x", [])).endpoints().isEmpty)
  }

  @Test("All EndpointSlices of a Service are united, and an address in two of them counts once")
  func severalSlices() {
    let both = EndpointSlice.Endpoint(addresses: [Given.address("10.1.0.2")])
    let mesh = Mesh(
      service, Given.slice("s2", [both, .init(addresses: [Given.address("10.1.0.3")])]),
      Given.slice("s1", [.init(addresses: [Given.address("10.1.0.1")]), both]),
      Given.slice("s3", of: "other", [.init(addresses: [Given.address("10.1.0.9")])]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>8080 external s1", "10.1.0.2 80>8080 external s1",
        "10.1.0.3 80>8080 external s2",
      ])
    #expect(mesh.problems.isEmpty)
  }

  @Test("A pod with addresses of both families is one endpoint, at its first address")
  func dualStack() {
    let target = TargetReference(kind: "Pod", namespace: "default", name: "a")
    let six = Given.slice("six", [.init(addresses: [Given.address("fd00::1")], target: target)])
    let four = Given.slice("four", [.init(addresses: [Given.address("10.1.0.1")], target: target)])
    let pod = Given.pod("a", "10.1.0.1", "fd00::1", labels: labels)
    #expect(Mesh(service, pod).endpoints() == ["10.1.0.1 80>80 pod a"])
    #expect(Mesh(service, pod, six, four).endpoints() == ["10.1.0.1 80>8080 pod a"])
    #expect(Mesh(service, pod, six).endpoints() == ["fd00::1 80>8080 pod a"])
  }

  @Test(
    "Health: who is ready is healthy, who is on its way out is draining, others are left out",
    arguments: [
      (ready: true, terminating: false, expected: ["10.1.0.1 80>80 pod a"]),
      (ready: true, terminating: true, expected: ["10.1.0.1 80>80 pod a draining"]),
      (ready: false, terminating: false, expected: []),
      (ready: false, terminating: true, expected: []),
    ])
  func health(ready: Bool, terminating: Bool, expected: [String]) {
    let pod = Given.pod(
      "a", "10.1.0.1", labels: labels, ready: ready, terminating: terminating)
    #expect(Mesh(service, pod).endpoints() == expected)
  }

  @Test("A finished pod is no endpoint and no workload")
  func finishedPod() {
    let mesh = Mesh(service, Given.pod("a", "10.1.0.1", labels: labels, finished: true))
    #expect(mesh.endpoints().isEmpty)
    #expect(mesh.workloads.isEmpty)
  }

  @Test("With publishNotReadyAddresses pods count before they are ready")
  func publishNotReady() {
    let service = Given.service(selector: ["app": "shop"], acceptsUnready: true)
    let unready = EndpointSlice.Endpoint(addresses: [Given.address("10.1.0.1")], isReady: false)
    #expect(
      Mesh(service, Given.pod("a", "10.1.0.1", ready: false)).endpoints() == [
        "10.1.0.1 80>80 pod a"
      ])
    #expect(
      Mesh(service, Given.slice("s", [unready])).endpoints() == ["10.1.0.1 80>8080 external s"])
    #expect(Mesh(Given.service(), Given.slice("s", [unready])).endpoints().isEmpty)
  }

  @Test("A slice's endpoint that terminates and serves is draining")
  func drainingSlice() {
    func endpoint(_ ready: Bool, _ serving: Bool, _ terminating: Bool) -> EndpointSlice.Endpoint {
      .init(
        addresses: [Given.address("10.1.0.1")], isReady: ready, isServing: serving,
        isTerminating: terminating)
    }
    func health(_ endpoint: EndpointSlice.Endpoint) -> Endpoint.Health? {
      Mesh(service, Given.slice("s", [endpoint])).service()?.endpoints.first?.health
    }
    #expect(health(endpoint(true, true, false)) == .healthy)
    #expect(health(endpoint(false, true, true)) == .draining)
    #expect(health(endpoint(true, true, true)) == .draining)
    #expect(health(endpoint(false, false, true)) == nil)
    #expect(health(endpoint(false, true, false)) == nil)
  }

  @Test("A pod that is being deleted drains even where its slice does not say so yet")
  func podSeenTerminatingFirst() {
    let target = TargetReference(kind: "Pod", namespace: "default", name: "a")
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1", labels: labels, terminating: true),
      Given.slice("s", [.init(addresses: [Given.address("10.1.0.1")], target: target)]))
    #expect(mesh.endpoints() == ["10.1.0.1 80>8080 pod a draining"])
  }

  @Test("The label istio.io/draining takes pods and VMs out by hand")
  func drainingLabel() {
    let draining = ["istio.io/draining": "true"]
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]),
      Given.pod("a", "10.1.0.1", labels: ["app": "shop", "istio.io/draining": ""]),
      Given.workloadEntry(
        "vm", Given.vm("10.128.0.1", labels: ["app": "shop"]), labels: draining),
      Given.workloadEntry(
        "vm2", Given.vm("10.128.0.2", labels: ["app": "shop"]), terminating: true),
      Given.entry(vms: [Given.vm("10.128.0.3", labels: draining)]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>80 pod a draining", "10.128.0.1 80>80 vm vm draining",
        "10.128.0.2 80>80 vm vm2 draining", "10.128.0.3 80>80 vm shop draining",
      ])
  }

  @Test("The unready addresses of Endpoints are left out")
  func unreadyEndpoints() {
    let subset = EndpointsObject.Subset(
      addresses: [.init(ip: Given.address("10.1.0.1"))],
      notReadyAddresses: [.init(ip: Given.address("10.1.0.2"))],
      ports: [.init(name: "http", number: 8080)])
    #expect(
      Mesh(service, Given.endpoints([subset])).endpoints() == ["10.1.0.1 80>8080 external shop"])
  }

  @Test("A listed address is the pod that is named or has it, else the VM, else unknown")
  func whoHoldsAnAddress() throws {
    let named = TargetReference(kind: "Pod", namespace: "default", name: "a")
    let absent = TargetReference(kind: "Pod", namespace: "default", name: "gone")
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1", account: "shop"), Given.pod("b", "10.1.0.2"),
      Given.workloadEntry("vm", Given.vm("10.128.0.1", labels: ["os": "linux"])),
      Given.slice(
        "s",
        [
          .init(addresses: [Given.address("10.1.0.1")], target: named),
          .init(addresses: [Given.address("10.1.0.2")]),
          .init(addresses: [Given.address("10.1.0.3")], zone: "z1", target: absent),
          .init(addresses: [Given.address("10.128.0.1")]),
          .init(addresses: [Given.address("192.0.2.1")]),
        ]))
    #expect(
      mesh.endpoints() == [
        "10.1.0.1 80>8080 pod a", "10.1.0.2 80>8080 pod b", "10.1.0.3 80>8080 pod gone",
        "10.128.0.1 80>8080 vm vm", "192.0.2.1 80>8080 external s",
      ])
    let endpoints = try #require(mesh.service()?.endpoints)
    #expect(endpoints.allSatisfy { $0.origin.kind == .endpointSlice })
    #expect(endpoints[0].serviceAccount == "shop")
    #expect(endpoints[2].locality == Locality(zone: "z1"))
    #expect(endpoints[3].labels == ["os": "linux"])
    let serving = mesh.workloads.filter { !$0.instances.isEmpty }.map(\.name)
    #expect(serving == ["a", "b", "vm"])
  }

  @Test("An address that several pods share, on their Node's network, is none of theirs by itself")
  func sharedAddress() {
    let mesh = Mesh(
      service, Given.pod("a", "10.1.0.1"), Given.pod("b", "10.1.0.1"),
      Given.slice("s", [.init(addresses: [Given.address("10.1.0.1")])]))
    #expect(mesh.endpoints() == ["10.1.0.1 80>8080 external s"])
    #expect(mesh.workloads(at: Given.address("10.1.0.1")).map(\.name) == ["a", "b"])
  }

  @Test("An inline endpoint at a pod's address is that pod")
  func inlineEndpointAtPod() throws {
    func mesh(ready: Bool) -> Mesh {
      Mesh(
        Given.pod("a", "10.1.0.1", labels: ["app": "shop"], account: "shop", ready: ready),
        Given.entry(hosts: ["x.example"], vms: [Given.vm("10.1.0.1", labels: ["version": "v2"])]))
    }
    #expect(mesh(ready: true).endpoints(of: "x.example") == ["10.1.0.1 80>80 pod a"])
    let endpoint = try #require(mesh(ready: true).service("x.example")?.endpoints.first)
    #expect(endpoint.labels == ["app": "shop", "version": "v2"])
    #expect(endpoint.serviceAccount == "shop")
    #expect(endpoint.origin.kind == .serviceEntry)
    #expect(mesh(ready: true).workloads.map { "\($0.kind) \($0.instances.count)" } == ["pod 1"])
    #expect(mesh(ready: false).endpoints(of: "x.example").isEmpty)
  }
}
