import MeshModel
import Testing

@Suite("Descriptions")
struct DescriptionTests {
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
