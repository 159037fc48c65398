import Testing

@testable import Admin

@Suite("Targets of requests")
struct AdminRequestTests {
  @Test(
    "The path and the query are taken apart and decoded",
    arguments: [
      ("/", [], []),
      ("/healthz", ["healthz"], []),
      ("/a/b/", ["a", "b"], []),
      ("//a", ["a"], []),
      ("/a%2Fb", ["a/b"], []),
      ("/a+b?c+d=e%2Bf", ["a+b"], ["c d=e+f"]),
      ("/a?x", ["a"], ["x="]),
      ("/a?x=1&&y=2=3&", ["a"], ["x=1", "y=2=3"]),
      ("/%E2%82%AC?n=outbound%7C80%7C%7Chost", ["€"], ["n=outbound|80||host"]),
      ("/..", [".."], []),
    ])
  func takenApart(_ target: String, _ path: [String], _ query: [String]) throws {
    let request = try #require(AdminRequest(method: "GET", target: target))
    #expect(request.path == path)
    #expect(request.query.map { "\($0.name)=\($0.value)" } == query)
  }

  @Test(
    "Malformed targets are refused",
    arguments: ["", "a", "*", "/%", "/%4", "/%zz", "/%FF", "/?%C3=1", "/?x=%", "host:80"])
  func refused(_ target: String) {
    #expect(AdminRequest(method: "GET", target: target) == nil)
  }

  @Test("The first of several parameters of one name counts")
  func firstParameter() {
    let request = AdminRequest(method: "GET", target: "/?a=1&a=2")
    #expect(request?["a"] == "1")
    #expect(request?["b"] == nil)
  }
}
