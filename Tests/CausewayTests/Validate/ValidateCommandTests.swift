import Foundation
import Testing

@testable import causeway

@Suite("causeway validate")
struct ValidateCommandTests {
  private static let good = """
    apiVersion: v1
    kind: Service
    metadata: {name: shop}
    spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}

    """

  private static let broken = """
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: broken}
    spec:
      hosts: [broken.example]
      resolution: SOMEHOW
      ports: [{name: tcp, number: 9, protocol: TCP}]

    """

  private static let odd = """
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: a}
    spec:
      hosts: [odd.example]
      location: MESH_INTERNAL
      resolution: STATIC
      ports: [{name: tcp, number: 9, protocol: TCP}]
      endpoints: [{address: 192.0.2.1}]
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: b}
    spec:
      hosts: [odd.example]
      location: MESH_EXTERNAL
      resolution: STATIC
      ports: [{name: tcp, number: 9, protocol: TCP}]
      endpoints: [{address: 192.0.2.2}]

    """

  @Test("Good manifests give a line that sums up, and exit 0")
  func good() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.good, "a.yaml")
    let result = try Program.run(["validate", path])
    #expect(result.exitCode == 0)
    #expect(result.output == "1 file, 1 object, 0 errors, 0 warnings\n")
    #expect(result.errors == "")
  }

  @Test("An error is shown with file, line, object and field, and exits 1")
  func broken() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.good + "---\n" + Self.broken, "a.yaml")
    let result = try Program.run(["validate", folder.url.path])
    #expect(result.exitCode == 1)
    let start = "\(path):11: error: ServiceEntry default/broken, spec.resolution: "
    #expect(result.output.hasPrefix(start), "\(result.output)")
    #expect(result.output.hasSuffix("1 file, 1 object, 1 error, 0 warnings\n"))
    #expect(result.errors == "")
  }

  @Test("What has no effect is a warning with its place, and exits 0")
  func semantics() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.odd, "a.yaml")
    let result = try Program.run(["validate", path])
    #expect(result.exitCode == 0)
    let start = "\(path):16: warning: ServiceEntry default/b, spec.location: "
    #expect(result.output.hasPrefix(start), "\(result.output)")
    #expect(result.output.hasSuffix("1 file, 2 objects, 0 errors, 1 warning\n"))
  }

  @Test("What does not fit between objects is shown at the very field, however deep it stands")
  func rules() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.good, "a.yaml")
    let path = try folder.write(
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: v}
      spec:
        hosts: [shop]
        http:
        - route:
          - destination:
              host: shop
          - destination:
              host: shop
              subset: v2
            weight: 5

      """, "b.yaml")
    let result = try Program.run(["validate", folder.url.path])
    #expect(result.exitCode == 0)
    #expect(
      result.output.hasPrefix(
        "\(path):12: warning: VirtualService default/v, "
          + "spec.http[0].route[1].destination.subset: No DestinationRule of "
          + "shop.default.svc.cluster.local defines the subset v2; "),
      "\(result.output)")
    #expect(result.output.hasSuffix("2 files, 2 objects, 0 errors, 1 warning\n"))
  }

  @Test("The example of a migration has nothing to complain of")
  func migration() throws {
    let example = URL(filePath: #filePath).appending(path: "../../../../examples/migration")
    let result = try Program.run(["validate", example.standardizedFileURL.path])
    #expect(result.output == "2 files, 5 objects, 0 errors, 0 warnings\n")
  }

  @Test("The same comes as JSON")
  func json() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.broken, "a.yaml")
    try folder.write(Self.odd, "b.yaml")
    let result = try Program.run(["validate", folder.url.path, "-o", "json"])
    #expect(result.exitCode == 1)
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(value?["files"] as? Int == 2)
    #expect(value?["errors"] as? Int == 1)
    #expect(value?["warnings"] as? Int == 1)
    let problems = try #require(value?["problems"] as? [[String: Any]])
    #expect(problems.first?["file"] as? String == path)
    #expect(problems.first?["line"] as? Int == 6)
    #expect(problems.first?["field"] as? String == "spec.resolution")
    #expect(problems.map { $0["severity"] as? String } == ["error", "warning"])
  }

  @Test("A path that does not exist is a failure in one sentence")
  func missing() throws {
    let result = try Program.run(["validate", "/does/not/exist"])
    #expect(result.exitCode == 1)
    #expect(result.output == "")
    #expect(
      result.errors
        == "causeway: /does/not/exist does not exist. Give a file or a folder of manifests.\n")
  }
}
