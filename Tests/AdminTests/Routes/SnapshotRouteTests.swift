import Foundation
import Testing
import XDSServer

@testable import Admin

@Suite("The snapshot in the admin API")
struct SnapshotRouteTests {
  @Test("The snapshot lists every type with names, versions and sizes")
  func snapshot() throws {
    let snapshot = try json("/api/v1/snapshot?namespace=shop", state())
    #expect(snapshot["revision"] as? Int == 7)
    let types = try #require(snapshot["types"] as? [String: [String: Any]])
    #expect(Set(types.keys) == ["cds", "eds", "lds", "rds"])
    for (_, type) in types {
      #expect((type["version"] as? String)?.count == 16)
      let resources = try #require(type["resources"] as? [[String: Any]])
      #expect(!resources.isEmpty)
      let sum = resources.reduce(0) { $0 + ($1["bytes"] as? Int ?? 0) }
      #expect(type["bytes"] as? Int == sum)
    }
    let one = try json("/api/v1/snapshot?type=eds", state())["types"] as? [String: Any]
    #expect(one.map { Set($0.keys) } == ["eds"])
  }

  @Test("A resource is shown decoded, by its short type, its URL or its name alone")
  func resource() throws {
    let state = try state()
    let name = "outbound|3550||catalog.shop.svc.cluster.local"
    let encoded = name.replacing("|", with: "%7C")
    let url = ResourceType.endpoint.typeURL
    for type in ["eds", "EDS", url] {
      let shown = try json("/api/v1/snapshot?type=\(type)&name=\(encoded)", state)
      let resource = try #require(shown["resource"] as? [String: Any])
      #expect(resource["@type"] as? String == url)
      #expect(resource["clusterName"] as? String == name)
      #expect("\(resource)".contains("10.128.0.13"))
    }
    let both = try json("/api/v1/snapshot?name=\(encoded)", state, status: .badRequest)
    #expect(both["field"] as? String == "type")
    let listener = try json("/api/v1/snapshot?name=virtualOutbound", state)
    #expect(listener["type"] as? String == "lds")
  }

  @Test("The view is chosen by node, namespace and interception")
  func views() throws {
    let state = try state()
    func names(_ query: String) throws -> Set<String> {
      let types = try json("/api/v1/snapshot?type=lds&\(query)", state)["types"]
      let lds = (types as? [String: [String: Any]])?["lds"]?["resources"] as? [[String: Any]]
      return Set((lds ?? []).compactMap { $0["name"] as? String })
    }
    #expect(try names("").contains("virtualOutbound"))
    #expect(try !names("interception=none").contains("virtualOutbound"))
    #expect(try names("labels=app=shop,role=x&locality=r/z").contains("virtualOutbound"))
    let node = "sidecar~10.1.0.5~catalog-1.shop~shop.svc.cluster.local"
    let view = try json("/api/v1/snapshot?node=\(node)", state)["view"] as? [String: Any]
    #expect(view?["namespace"] as? String == "shop")
    #expect(view?["node"] as? String == node)
  }

  @Test(
    "Parameters that make no sense are refused by their name",
    arguments: [
      ("type=x", "type", AdminResponse.Status.badRequest),
      ("interception=tproxy", "interception", .badRequest),
      ("node=sidecar~x", "node", .badRequest), ("name=x", "name", .notFound),
      ("labels=app", "labels", .badRequest), ("labels=a=1,a=2", "labels", .badRequest),
      ("locality=a/b/c/d", "locality", .badRequest),
    ])
  func badParameters(_ query: String, _ field: String, _ status: AdminResponse.Status) throws {
    let answer = try json("/api/v1/snapshot?\(query)", state(), status: status)
    #expect(answer["field"] as? String == field)
    #expect((answer["error"] as? String)?.hasSuffix(".") == true)
  }
}
