import MeshModel
import Testing

@Suite("What changed")
struct ChangeTests {
  @Test("Services that were added, removed or changed are told, and no others")
  func changes() {
    let before = Mesh(
      Given.entry("same", hosts: ["same.example"]), Given.entry("gone", hosts: ["gone.example"]),
      Given.service(selector: ["app": "shop"]), Given.entry("x", "a", hosts: ["x.example"]))
    let after = Mesh(
      Given.entry("same", hosts: ["same.example"]), Given.entry("new", hosts: ["new.example"]),
      Given.service(selector: ["app": "shop"]), Given.pod("a", "10.1.0.1"),
      Given.entry("x", "b", hosts: ["x.example"]))
    #expect(
      after.changedServices(since: before).map(\.description) == [
        "gone.example in default removed", "new.example in default added",
        "\(Given.host) in default changed", "x.example in a removed", "x.example in b added",
      ])
    #expect(after.changedServices(since: after).isEmpty)
    #expect(Mesh().changedServices(since: before).count == before.services.count)
    #expect(before.changedServices(since: Mesh()).allSatisfy { $0.kind == .added })
  }

  @Test("A description says in one line what a thing is")
  func descriptions() throws {
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"], ports: [.init(name: "http", number: 80)]),
      Given.pod("a", "10.1.0.1"))
    let service = try #require(mesh.service())
    #expect(
      "\(service)" == """
        shop.default.svc.cluster.local in default [10.0.0.1] 80 http (http), endpoints
          10.1.0.1 80→80 pod default/a healthy from Pod default/a
        """)
    #expect(
      mesh.workloads.map(\.description) == [
        "pod default/a 10.1.0.1 serves 80 for shop.default.svc.cluster.local:80"
      ])
    #expect(mesh.debugDescription.contains("pod default/a 10.1.0.1 serves"))
    let problem = MeshProblem(
      object: ObjectReference(.pod, namespace: "x", name: "y"), field: "spec", message: "No.")
    #expect("\(problem)" == "Pod x/y: spec: No.")
  }
}
