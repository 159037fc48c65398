import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("HTTP rules of gRPC clients")
struct ProxylessRouteTests {
  private let fails = Route.Action.nonForwardingAction(NonForwardingAction())

  private func routes(_ rules: [HTTPRule]) -> [Route] {
    ProxylessRoutes(authority: "shop.example.com:9000").routes(
      of: Fixture.routes(of: [Fixture.virtualService(http: rules)]))
  }

  private func routes(_ match: HTTPMatch) -> [Route] {
    routes([Fixture.rule("", [match], to: "a")])
  }

  @Test("Shares, time limit, retries and faults are what gRPC knows")
  func actions() throws {
    var rule = HTTPRule(action: Fixture.forward([("a/v1", 1), ("a/v2", 3), ("b", 0)]))
    rule.timeout = .seconds(2)
    rule.retries = .init(attempts: 3, perTryTimeout: .seconds(1), retryOn: ["unavailable", "5xx"])
    rule.headers = .init(request: .init(set: ["x": "y"]))
    rule.fault = .init(abort: .init(.grpc(14), percentage: 50))
    rule.cors = .init()
    rule.mirrors = [.init(Fixture.destination("c"))]
    let route = try Required(routes([rule]).first).value
    #expect(route.match?.pathSpecifier == .prefix(""))
    #expect(route.shares == ["a/v1": 1, "a/v2": 3])
    let action = try Required(route.forwarding).value
    #expect(action.maxStreamDuration?.maxStreamDuration == .seconds(2))
    #expect(action.retryPolicy == RetryPolicy(retryOn: "unavailable", numRetries: 3))
    #expect(action.requestMirrorPolicies.isEmpty && route.requestHeadersToAdd.isEmpty)
    // Options of a filter that it does not know would have it refuse the whole.
    #expect(Array(route.typedPerFilterConfig.keys) == ["envoy.filters.http.fault"])
    rule.retries = .init(attempts: 3, retryOn: ["5xx"])
    #expect(routes([rule]).first?.forwarding?.retryPolicy == nil)
    rule.retries = nil
    #expect(routes([rule]).first?.forwarding?.retryPolicy?.retryOn == "unavailable,cancelled")
  }

  @Test("What is known of every call is decided here")
  func decided() {
    #expect(routes(HTTPMatch(method: .exact("POST"))).first?.match?.headers.isEmpty == true)
    #expect(routes(HTTPMatch(method: .exact("GET"))).map(\.action) == [fails])
    #expect(routes(HTTPMatch(authority: .prefix("shop."))).first?.match?.headers.isEmpty == true)
    // With no route left, calls fail.
    for match in [
      HTTPMatch(authority: .exact("other")), HTTPMatch(queryParameters: ["q": .present]),
      HTTPMatch(uri: .prefix("no-path")),
    ] { #expect(routes(match).map(\.action) == [fails]) }
  }

  @Test("Paths and headers of a call are compared by gRPC")
  func compared() throws {
    let match = HTTPMatch(
      uri: .exact("/pkg.Service/Method"), headers: ["x": .exact("1")],
      withoutHeaders: ["y": .present])
    let route = try Required(routes(match).first).value
    #expect(route.match?.pathSpecifier == .path("/pkg.Service/Method"))
    #expect(route.match?.headers.map(\.name) == ["x", "y"])
    #expect(route.shares == ["a": 0])
  }

  @Test("Where it cannot be known which calls are meant, or what becomes of them, they fail")
  func undecided() {
    #expect(routes(HTTPMatch(method: .regex("P.*"))).map(\.action) == [fails])
    #expect(routes(HTTPMatch(scheme: .exact("http"))).map(\.action) == [fails])
    var rewriting = Fixture.rule(to: "a")
    rewriting.rewrite = .init(path: .uri("/x"))
    #expect(routes([rewriting]).map(\.action) == [fails])
    #expect(routes([HTTPRule(action: .redirect(.init(uri: "/x")))]).map(\.action) == [fails])
    #expect(routes([HTTPRule(action: .respond(.init(status: 200)))]).map(\.action) == [fails])
  }
}
