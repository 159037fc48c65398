import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Actions of HTTP rules")
struct HTTPActionTests {
  private func action(
    _ rule: HTTPRule, hash: TrafficPolicy.ConsistentHash.Key? = nil
  ) throws -> RouteAction {
    try Required(Fixture.route(rule, hash: hash).forwarding).value
  }

  @Test("A single destination gets everything, whatever its weight")
  func single() throws {
    for weight in [0, 7, 100] as [UInt32] {
      let rule = HTTPRule(action: Fixture.forward([("a/v1", weight)]))
      #expect(try Fixture.route(rule).shares == ["a/v1": 0])
    }
  }

  @Test("Several have their shares, whatever the sum; none has none")
  func weights() throws {
    let shares: [[(String, UInt32)]] = [
      [("a/v1", 90), ("a/v2", 10)], [("a/v1", 1), ("a/v2", 2), ("b", 0)],
    ]
    for shares in shares {
      let rule = HTTPRule(action: Fixture.forward(shares))
      #expect(
        try Fixture.route(rule).shares
          == Dictionary(uniqueKeysWithValues: shares.filter { $0.1 > 0 }))
    }
    #expect(
      try Fixture.route(HTTPRule(action: Fixture.forward([("a", 100), ("b", 0)]))).shares == [
        "a": 0
      ])
    let huge = try Fixture.route(
      HTTPRule(action: Fixture.forward([("a", .max), ("b", .max), ("c", 1)])))
    // Envoy refuses a sum of more than 32 bits, and a weight of 0 gets nothing.
    #expect(huge.shares.values.reduce(UInt64(0)) { $0 + UInt64($1) } <= UInt64(UInt32.max))
    #expect(huge.shares["c"] == 1)
  }

  @Test("Where nobody has a share, requests fail and go nowhere else")
  func noShare() throws {
    let route = try Fixture.route(HTTPRule(action: Fixture.forward([("a", 0), ("b", 0)])))
    #expect(route.action == .directResponse(DirectResponseAction(status: 503)))
  }

  @Test("Timeouts; none is no limit")
  func timeouts() throws {
    var rule = Fixture.rule(to: "a")
    #expect(try action(rule).timeout == .seconds(0))
    rule.timeout = .milliseconds(1500)
    #expect(try action(rule).timeout == .milliseconds(1500))
  }

  @Test("Retries")
  func retries() throws {
    var rule = Fixture.rule(to: "a")
    #expect(try action(rule).retryPolicy == .standard)
    rule.retries = VirtualService.Retries(attempts: 0)
    #expect(try action(rule).retryPolicy == nil)
    rule.retries = VirtualService.Retries(attempts: 5)
    var expected = RetryPolicy.standard
    expected.numRetries = 5
    #expect(try action(rule).retryPolicy == expected)
    rule.retries = VirtualService.Retries(
      attempts: 3, perTryTimeout: .seconds(2), retryOn: ["5xx", "reset", "503", "404"],
      retriesRemoteLocalities: true, ignoresPreviousHosts: false, backoff: .milliseconds(10))
    let policy = try Required(action(rule).retryPolicy).value
    #expect(policy.numRetries == 3)
    #expect(policy.perTryTimeout == .seconds(2))
    #expect(policy.retryOn == "5xx,reset,retriable-status-codes")
    #expect(policy.retriableStatusCodes == [503, 404])
    #expect(policy.retryHostPredicate.isEmpty)
    #expect(policy.retryPriority?.name == "envoy.retry_priorities.previous_priorities")
    #expect(policy.retryBackOff?.baseInterval == .milliseconds(10))
  }

  @Test("A hash binds requests to an endpoint, retries too")
  func hashes() throws {
    let action = try action(Fixture.rule(to: "a"), hash: .header("x-user"))
    #expect(
      action.hashPolicy == [
        RouteAction.HashPolicy(
          policySpecifier: .header(RouteAction.HashPolicy.Header(headerName: "x-user")))
      ])
    #expect(action.retryPolicy?.retryHostPredicate.isEmpty == true)
    #expect(action.retryPolicy?.numRetries == 2)
    let cookie = TrafficPolicy.ConsistentHash.Cookie(
      name: "c", path: "/p", ttl: .zero, attributes: [.init(name: "SameSite", value: "Lax")])
    let keys: [(TrafficPolicy.ConsistentHash.Key, RouteAction.HashPolicy.PolicySpecifier)] = [
      (
        .cookie(cookie),
        .cookie(
          RouteAction.HashPolicy.Cookie(
            name: "c", ttl: .seconds(0), path: "/p",
            attributes: [.init(name: "SameSite", value: "Lax")]))
      ),
      (
        .sourceAddress,
        .connectionProperties(RouteAction.HashPolicy.ConnectionProperties(sourceIp: true))
      ),
      (
        .queryParameter("q"),
        .queryParameter(RouteAction.HashPolicy.QueryParameter(name: "q"))
      ),
    ]
    for (key, expected) in keys {
      #expect(RouteAction.HashPolicy(key).policySpecifier == expected)
    }
  }

  @Test("Rewriting the path and the host")
  func rewrites() throws {
    var rule = Fixture.rule(to: "a")
    rule.rewrite = VirtualService.Rewrite(path: .uri("/new"), authority: "b.example.com")
    var action = try action(rule)
    #expect(action.prefixRewrite == "/new" && action.regexRewrite == nil)
    #expect(action.hostRewriteSpecifier == .hostRewriteLiteral("b.example.com"))
    rule.rewrite = VirtualService.Rewrite(path: .regex(match: "^/(.*)", rewrite: "/x/\\1"))
    action = try self.action(rule)
    #expect(action.prefixRewrite.isEmpty && action.hostRewriteSpecifier == nil)
    #expect(action.regexRewrite?.pattern?.regex == "^/(.*)")
    #expect(action.regexRewrite?.substitution == "/x/\\1")
  }

  @Test("Mirrors, with their shares; one of none is none")
  func mirrors() throws {
    var rule = Fixture.rule(to: "a")
    rule.mirrors = [
      .init(Fixture.destination("b/v2")), .init(Fixture.destination("c"), percentage: 0.5),
      .init(Fixture.destination("d"), percentage: 0),
    ]
    let policies = try action(rule).requestMirrorPolicies
    #expect(policies.map(\.cluster) == ["b/v2", "c"])
    #expect(
      policies.map(\.runtimeFraction?.defaultValue) == [
        FractionalPercent(numerator: 1_000_000, denominator: .million),
        FractionalPercent(numerator: 5000, denominator: .million),
      ])
  }

  private func redirect(
    _ redirect: VirtualService.Redirect, port: UInt16 = 80, isTLS: Bool = false
  ) throws -> RedirectAction {
    let route = try Fixture.route(HTTPRule(action: .redirect(redirect)), port: port, isTLS: isTLS)
    guard case .redirect(let action) = route.action else { throw Missing() }
    return action
  }

  @Test("Redirects")
  func redirects() throws {
    #expect(
      try redirect(.init(uri: "/new", authority: "b", scheme: "https", code: 308))
        == RedirectAction(
          hostRedirect: "b", pathRewriteSpecifier: .pathRedirect("/new"),
          responseCode: .permanentRedirect, schemeRewriteSpecifier: .schemeRedirect("https")))
    #expect(try redirect(.init(uri: "%PREFIX()%/x")).pathRewriteSpecifier == .prefixRewrite("/x"))
    #expect(try redirect(.init(authority: "b")).pathRewriteSpecifier == nil)
    for (code, expected) in [
      (301, .movedPermanently), (302, .found), (303, .seeOther), (307, .temporaryRedirect),
    ] as [(UInt32, RedirectAction.RedirectResponseCode)] {
      #expect(try redirect(.init(code: code)).responseCode == expected)
    }
  }

  @Test("The port of a redirect is said where the scheme does not say it")
  func redirectPorts() throws {
    #expect(try redirect(.init(port: .number(8443), scheme: "https")).portRedirect == 8443)
    #expect(try redirect(.init(port: .number(443), scheme: "https")).portRedirect == 0)
    #expect(try redirect(.init(port: .request), port: 8080).portRedirect == 8080)
    #expect(try redirect(.init(port: .request), port: 80).portRedirect == 0)
    #expect(try redirect(.init(port: .request), port: 443, isTLS: true).portRedirect == 0)
    #expect(try redirect(.init(port: .protocolDefault), port: 8080).portRedirect == 0)
  }

  @Test("An answer that is made by the proxy")
  func responses() throws {
    let route = try Fixture.route(
      HTTPRule(action: .respond(.init(status: 418, body: Array("teapot".utf8)))))
    #expect(
      route.action
        == .directResponse(
          DirectResponseAction(
            status: 418, body: DataSource(specifier: .inlineBytes(Array("teapot".utf8))))))
  }

  @Test("Faults are options of their filter; those of no request are left out")
  func faults() throws {
    var rule = Fixture.rule(to: "a")
    rule.fault = .init(
      delay: .init(.seconds(3), percentage: 100), abort: .init(.http(503), percentage: 12.5))
    let fault = try Fixture.route(rule).options(HTTPFault.self, of: "envoy.filters.http.fault")
    #expect(fault.delay?.faultDelaySecifier == .fixedDelay(.seconds(3)))
    #expect(
      fault.delay?.percentage == FractionalPercent(numerator: 1_000_000, denominator: .million))
    #expect(fault.abort?.errorType == .httpStatus(503))
    #expect(fault.abort?.percentage == FractionalPercent(numerator: 125_000, denominator: .million))
    rule.fault = .init(
      delay: .init(.zero, percentage: 100), abort: .init(.grpc(14), percentage: 1))
    let other = try Fixture.route(rule).options(HTTPFault.self, of: "envoy.filters.http.fault")
    #expect(other.delay == nil && other.abort?.errorType == .grpcStatus(14))
    rule.fault = .init(abort: .init(.http(500), percentage: 0))
    #expect(try Fixture.route(rule).typedPerFilterConfig.isEmpty)
  }

  @Test("CORS is options of its filter")
  func cors() throws {
    var rule = Fixture.rule(to: "a")
    rule.cors = .init(
      allowOrigins: [.exact("https://a.example.com"), .prefix("")], allowMethods: ["GET", "PUT"],
      allowHeaders: ["x-a", "x-b"], exposeHeaders: ["x-c"], maxAge: .seconds(600),
      allowsCredentials: true)
    let policy = try Fixture.route(rule).options(CorsPolicy.self, of: "envoy.filters.http.cors")
    #expect(
      policy.allowOriginStringMatch == [
        StringMatcher(matchPattern: .exact("https://a.example.com")),
        StringMatcher(matchPattern: .safeRegex(RegexMatcher(regex: ".*"))),
      ])
    #expect(policy.allowMethods == "GET,PUT" && policy.allowHeaders == "x-a,x-b")
    #expect(policy.exposeHeaders == "x-c" && policy.maxAge == "600")
    #expect(policy.allowCredentials == true && policy.forwardNotMatchingPreflights == true)
    rule.cors?.unmatchedPreflights = .ignore
    let ignoring = try Fixture.route(rule).options(CorsPolicy.self, of: "envoy.filters.http.cors")
    #expect(ignoring.forwardNotMatchingPreflights == false)
  }
}

