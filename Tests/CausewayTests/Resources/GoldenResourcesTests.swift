import EnvoyAPI
import Foundation
import MeshModel
import Testing
import XDSServer

/// Everything that clients of some meshes are sent, in files for people to read.
///
/// A mesh is a folder's `mesh.yaml`; `UPDATE_GOLDEN=1` writes the other files.
@Suite("Resources of example meshes")
struct GoldenResourcesTests {
  /// A mesh, and a client of it.
  struct Example: CustomTestStringConvertible {
    var mesh: String
    var client: String
    var node: ProxyNode

    init(
      _ mesh: String, _ client: String, kind: ProxyNode.Kind = .sidecar,
      address: String = "10.9.9.9",
      labels: [String: String] = [:], locality: Locality? = nil,
      interception: ProxyNode.InterceptionMode = .redirect
    ) {
      self.mesh = mesh
      self.client = client
      node = ProxyNode(
        id: "\(client)", kind: kind, address: IPAddress(address), name: client, namespace: "shop",
        labels: labels, interceptionMode: interception, locality: locality)
    }

    var testDescription: String { "\(mesh), \(client)" }
  }

  private static let examples = [
    Example("migration", "client"),
    Example("migration", "vm", address: "10.128.0.13", labels: ["version": "v1"]),
    Example("migration", "client-without-interception", interception: .none),
    Example("migration", "grpc", kind: .grpc),
    Example("routes", "client"),
    Example("routes", "tester", labels: ["role": "tester"]),
    Example("connections", "client"),
    Example("policies", "client"),
    Example(
      "locality", "client-in-a", locality: Locality(region: "north", zone: "a")),
    Example(
      "locality", "client-in-b", locality: Locality(region: "north", zone: "b")),
    Example("scope", "frontend", address: "10.4.0.1", labels: ["app": "frontend"]),
    Example("gateway", "ingress", kind: .router, labels: ["istio": "ingressgateway"]),
  ]

  @Test("What a client is sent is what its file says", arguments: examples)
  func resources(example: Example) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/resources").appending(path: example.mesh)
    let text = try String(contentsOf: folder.appending(path: "mesh.yaml"), encoding: .utf8)
    let manifest = Manifest(parsing: text, file: "mesh.yaml")
    #expect(manifest.problems.map(\.message) == [])
    let mesh = Mesh(objects: manifest.objects.map(\.object))
    #expect(mesh.problems.map(\.message) == [])
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let snapshot = generator.snapshot(for: generator.viewKey(for: example.node))
    try expectGolden(
      try Self.text(of: snapshot), "resources/\(example.mesh)/\(example.client).txt")
  }

  /// All resources, each under a line that says its type and name.
  private static func text(of snapshot: Snapshot) throws -> String {
    var text = ""
    for type in ResourceType.allCases {
      for resource in snapshot[type].resources {
        let origins = resource.origins.map(\.description).joined(separator: ", ")
        text += "## \(type.shortName) \(resource.name)\n"
        if !origins.isEmpty { text += "# made from \(origins)\n" }
        text += try EnvoyMessage.json(ofResourceField: resource.field.bytes).rendered()
      }
    }
    return text
  }
}
