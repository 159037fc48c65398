import MeshModel
import Testing

@Suite("Workloads")
struct WorkloadTests {
  @Test("Every pod with an address and every VM is a workload, whether it serves or not")
  func everyWorkload() {
    let mesh = Mesh(
      Given.pod("b", "10.1.0.2", ready: false), Given.pod("a", "10.1.0.1", terminating: true),
      Given.pod("pending"), Given.pod("done", "10.1.0.3", finished: true),
      Given.workloadEntry("vm", Given.vm("10.128.0.1"), in: "apps"),
      Given.workloadEntry("named", WorkloadSpec(address: .hostname("vm.example"))),
      Given.entry("inline", hosts: ["x.example"], vms: [Given.vm("10.128.0.2")]),
      Given.entry(
        "foreign", hosts: ["y.example"], location: .meshExternal, vms: [Given.vm("192.0.2.1")]))
    #expect(
      mesh.workloads.map { "\($0.kind) \($0.namespace)/\($0.name)" } == [
        "vm apps/vm", "pod default/a", "pod default/b", "vm default/inline",
      ])
  }

  @Test("A pod that several Services select serves all of them")
  func podOfSeveralServices() throws {
    let mesh = Mesh(
      Given.service(
        selector: ["app": "shop"],
        ports: [
          .init(name: "grpc", number: 90, targetPort: .number(7070)),
          .init(name: "http", number: 80, targetPort: .number(8080)),
        ]),
      Given.service(
        "canary", selector: ["app": "shop"],
        ports: [.init(name: "http", number: 80, targetPort: .number(8080))]),
      Given.pod("a", "10.1.0.1"))
    let workload = try #require(mesh.workloads.first)
    #expect(
      workload.instances.map { "\($0.port) \($0.host) \($0.servicePort)" } == [
        "7070 \(Given.host) 90 grpc (grpc)",
        "8080 canary.default.svc.cluster.local 80 http (http)",
        "8080 \(Given.host) 80 http (http)",
      ])
  }

  @Test("A VM that several objects describe is one workload that serves all of their hosts")
  func vmOfSeveralServices() throws {
    let mesh = Mesh(
      Given.entry("b", hosts: ["b.example"], vms: [Given.vm("10.128.0.1", labels: ["x": "b"])]),
      Given.entry(
        "a", "other", hosts: ["a.example"],
        vms: [Given.vm("10.128.0.1", labels: ["y": "a"], account: "shop")]),
      Given.service(selector: ["app": "shop"]),
      Given.workloadEntry(
        "vm", Given.vm("10.128.0.1", labels: ["app": "shop", "x": "vm"]), in: "default"))
    #expect(mesh.workloads.count == 1)
    let vm = try #require(mesh.workloads.first)
    #expect(vm.origin.description == "WorkloadEntry default/vm")
    #expect(vm.labels == ["app": "shop", "x": "vm", "y": "a"])
    #expect(vm.serviceAccount == "shop")
    #expect(vm.instances.map(\.host) == ["a.example", "b.example", Given.host])
    #expect(mesh.problems.isEmpty)
  }

  @Test("Two WorkloadEntries at one address are one VM, and it is reported")
  func twoEntriesOneAddress() {
    let mesh = Mesh(
      Given.workloadEntry("b", Given.vm("10.128.0.1")),
      Given.workloadEntry("a", Given.vm("10.128.0.1")))
    #expect(mesh.workloads.map(\.name) == ["a"])
    #expect(mesh.problemFields == ["WorkloadEntry default/b: spec.address"])
  }

  @Test("A WorkloadEntry at a pod's address means that pod, and it is reported")
  func entryAtPod() {
    let mesh = Mesh(
      Given.pod("a", "10.1.0.1", labels: [:]), Given.service(selector: ["app": "shop"]),
      Given.workloadEntry("vm", Given.vm("10.1.0.1", labels: ["app": "shop"])))
    #expect(mesh.workloads.map(\.name) == ["a"])
    #expect(mesh.endpoints() == ["10.1.0.1 80>80 pod a"])
    #expect(mesh.workloads.map(\.instances.count) == [1])
    #expect(mesh.problemFields == ["WorkloadEntry default/vm: spec.address"])
  }

  @Test("Workloads are found by any of their addresses")
  func lookup() {
    let mesh = Mesh(
      Given.pod("a", "10.1.0.1", "fd00::1"), Given.pod("b", "10.1.0.2"),
      Given.pod("c", "10.1.0.2"))
    #expect(mesh.workloads(at: Given.address("fd00::1")).map(\.name) == ["a"])
    #expect(mesh.workloads(at: Given.address("10.1.0.1")).map(\.name) == ["a"])
    #expect(mesh.workloads(at: Given.address("10.1.0.2")).map(\.name) == ["b", "c"])
    #expect(mesh.workloads(at: Given.address("10.1.0.9")).isEmpty)
  }
}
