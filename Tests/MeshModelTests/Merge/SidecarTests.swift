import MeshModel
import Testing

@Suite("Which Sidecar holds for a workload")
struct SidecarTests {
  @Test("One that selects the workload, else the namespace's, else the root namespace's")
  func precedence() {
    let mesh = Mesh(
      .sidecar(Given.sidecar("all", "default")),
      .sidecar(Given.sidecar("shop", "default", selector: ["app": "shop"])),
      .sidecar(Given.sidecar("root", "istio-system")),
      .sidecar(Given.sidecar("selecting", "istio-system", selector: ["app": "shop"])))
    func name(_ namespace: String, _ labels: [String: String]) -> String? {
      mesh.sidecar(forNamespace: namespace, labels: labels)?.metadata.name
    }
    #expect(name("default", ["app": "shop", "version": "v1"]) == "shop")
    #expect(name("default", ["app": "cart"]) == "all")
    #expect(name("default", [:]) == "all")
    #expect(name("other", ["app": "shop"]) == "root")
    #expect(name("istio-system", ["app": "shop"]) == "selecting")
    #expect(mesh.problems.isEmpty)
  }

  @Test("Without any there is none, and the root namespace can be another")
  func rootNamespace() {
    let sidecar = MeshObject.sidecar(Given.sidecar("root", "mesh"))
    #expect(Mesh(sidecar).sidecar(forNamespace: "default", labels: [:]) == nil)
    let mesh = Mesh(
      objects: [sidecar], configuration: MeshConfiguration(rootNamespace: "mesh"))
    #expect(mesh.sidecar(forNamespace: "default", labels: [:])?.metadata.name == "root")
  }

  @Test("Of several for one workload the first by name holds, and the others are reported")
  func ties() {
    let mesh = Mesh(
      .sidecar(Given.sidecar("b")), .sidecar(Given.sidecar("a")),
      .sidecar(Given.sidecar("s2", selector: ["tier": "web"])),
      .sidecar(Given.sidecar("s1", selector: ["app": "shop"])),
      .sidecar(Given.sidecar("s3", selector: ["app": "shop", "tier": "db"])),
      Given.pod("p", "10.1.0.1", labels: ["app": "shop", "tier": "web"]))
    #expect(mesh.sidecar(forNamespace: "default", labels: [:])?.metadata.name == "a")
    let labels = ["app": "shop", "tier": "web"]
    #expect(mesh.sidecar(forNamespace: "default", labels: labels)?.metadata.name == "s1")
    #expect(
      mesh.problemFields == [
        "Sidecar default/b: spec.workloadSelector", "Sidecar default/s2: spec.workloadSelector",
      ])
  }
}
