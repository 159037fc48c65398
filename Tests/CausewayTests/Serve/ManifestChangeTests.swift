import MeshModel
import Testing

@testable import causeway

@Suite("What a change of the mesh is called")
struct ManifestChangeTests {
  private static func service(_ name: String, port: UInt16 = 1) -> MeshObject {
    .service(
      Service(metadata: ObjectMetadata(name: name), ports: [Service.Port(number: port)]))
  }

  @Test("The first mesh was read")
  func first() {
    #expect(ManifestChange(nil).description == "first read")
  }

  @Test("What was added, changed and removed is named")
  func kinds() {
    let change = ManifestChange([
      .added(Self.service("d")),
      .changed(from: Self.service("b"), to: Self.service("b", port: 2)),
      .removed(Self.service("a")),
    ])
    #expect(
      change.description
        == "added: Service default/d, changed: Service default/b, removed: Service default/a")
  }

  @Test("Of many, three are named")
  func many() {
    let change = ManifestChange(["a", "b", "c", "d", "e"].map { .added(Self.service($0)) })
    #expect(
      change.description
        == "added: Service default/a, added: Service default/b, added: Service default/c and 2 more"
    )
  }
}
