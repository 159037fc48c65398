import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Matches of HTTP rules")
struct HTTPMatchTests {
  private func match(_ match: HTTPMatch) throws -> RouteMatch {
    try Required(Fixture.route(Fixture.rule("", [match], to: "a")).match).value
  }

  @Test(
    "The path",
    arguments: [
      (nil, RouteMatch.PathSpecifier.prefix("/")), (.exact("/a"), .path("/a")),
      (.prefix("/a"), .prefix("/a")),
      (.regex("/[a-z]+"), .safeRegex(RegexMatcher(regex: "/[a-z]+"))),
    ] as [(VirtualService.StringMatch?, RouteMatch.PathSpecifier)])
  func path(uri: VirtualService.StringMatch?, expected: RouteMatch.PathSpecifier) throws {
    let match = try match(HTTPMatch(uri: uri))
    #expect(match.pathSpecifier == expected)
    #expect(match.caseSensitive == nil && match.headers.isEmpty)
  }

  @Test("Upper and lower case of the path may be the same")
  func ignoresCase() throws {
    #expect(try match(HTTPMatch(uri: .exact("/A"), ignoresURICase: true)).caseSensitive == false)
  }

  @Test("Method, authority and scheme are headers of their own")
  func pseudoHeaders() throws {
    let match = try match(
      HTTPMatch(scheme: .exact("http"), method: .regex("GET|HEAD"), authority: .prefix("shop")))
    #expect(
      match.headers == [
        HeaderMatcher(
          name: ":method",
          headerMatchSpecifier: .stringMatch(
            StringMatcher(matchPattern: .safeRegex(RegexMatcher(regex: "GET|HEAD"))))),
        HeaderMatcher(
          name: ":authority",
          headerMatchSpecifier: .stringMatch(StringMatcher(matchPattern: .prefix("shop")))),
        HeaderMatcher(
          name: ":scheme",
          headerMatchSpecifier: .stringMatch(StringMatcher(matchPattern: .exact("http")))),
      ])
  }

  @Test("Headers that must be there, or must be so, ordered by name")
  func headers() throws {
    let match = try match(
      HTTPMatch(headers: [
        "b": .present, "a": .exact("1"), "c": .prefix(""), "d": .regex("*"), "e": .regex("x.*"),
      ]))
    #expect(match.headers.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(
      match.headers.map(\.headerMatchSpecifier) == [
        .stringMatch(StringMatcher(matchPattern: .exact("1"))), .presentMatch(true),
        // Envoy refuses an empty prefix, and `*` is no expression.
        .presentMatch(true), .presentMatch(true),
        .stringMatch(StringMatcher(matchPattern: .safeRegex(RegexMatcher(regex: "x.*")))),
      ])
    #expect(match.headers.allSatisfy { !$0.invertMatch && !$0.treatMissingHeaderAsEmpty })
  }

  @Test("Headers that must not be there, or must not be so: a missing one is not so")
  func withoutHeaders() throws {
    let match = try match(HTTPMatch(withoutHeaders: ["a": .present, "b": .exact("1")]))
    #expect(
      match.headers == [
        HeaderMatcher(name: "a", headerMatchSpecifier: .presentMatch(true), invertMatch: true),
        HeaderMatcher(
          name: "b",
          headerMatchSpecifier: .stringMatch(StringMatcher(matchPattern: .exact("1"))),
          invertMatch: true, treatMissingHeaderAsEmpty: true),
      ])
  }

  @Test("Query parameters, ordered by name")
  func queryParameters() throws {
    let match = try match(HTTPMatch(queryParameters: ["q": .exact("1"), "a": .present]))
    #expect(
      match.queryParameters == [
        QueryParameterMatcher(name: "a", queryParameterMatchSpecifier: .presentMatch(true)),
        QueryParameterMatcher(
          name: "q",
          queryParameterMatchSpecifier: .stringMatch(StringMatcher(matchPattern: .exact("1")))),
      ])
  }

  @Test("A match for another port, client or gateway makes no route")
  func otherClients() {
    func count(
      _ match: HTTPMatch, gateway: String = "mesh", labels: [String: String] = ["app": "web"]
    ) -> Int {
      Fixture.routes(
        of: [Fixture.virtualService(http: [Fixture.rule("", [match], to: "a")])],
        gateway: gateway, namespace: "one", labels: labels
      ).count
    }
    func source(
      _ labels: [String: String] = [:], _ namespace: String? = nil, _ gateways: [String]? = nil
    ) -> HTTPMatch {
      HTTPMatch(
        source: VirtualService.SourceMatch(
          labels: labels, namespace: namespace, gateways: gateways))
    }
    #expect(count(HTTPMatch(port: 80)) == 1)
    #expect(count(HTTPMatch(port: 81)) == 0)
    #expect(count(source(["app": "web"])) == 1)
    #expect(count(source(["app": "web", "v": "1"])) == 0)
    #expect(count(source([:], "one")) == 1)
    #expect(count(source([:], "two")) == 0)
    #expect(count(source([:], nil, ["mesh", "a/b"])) == 1)
    #expect(count(source([:], nil, ["a/b"])) == 0)
    #expect(count(source([:], nil, ["a/b"]), gateway: "a/b") == 1)
    // Labels and namespace are those of workloads with sidecars.
    #expect(count(source(["app": "web"], "two", ["a/b"]), gateway: "a/b", labels: [:]) == 1)
    #expect(count(source(["app": "web"], nil, ["mesh"]), labels: [:]) == 0)
  }

  @Test("A rule has one route for each match, named after both")
  func names() {
    let rule = Fixture.rule(
      "r",
      [HTTPMatch(name: "m", uri: .exact("/1"), statPrefix: "s"), HTTPMatch(uri: .exact("/2"))],
      to: "a")
    let routes = Fixture.routes(of: [Fixture.virtualService(http: [rule])])
    #expect(routes.map(\.name) == ["r.m", "r"])
    #expect(routes.map(\.statPrefix) == ["s", ""])
  }
}

