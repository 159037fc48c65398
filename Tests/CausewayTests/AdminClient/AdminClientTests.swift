import EnvoyAPI
import Foundation
import MeshModel
import Testing

@testable import causeway

@Suite("The client of the admin API")
struct AdminClientTests {
  private func client(_ port: UInt16) -> AdminClient {
    AdminClient(AdminURL(host: HostAndPort(host: "127.0.0.1", port: port)))
  }

  private func failure(of answer: String?, timeout: Duration = .seconds(10)) throws
    -> AdminClient.Failure?
  {
    let server = try CannedServer(answer)
    return withExtendedLifetime(server) {
      var client = client(server.port)
      client.timeout = timeout
      return #expect(throws: AdminClient.Failure.self) { try client.get(AdminPath("x")) }
    }
  }

  @Test("It asks a server, and reads documents and refusals")
  func realServer() throws {
    let folder = try TemporaryFolder()
    try folder.write("", "empty.yaml")
    let server = try RunningServer(config: [folder.url.path])
    let client = client(try server.adminPort)
    #expect(try client.get(AdminPath("services")) == ["services": []])
    let error = #expect(throws: AdminClient.Failure.self) {
      try client.get(AdminPath("services", "a/b c", query: ["namespace": "x&y", "z": nil]))
    }
    #expect(
      error
        == .refused(
          status: 404,
          message: "There is no service a/b c in namespace x&y: /api/v1/services lists those that "
            + "there are."))
    let byName = AdminClient(
      AdminURL(host: HostAndPort(host: "localhost", port: try server.adminPort)))
    #expect(try byName.get(AdminPath("services")) == ["services": []])
  }

  @Test("Where nobody listens it says what to do")
  func nobody() throws {
    let port = try CannedServer("").port
    let error = #expect(throws: AdminClient.Failure.self) {
      try client(port).get(AdminPath("services"))
    }
    #expect(
      error?.description
        == "No server answers at http://127.0.0.1:\(port): start one with causeway serve, or name "
        + "it with --admin.")
  }

  @Test("A name that is not known is said to be so")
  func unknownName() throws {
    let client = AdminClient(AdminURL(host: HostAndPort(host: "nowhere.invalid", port: 1)))
    let error = #expect(throws: AdminClient.Failure.self) { try client.get(AdminPath("x")) }
    #expect(error?.description.hasPrefix("nowhere.invalid is not known (") == true)
  }

  @Test(
    "What is no answer ends in a sentence",
    arguments: [
      ("", "closed the connection before it had answered"),
      ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "closed the connection before"),
      ("HTTP/1.1 200 OK\r\nContent-Le", "closed the connection before"),
      ("SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP"),
      ("HTTP/1.1 x y\r\n\r\n", "does not speak HTTP"),
      ("HTTP/1.1 200 OK\r\n\r\n<html>", "is no JSON"),
      ("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>", "answers 502 without saying why"),
    ])
  func noAnswer(_ answer: String, _ text: String) throws {
    let error = try failure(of: answer)
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }

  @Test("It does not wait for ever")
  func tooLate() throws {
    let error = try failure(of: nil, timeout: .milliseconds(50))
    #expect(error?.description.contains("has not answered within") == true)
  }

  @Test("Segments and values of a path may be any text")
  func paths() {
    #expect(AdminPath("proxies").description == "/api/v1/proxies")
    #expect(
      AdminPath("proxies", "sidecar~10.0.0.1~a b/c~é", "config", query: ["type": "cds", "n": nil])
        .description == "/api/v1/proxies/sidecar~10.0.0.1~a%20b%2Fc~%C3%A9/config?type=cds")
    #expect(
      AdminPath("x", query: ["a": "\n", "b": "1&2"]).description == "/api/v1/x?a=%0A&b=1%262")
  }

  @Test(
    "The address of a server is a URL, or host and port",
    arguments: [
      ("http://127.0.0.1:15014", "http://127.0.0.1:15014"), ("HTTP://x:1/", "http://x:1"),
      ("10.0.0.1:2", "http://10.0.0.1:2"), ("http://[::1]:3", "http://[::1]:3"),
      ("http://causeway.internal", "http://causeway.internal:80"),
      ("http://[::1]", "http://[::1]:80"),
    ])
  func addresses(_ text: String, _ expected: String) throws {
    #expect(try AdminURL(parsing: text).description == expected)
  }

  @Test(
    "What is no address of a server is refused",
    arguments: [
      "", "http://", "https://127.0.0.1:15014", "http://127.0.0.1:x", "http://a:1/path", "a:0",
      "http://user@a:1", "causeway", "http://a:1?b",
    ])
  func noAddresses(_ text: String) {
    #expect(throws: UsageError.self) { try AdminURL(parsing: text) }
  }

  @Test("The flag wins over the environment, and each is blamed for itself")
  func options() throws {
    var options = AdminOptions()
    options.admin = nil
    #expect(try options.client(environment: [:]).url == .standard)
    #expect(try options.client(environment: ["CAUSEWAY_ADMIN": ""]).url == .standard)
    let environment = ["CAUSEWAY_ADMIN": "a:1"]
    #expect(try options.client(environment: environment).url.description == "http://a:1")
    options.admin = "b:2"
    #expect(try options.client(environment: environment).url.description == "http://b:2")
    for (flag, variable) in [("nonsense", "a:1"), (nil, "nonsense")] {
      options.admin = flag
      let error = #expect(throws: UsageError.self) {
        try options.client(environment: ["CAUSEWAY_ADMIN": variable])
      }
      let name = flag == nil ? "CAUSEWAY_ADMIN" : "--admin"
      #expect(error?.description.hasPrefix("\(name): 'nonsense'") == true)
    }
  }
}
