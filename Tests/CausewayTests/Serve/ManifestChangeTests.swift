import MeshModel
import Testing

@testable import causeway

@Suite("What a change of the mesh is called")
struct ManifestChangeTests {
  private static func objects(_ services: [(name: String, port: Int)]) -> [MeshObject] {
    let text = services.map { service in
      """
      apiVersion: v1
      kind: Service
      metadata: {name: \(service.name)}
      spec: {ports: [{port: \(service.port)}]}
      """
    }
    let manifest = Manifest(
      parsing: Array(text.joined(separator: "\n---\n").utf8), file: "services.yaml")
    return manifest.objects.map(\.object)
  }

  @Test("The first mesh was read")
  func first() {
    #expect(ManifestChange(from: nil, to: Self.objects([("a", 1)])).description == "first read")
  }

  @Test("What was added, changed and removed is named, wherever it is written")
  func kinds() {
    let change = ManifestChange(
      from: Self.objects([("a", 1), ("b", 1), ("c", 1)]),
      to: Self.objects([("d", 1), ("c", 1), ("b", 2)]))
    #expect(
      change.description
        == "added: Service default/d, changed: Service default/b, removed: Service default/a")
  }

  @Test("Of many, three are named")
  func many() {
    let change = ManifestChange(
      from: [], to: Self.objects([("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)]))
    #expect(
      change.description
        == "added: Service default/a, added: Service default/b, added: Service default/c and 2 more"
    )
  }
}
