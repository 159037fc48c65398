import EnvoyAPI
import Testing

@testable import causeway

@Suite("causeway proxies")
struct ProxiesCommandTests {
  private func table(_ answer: JSONValue) throws -> ProxyTable {
    ProxyTable(try ConnectedProxy.understood(answer), at: Clock(milliseconds: 1_060_000))
  }

  private static let rejected = typeState(
    "rejected",
    rejection: [
      "version": "cc", "message": "Error: \u{1B}[2Jno\nport", "code": 13, "timeMs": 940_000,
      "resources": ["0.0.0.0_80"], "origins": ["Service default/web"],
    ])

  @Test("A line for each stream, and below what is refused and by whose fault")
  func text() throws {
    let text = try table(
      proxies(
        proxy(
          nodeID("web.default"),
          types: [
            ("cds", typeState()), ("eds", typeState("pending")),
            ("lds", Self.rejected), ("rds", typeState("pending", sentMs: nil)),
          ]),
        proxy("grpc-client-1", address: nil, types: []))
    ).text
    #expect(
      text == """
        NAME            KIND      ADDRESS    STREAM     CDS         EDS           \
        LDS           RDS       CONNECTED
        web.default     sidecar   10.0.0.1   ads sotw   SYNCED 3s   PENDING 10s   \
        REJECTED 2m   PENDING   60s
        grpc-client-1   sidecar   -          ads sotw   -           -             \
        -             -         60s

        web.default has rejected lds version cc, 2m ago:
          Error: \\u{1B}[2Jno\\nport
          resources: 0.0.0.0_80
          made from: Service default/web

        """)
  }

  @Test("The wide table has whole ids and versions")
  func wide() throws {
    let text = try table(proxies(proxy(nodeID("web.default")))).wideText
    let lines = text.split(separator: "\n").map { $0.split(separator: "  ").map(String.init) }
    #expect(lines.count == 3)
    #expect(lines[1][0] == nodeID("web.default"))
    #expect(text.contains("SYNCED 3s   aa     bb             12          48123\n"))
  }

  @Test("Two nodes of the same name are told apart by their ids")
  func sameName() throws {
    let (one, two) = (nodeID("web.default"), nodeID("web.default", "10.0.0.2"))
    let text = try table(proxies(proxy(one), proxy(two), proxy(nodeID("api.default")))).text
    let names = text.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[0] }
    #expect(names.map(String.init) == [one, two, "api.default"])
  }

  @Test("The program asks the server")
  func program() throws {
    let answer = proxies(proxy(nodeID("web.default\u{1B}]0;evil\u{7}")))
    let admin = try FakeAdmin(["/api/v1/proxies": answer])
    let text = try admin.run("proxies")
    #expect(text.exitCode == 0)
    #expect(text.output.contains("web.default\\u{1B}]0;evil\\u{7}   sidecar"))
    #expect(text.errors == "")
    #expect(try admin.run("proxies", "-o", "json").output == answer.rendered())
    #expect(try admin.run("proxies", "-o", "wide").output.contains("127.0.0.1:41234"))
    #expect(try admin.run("proxies", "-o", "yaml").exitCode == 64)
  }

  @Test("Nobody is connected: nothing on stdout, a sentence on stderr")
  func nobody() throws {
    let result = try FakeAdmin(["/api/v1/proxies": proxies()]).run("proxies")
    #expect(result.exitCode == 0)
    #expect(result.output == "")
    #expect(result.errors == "No Envoy is connected.\n")
  }

  private static let noAnswers: [JSONValue] = [[], ["proxies": [["id": 1]]]]

  @Test("What is no answer of it is a failure", arguments: noAnswers)
  func nonsense(_ answer: JSONValue) throws {
    let result = try FakeAdmin(["/api/v1/proxies": answer]).run("proxies")
    #expect(result.exitCode == 1)
    #expect(result.errors.hasPrefix("causeway: The server's answer is not understood"))
  }

  @Test("Where no server is it says what to do")
  func noServer() throws {
    var admin: FakeAdmin? = try FakeAdmin([:])
    let url = try #require(admin?.url)
    admin = nil
    let result = try Program.run(["proxies"], environment: ["CAUSEWAY_ADMIN": url])
    #expect(result.exitCode == 1)
    #expect(result.errors.hasPrefix("causeway: No server answers at \(url): start one"))
  }
}

@Suite("The names of nodes")
struct ProxyNameTests {
  private let connected: [ConnectedProxy]

  init() throws {
    connected = try ConnectedProxy.understood(
      proxies(
        proxy(nodeID("web-1.default"), workload: "web"),
        proxy(nodeID("web-2.default", "10.0.0.2"), workload: "web", address: "10.0.0.2"),
        proxy(nodeID("api.default", "10.0.0.3"), workload: "api", address: "10.0.0.3"),
        proxy(nodeID("api.default", "10.0.0.3"), workload: "api", address: "10.0.0.3"),
        proxy("odd", workload: "", address: nil)))
  }

  @Test(
    "A node goes by its id and everything that means only it",
    arguments: [
      (nodeID("web-1.default"), nodeID("web-1.default")),
      ("web-1.default", nodeID("web-1.default")), ("web-2", nodeID("web-2.default", "10.0.0.2")),
      ("10.0.0.2", nodeID("web-2.default", "10.0.0.2")),
      ("api", nodeID("api.default", "10.0.0.3")), ("odd", "odd"),
    ])
  func names(_ name: String, _ id: String) throws {
    #expect(try ProxyName.id(of: name, among: connected) == id)
  }

  @Test("What may mean several asks which one is meant", arguments: ["web", "web.default"])
  func ambiguous(_ name: String) {
    let error = #expect(throws: CommandFailure.self) {
      try ProxyName.id(of: name, among: connected)
    }
    #expect(
      error?.description
        == "'\(name)' may be \(nodeID("web-1.default")) or \(nodeID("web-2.default", "10.0.0.2")): "
        + "say which, by its whole id.")
  }

  @Test("What means nobody is told who there is", arguments: ["we", "", ".default", "default"])
  func unknown(_ name: String) {
    let error = #expect(throws: CommandFailure.self) {
      try ProxyName.id(of: name, among: connected)
    }
    #expect(
      error?.description
        == "No connected Envoy goes by the name '\(name)'; connected: api.default, odd, "
        + "web-1.default and web-2.default.")
    let nobody = #expect(throws: CommandFailure.self) { try ProxyName.id(of: name, among: []) }
    #expect(
      nobody?.description == "No Envoy is connected, so none goes by the name '\(name)'.")
  }
}