@Suite("Headers of HTTP rules")
struct HTTPHeaderTests {
  private static let changes = VirtualService.Headers(
    request: .init(set: ["b": "1", "a": "2"], add: ["c": "3"], remove: ["d", "Host", ":path"]),
    response: .init(set: ["e": "4"], add: ["f": "5"], remove: ["g"]))

  private static func option(
    _ name: String, _ value: String, _ action: HeaderValueOption.HeaderAppendAction
  ) -> HeaderValueOption {
    HeaderValueOption(header: HeaderValue(key: name, value: value), appendAction: action)
  }

  @Test("What is set replaces, what is added is appended; what is no header is left alone")
  func rule() throws {
    var rule = Fixture.rule(to: "a")
    rule.headers = Self.changes
    let route = try Fixture.route(rule)
    #expect(
      route.requestHeadersToAdd == [
        Self.option("a", "2", .overwriteIfExistsOrAdd),
        Self.option("b", "1", .overwriteIfExistsOrAdd),
        Self.option("c", "3", .appendIfExistsOrAdd),
      ])
    #expect(route.requestHeadersToRemove == ["d"])
    #expect(
      route.responseHeadersToAdd == [
        Self.option("e", "4", .overwriteIfExistsOrAdd), Self.option("f", "5", .appendIfExistsOrAdd),
      ])
    #expect(route.responseHeadersToRemove == ["g"])
  }

  @Test("Those of a single destination are the route's, those of several their own")
  func destinations() throws {
    let own = VirtualService.Headers(request: .init(set: ["z": "9"]))
    var rule = HTTPRule(
      action: .forward([.init(Fixture.destination("a"), headers: own)]), headers: Self.changes)
    #expect(
      try Fixture.route(rule).requestHeadersToAdd.compactMap(\.header?.key) == ["a", "b", "c", "z"])
    rule.action = .forward([
      .init(Fixture.destination("a"), weight: 1, headers: own),
      .init(Fixture.destination("b"), weight: 1),
    ])
    let route = try Fixture.route(rule)
    #expect(route.requestHeadersToAdd.compactMap(\.header?.key) == ["a", "b", "c"])
    guard case .weightedClusters(let clusters) = route.forwarding?.clusterSpecifier else {
      throw Missing()
    }
    #expect(
      clusters.clusters.map { $0.requestHeadersToAdd.compactMap(\.header?.key) } == [["z"], []])
  }

  @Test("The host that headers set is rewritten as a host")
  func host() throws {
    var rule = Fixture.rule(to: "a")
    rule.headers = .init(request: .init(set: ["Host": "b"]))
    #expect(try Fixture.route(rule).forwarding?.hostRewriteSpecifier == .hostRewriteLiteral("b"))
    #expect(try Fixture.route(rule).requestHeadersToAdd.isEmpty)
    rule.rewrite = .init(authority: "c")
    #expect(try Fixture.route(rule).forwarding?.hostRewriteSpecifier == .hostRewriteLiteral("c"))
  }

  @Test(
    "A per cent sign that Envoy would refuse is meant literally",
    arguments: [
      ("plain", "plain"), ("100%", "100%%"), ("100%%", "100%%"), ("%REQ(x-id)%", "%REQ(x-id)%"),
      ("%DOWNSTREAM_REMOTE_ADDRESS%!", "%DOWNSTREAM_REMOTE_ADDRESS%!"), ("%NO%", "%%NO%%"),
      ("5% of %PROTOCOL%", "5%% of %PROTOCOL%"), ("%", "%%"), ("%REQ()%", "%%REQ()%%"),
    ])
  func formats(value: String, expected: String) {
    #expect(HeaderFormat.accepted(value) == expected)
  }
}