@Suite("The order of HTTP rules")
struct HTTPRuleOrderTests {
  private func clusters(_ virtualServices: VirtualService...) -> [String] {
    Fixture.routes(of: virtualServices).flatMap { $0.shares.keys }
  }

  private let onPath = HTTPMatch(uri: .prefix("/a"))

  @Test("Nothing follows what takes everything")
  func rest() {
    let rules = Fixture.virtualService(http: [
      Fixture.rule("", [onPath], to: "a"), Fixture.rule("", to: "b"),
      Fixture.rule("", [onPath], to: "c"),
    ])
    #expect(clusters(rules) == ["a", "b"])
    for everything in [
      HTTPMatch(uri: .prefix("/")), HTTPMatch(uri: .prefix("")), HTTPMatch(uri: .regex(".*")),
    ] {
      let rules = Fixture.virtualService(http: [
        Fixture.rule("", [everything, onPath], to: "b"), Fixture.rule("", [onPath], to: "c"),
      ])
      #expect(clusters(rules) == ["b"])
    }
    // With a condition it does not take everything.
    let conditional = HTTPMatch(uri: .prefix("/"), headers: ["x": .present])
    let others = Fixture.virtualService(http: [
      Fixture.rule("", [conditional], to: "b"), Fixture.rule("", [onPath], to: "c"),
    ])
    #expect(clusters(others) == ["b", "c"])
  }

  @Test("Of several VirtualServices the first comes first, and what takes everything last")
  func merging() {
    let first = Fixture.virtualService(
      "a",
      http: [
        Fixture.rule("", [onPath], to: "a1"), Fixture.rule("", to: "a2"),
      ])
    let second = Fixture.virtualService(
      "b",
      http: [
        Fixture.rule("", [onPath], to: "b1"), Fixture.rule("", to: "b2"),
      ])
    #expect(clusters(first, second) == ["a1", "b1", "a2"])
    #expect(clusters(second, first) == ["b1", "a1", "b2"])
  }

  @Test("Where no rule is for the client there is no route")
  func nothing() {
    #expect(clusters(Fixture.virtualService(http: [])).isEmpty)
    #expect(
      clusters(Fixture.virtualService(http: [Fixture.rule("", [HTTPMatch(port: 1)], to: "a")]))
        .isEmpty)
  }
}
