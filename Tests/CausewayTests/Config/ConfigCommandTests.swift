import Admin
import EnvoyAPI
import Foundation
import MeshModel
import Testing
import Yams

@testable import causeway

@Suite("causeway config")
struct ConfigCommandTests {
  private static let id = nodeID("web.default")

  private static let dump: JSONValue = [
    "configs": [
      [
        "@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump", "versionInfo": "v",
        "dynamicActiveClusters": [
          [
            "versionInfo": "c1", "bytes": 120,
            "cluster": ["@type": "x", "name": "outbound|80||web", "connectTimeout": "1.5s"],
          ]
        ],
      ],
      [
        "@type": "type.googleapis.com/envoy.admin.v3.EndpointsConfigDump",
        "dynamicEndpointConfigs": [
          ["versionInfo": "e1", "bytes": 7, "endpointConfig": ["clusterName": "outbound|80||web"]]
        ],
      ],
      [
        "@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump", "versionInfo": "v",
        "dynamicListeners": [
          [
            "name": "0.0.0.0_80",
            "activeState": ["versionInfo": "l1", "bytes": 9, "listener": ["name": "0.0.0.0_80"]],
          ]
        ],
      ],
      [
        "@type": "type.googleapis.com/envoy.admin.v3.RoutesConfigDump",
        "dynamicRouteConfigs": [
          ["versionInfo": "r1", "routeConfig": ["name": "80", "n": .null, "flag": true]]
        ],
      ],
    ]
  ]

  private static func admin() throws -> FakeAdmin {
    try FakeAdmin([
      "/api/v1/proxies": proxies(proxy(id)), "/api/v1/proxies/\(id)/config": dump,
    ])
  }

  @Test("A line for each resource")
  func table() throws {
    let result = try Self.admin().run("config", "web")
    #expect(result.exitCode == 0)
    #expect(
      result.output == """
        TYPE   NAME               VERSION   BYTES
        cds    outbound|80||web   c1        120
        eds    outbound|80||web   e1        7
        lds    0.0.0.0_80         l1        9
        rds    80                 r1        -

        """)
  }

  @Test("JSON is what the server says, and YAML says the same")
  func documents() throws {
    let admin = try Self.admin()
    let json = try admin.run("config", "web", "-o", "json")
    #expect(json.output == Self.dump.rendered())
    let yaml = try admin.run("config", "web", "-o", "yaml")
    let read = try #require(try Yams.load(yaml: yaml.output) as? NSObject)
    let expected = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? NSObject
    // Both in the same form, as each reader has its own types.
    let texts = try [read, expected].map {
      try JSONSerialization.data(withJSONObject: $0 as Any, options: .sortedKeys)
    }
    #expect(texts[0] == texts[1], "\(yaml.output)")
    #expect(yaml.output.contains("cluster:\n") && yaml.output.contains("\"@type\": \"x\""))
  }

  @Test("Type and name are the server's business")
  func filters() throws {
    let result = try FakeAdmin { path in
      path.hasSuffix("/config")
        ? .failure(.notFound, "The node has not been sent x (looked in cds).", field: "name")
        : .json(proxies(proxy(Self.id)))
    }.run("config", "web", "--type", "cds", "--name", "x")
    #expect(result.exitCode == 1)
    #expect(result.errors == "causeway: The node has not been sent x (looked in cds).\n")
    #expect(try Self.admin().run("config", "web", "--type", "sds").exitCode == 64)
  }

  @Test("A node that is not there is a failure in one sentence")
  func unknown() throws {
    let result = try Self.admin().run("config", "nobody")
    #expect(result.exitCode == 1)
    #expect(
      result.errors
        == "causeway: No connected Envoy goes by the name 'nobody'; connected: web.default.\n")
  }

  @Test("Keys that a reader of YAML would take for something else are quoted")
  func keys() throws {
    let value: JSONValue = [
      "labels": ["on": "1", "1.5": "a", "a/b": "c", "null": "d"], "name": "x",
    ]
    let text = value.yaml.rendered()
    let read = try Yams.load(yaml: text) as? [String: Any]
    #expect(
      read?["labels"] as? [String: String] == ["on": "1", "1.5": "a", "a/b": "c", "null": "d"],
      "\(text)")
    #expect(text.hasSuffix("\nname: \"x\"\n"))
  }
}
