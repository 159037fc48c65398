import Testing

@testable import MeshModel

@Suite("Manifests of VirtualServices")
struct VirtualServiceReadingTests {
  private static func virtualService(_ spec: String) throws -> VirtualService {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: shop, namespace: web}
      spec:
      \(spec)
      """)
    return try #require(object.virtualService)
  }

  @Test("The talk's migration", arguments: ["v1alpha3", "v1beta1", "v1"])
  func migration(version: String) throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/\(version)
      kind: VirtualService
      metadata: {name: productcatalogservice, creationTimestamp: "2021-03-04T05:06:07Z"}
      spec:
        hosts: [productcatalogservice]
        http:
        - route:
          - destination: {host: productcatalogservice, subset: v1}
            weight: 90
          - destination: {host: productcatalogservice, subset: v2}
            weight: 10
      """)
    let expected = VirtualService(
      metadata: ObjectMetadata(name: "productcatalogservice", creationTime: 1_614_834_367),
      hosts: ["productcatalogservice"],
      http: [
        .init(
          action: .forward([
            .init(.init(host: "productcatalogservice", subset: "v1"), weight: 90),
            .init(.init(host: "productcatalogservice", subset: "v2"), weight: 10),
          ]))
      ])
    #expect(object == .virtualService(expected))
  }

  @Test("Hosts, gateways and exportTo")
  func names() throws {
    let object = try Self.virtualService(
      """
        hosts: [Shop, "*.Example.com", 10.1.2.3, api.example.org]
        gateways: [mesh, edge, other/edge, ./own]
        exportTo: [., api]
        http: [{route: [{destination: {host: shop.web.svc.cluster.local, port: {number: 80}}}]}]
      """)
    #expect(object.hosts == ["shop", "*.example.com", "10.1.2.3", "api.example.org"])
    #expect(object.gateways == ["mesh", "web/edge", "other/edge", "web/own"])
    #expect(object.exportTo == ExportTo(isPublic: false, namespaces: ["web", "api"]))
    #expect(
      object.http[0].action
        == .forward([.init(.init(host: "shop.web.svc.cluster.local", port: 80))]))
  }

  @Test("Everything that a request can be matched by")
  func match() throws {
    let object = try Self.virtualService(
      """
        hosts: [shop]
        http:
        - name: first
          match:
          - name: all
            uri: {prefix: /api}
            ignoreUriCase: true
            scheme: {exact: https}
            method: {regex: "GET|PUT"}
            authority: {exact: shop.example}
            headers: {X-User: {exact: jo}, x-any: {}, x-null: null}
            withoutHeaders: {X-Bot: {prefix: g}}
            queryParams: {V: {exact: "2"}}
            port: 8080
            sourceLabels: {app: web}
            sourceNamespace: api
            gateways: [edge]
            statPrefix: api
          - uri: {exact: /}
          route: [{destination: {host: shop}}]
      """)
    #expect(object.http[0].name == "first")
    #expect(
      object.http[0].match == [
        .init(
          name: "all", uri: .prefix("/api"), ignoresURICase: true, scheme: .exact("https"),
          method: .regex("GET|PUT"), authority: .exact("shop.example"),
          headers: ["x-user": .exact("jo"), "x-any": .present, "x-null": .present],
          withoutHeaders: ["x-bot": .prefix("g")], queryParameters: ["V": .exact("2")],
          port: 8080,
          source: .init(labels: ["app": "web"], namespace: "api", gateways: ["web/edge"]),
          statPrefix: "api"),
        .init(uri: .exact("/")),
      ])
  }

  private static let forwardedRequests = """
      hosts: [shop]
      http:
      - match: [{uri: {prefix: /v1}}]
        route:
        - destination: {host: shop, subset: v1}
          weight: 3
          headers: {request: {set: {x-a: "1"}}, response: {remove: [server]}}
        - destination: {host: shop, subset: v2}
          weight: 4
        rewrite: {uri: /v2, authority: other}
        timeout: 1m30s
        retries:
          attempts: 4
          perTryTimeout: 250ms
          retryOn: 5xx, 503,reset
          retryRemoteLocalities: true
          retryIgnorePreviousHosts: false
          backoff: 1.5s
        fault:
          delay: {fixedDelay: 2s, percentage: {value: 0.5}}
          abort: {httpStatus: 503, percentage: {value: 10}}
        mirrors:
        - {destination: {host: copy}, percentage: {value: 20}}
        - {destination: {host: all}}
        headers: {request: {add: {x-b: "%DOWNSTREAM_REMOTE_ADDRESS%"}}}
        corsPolicy:
          allowOrigins: [{exact: "https://a.example"}, {regex: ".*"}]
          allowMethods: [GET]
          allowHeaders: [x-a]
          exposeHeaders: [x-b]
          maxAge: 24h
          allowCredentials: false
          unmatchedPreflights: IGNORE
      - match: [{uri: {exact: /old}}]
        route: [{destination: {host: shop}}]
        rewrite: {uriRegexRewrite: {match: "/(.*)", rewrite: '/x/\\1'}}
        mirror: {host: copy, port: {number: 81}}
        mirrorPercentage: {value: 1.5}
    """

  @Test("Everything that can be done with a request that is forwarded")
  func forward() throws {
    let object = try Self.virtualService(Self.forwardedRequests)
    let route = object.http[0]
    #expect(
      route.action
        == .forward([
          .init(
            .init(host: "shop", subset: "v1"), weight: 3,
            headers: .init(request: .init(set: ["x-a": "1"]), response: .init(remove: ["server"]))),
          .init(.init(host: "shop", subset: "v2"), weight: 4),
        ]))
    #expect(route.rewrite == .init(path: .uri("/v2"), authority: "other"))
    #expect(route.timeout == .seconds(90))
    #expect(
      route.retries
        == .init(
          attempts: 4, perTryTimeout: .milliseconds(250), retryOn: ["5xx", "503", "reset"],
          retriesRemoteLocalities: true, ignoresPreviousHosts: false,
          backoff: .milliseconds(1500)))
    #expect(
      route.fault
        == .init(
          delay: .init(.seconds(2), percentage: 0.5), abort: .init(.http(503), percentage: 10)))
    #expect(
      route.mirrors == [
        .init(.init(host: "copy"), percentage: 20), .init(.init(host: "all"), percentage: 100),
      ])
    #expect(
      route.headers == .init(request: .init(add: ["x-b": "%DOWNSTREAM_REMOTE_ADDRESS%"])))
    #expect(
      route.cors
        == .init(
          allowOrigins: [.exact("https://a.example"), .regex(".*")], allowMethods: ["GET"],
          allowHeaders: ["x-a"], exposeHeaders: ["x-b"], maxAge: .seconds(86_400),
          allowsCredentials: false, unmatchedPreflights: .ignore))
    let other = object.http[1]
    #expect(other.rewrite == .init(path: .regex(match: "/(.*)", rewrite: "/x/\\1")))
    #expect(other.mirrors == [.init(.init(host: "copy", port: 81), percentage: 1.5)])
  }

  @Test("Requests that are answered at once")
  func answers() throws {
    let object = try Self.virtualService(
      """
        hosts: [shop]
        http:
        - match: [{uri: {prefix: /a}}]
          redirect: {uri: /b, authority: x.example, scheme: HTTPS, redirectCode: 308, port: 8443}
        - match: [{uri: {prefix: /c}}]
          redirect: {derivePort: FROM_REQUEST_PORT, scheme: http}
        - match: [{uri: {prefix: /d}}]
          directResponse: {status: 418, body: {string: tea}}
        - directResponse: {status: 200, body: {bytes: dGVhIQ==}}
      """)
    #expect(
      object.http.map(\.action) == [
        .redirect(
          .init(
            uri: "/b", authority: "x.example", port: .number(8443), scheme: "https", code: 308)),
        .redirect(.init(port: .request, scheme: "http")),
        .respond(.init(status: 418, body: Array("tea".utf8))),
        .respond(.init(status: 200, body: Array("tea!".utf8))),
      ])
  }

  @Test("The routes of connections")
  func connections() throws {
    let object = try Self.virtualService(
      """
        hosts: [db.example, "*.shop.example"]
        tls:
        - match:
          - sniHosts: [DB.example, a.shop.example]
            port: 443
            destinationSubnets: [10.0.0.0/8, 192.0.2.1]
          route: [{destination: {host: db}, weight: 1}, {destination: {host: db2}, weight: 2}]
        tcp:
        - match: [{port: 5432, sourceLabels: {app: web}, gateways: [edge], sourceNamespace: web}]
          route: [{destination: {host: db, port: {number: 5432}}}]
        - route: [{destination: {host: rest}}]
      """)
    let single = AddressBlock(base: try ip("192.0.2.1"), prefixLength: 32)
    let wide = AddressBlock(base: try ip("10.0.0.0"), prefixLength: 8)
    #expect(
      object.tls == [
        .init(
          match: [
            .init(
              sniHosts: ["db.example", "a.shop.example"],
              connection: .init(destinationSubnets: [wide, single], port: 443))
          ],
          route: [
            .init(.init(host: "db"), weight: 1), .init(.init(host: "db2"), weight: 2),
          ])
      ])
    #expect(
      object.tcp == [
        .init(
          match: [
            .init(
              port: 5432,
              source: .init(labels: ["app": "web"], namespace: "web", gateways: ["web/edge"]))
          ],
          route: [.init(.init(host: "db", port: 5432))]),
        .init(route: [.init(.init(host: "rest"))]),
      ])
    #expect(object.boundGateways == ["web/edge"])
    #expect(object.isBoundToMesh)
  }

  @Test(
    "Durations",
    arguments: [
      ("1h", Duration.seconds(3600)), ("1m30s", .seconds(90)), ("2.5s", .milliseconds(2500)),
      ("100ms", .milliseconds(100)), ("0", .zero), ("0s", .zero), ("1us", .microseconds(1)),
      ("15ns", .nanoseconds(15)), ("0.1s", .milliseconds(100)), ("1", nil), ("s", nil), ("", nil),
      ("-1s", nil), ("1d", nil), ("1s ", nil), (".s", nil), ("1e3s", nil),
      ("99999999999999999999h", nil),
    ] as [(String, Duration?)])
  func durations(text: String, expected: Duration?) {
    #expect(Duration(goText: text) == expected)
  }

  @Test(
    "Times",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2021-03-04T05:06:07Z", 1_614_834_367),
      ("2021-03-04T05:06:07.9Z", 1_614_834_367), ("2021-03-04T06:06:07+01:00", 1_614_834_367),
      ("2024-02-29T23:59:59Z", 1_709_251_199), ("1969-12-31T23:59:59Z", -1),
      ("2021-03-04", nil), ("2021-03-04T05:06:07", nil), ("2021-13-04T05:06:07Z", nil),
      ("2021-03-04T05:06:07+1", nil), ("x", nil),
    ] as [(String, Int64?)])
  func times(text: String, expected: Int64?) {
    #expect(RFC3339.seconds(of: text) == expected)
  }
}
