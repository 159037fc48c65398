import Foundation
import Platform
import Testing

@testable import Admin
@testable import XDSServer

@Suite("Clients in the admin API")
struct ProxiesRouteTests {
  private static let id = "sidecar~10.0.0.1~web-1.default~default.svc.cluster.local"

  private static func state(isBusy: Bool = false) throws -> AdminState {
    AdminState(
      clients: SaidOfClients(
        statuses: [
          try .example(id: id), try .example(id: id, port: 41235), try .example(id: "a/b c"),
        ],
        ring: [Push(revision: 12, cause: "test", seenAt: .now)], isBusy: isBusy))
  }

  @Test("Every stream is listed with its state per type")
  func list() throws {
    let list = try json("/api/v1/proxies", Self.state())
    #expect(list["revision"] as? Int == 12)
    let proxies = try #require(list["proxies"] as? [[String: Any]])
    #expect(
      proxies.map { $0["peer"] as? String }.prefix(2) == ["127.0.0.1:41234", "127.0.0.1:41235"])
    let proxy = proxies[0]
    let texts = [
      "id": Self.id, "kind": "sidecar", "namespace": "default", "workload": "web",
      "address": "10.0.0.1", "userAgent": "envoy 1.40.0", "method": "ads", "variant": "sotw",
      "state": "rejected",
    ]
    for (name, text) in texts { #expect(proxy[name] as? String == text, "\(name)") }
    let numbers = ["revision": 12, "acknowledgedRevision": 11, "answersMissed": 1]
    for (name, number) in numbers { #expect(proxy[name] as? Int == number, "\(name)") }
    #expect(proxy["tls"] as? Bool == true)
    #expect(proxy["identity"] as? String == "spiffe://cluster.local/ns/default/sa/web")
    let now = Date().timeIntervalSince1970 * 1000
    #expect((proxy["connectedMs"] as? Double).map { abs($0 - now) < 60_000 } == true)

    let types = try #require(proxy["types"] as? [String: [String: Any]])
    #expect(Set(types.keys) == ["cds", "eds"])
    let clusters = try #require(types["cds"])
    #expect(clusters["state"] as? String == "synced" && clusters["wildcard"] as? Bool == true)
    #expect(clusters["resources"] as? Int == 2 && clusters["subscribed"] as? Int == 0)
    #expect((clusters["sentVersion"] as? String)?.count == 16)
    #expect(clusters["sentVersion"] as? String == clusters["acknowledgedVersion"] as? String)
    #expect(clusters["rejection"] is NSNull && clusters["names"] == nil)
    let endpoints = try #require(types["eds"])
    #expect(endpoints["resources"] as? Int == 1 && endpoints["subscribed"] as? Int == 2)
    #expect((endpoints["bytes"] as? Int).map { $0 > 0 } == true)
    #expect(endpoints["nonce"] as? String == "1f" && endpoints["responses"] as? Int == 3)
    #expect(endpoints["acknowledgedMs"] is NSNull)
    let rejection = try #require(endpoints["rejection"] as? [String: Any])
    #expect(rejection["message"] as? String == "a: no" && rejection["code"] as? Int == 13)
    #expect(rejection["resources"] as? [String] == ["a"])
    #expect(rejection["origins"] as? [String] == ["Service default/web"])
  }

  @Test("One node has all its streams, with the names that they want")
  func one() throws {
    let one = try json("/api/v1/proxies/\(Self.id)", Self.state())
    let proxies = try #require(one["proxies"] as? [[String: Any]])
    #expect(proxies.count == 2)
    let types = proxies[0]["types"] as? [String: [String: Any]]
    #expect(types?["eds"]?["names"] as? [String] == ["a", "x"])
    let odd = try json("/api/v1/proxies/a%2Fb%20c", Self.state())
    #expect((odd["proxies"] as? [Any])?.count == 1)
    let missing = try json("/api/v1/proxies/nobody", Self.state(), status: .notFound)
    #expect(
      missing["error"] as? String == """
        No client of the node id nobody is connected: /api/v1/proxies lists those that are.
        """)
  }

  @Test("What a node was sent has the shape of Envoy's config_dump")
  func config() throws {
    let all = try json("/api/v1/proxies/\(Self.id)/config", Self.state())
    let configs = try #require(all["configs"] as? [[String: Any]])
    #expect(
      configs.map { $0["@type"] as? String } == [
        "type.googleapis.com/envoy.admin.v3.ClustersConfigDump",
        "type.googleapis.com/envoy.admin.v3.EndpointsConfigDump",
      ])
    let clusters = try #require(configs[0]["dynamicActiveClusters"] as? [[String: Any]])
    #expect(
      clusters.compactMap { ($0["cluster"] as? [String: Any])?["name"] as? String } == ["a", "b"])
    #expect((clusters[0]["versionInfo"] as? String)?.count == 16)

    let one = try json("/api/v1/proxies/\(Self.id)/config?type=cds&name=b", Self.state())
    let part = try #require((one["configs"] as? [[String: Any]])?.first)
    #expect((part["dynamicActiveClusters"] as? [Any])?.count == 1)
    let absent = try json(
      "/api/v1/proxies/\(Self.id)/config?name=c", Self.state(), status: .notFound)
    #expect(absent["field"] as? String == "name")
    let type = try json(
      "/api/v1/proxies/\(Self.id)/config?type=x", Self.state(), status: .badRequest)
    #expect(type["field"] as? String == "type")
    let node = try json("/api/v1/proxies/x/config", Self.state(), status: .notFound)
    #expect(node["field"] as? String == "id")
  }

  @Test("Loops that are busy, and a server that has not started, are said to be so")
  func unavailable() throws {
    for target in ["/api/v1/proxies", "/api/v1/proxies/x", "/api/v1/proxies/x/config"] {
      let busy = try json(target, Self.state(isBusy: true), status: .serviceUnavailable)
      #expect((busy["error"] as? String)?.contains("busy with clients") == true)
      _ = try json(target, AdminState(), status: .serviceUnavailable)
    }
  }
}
