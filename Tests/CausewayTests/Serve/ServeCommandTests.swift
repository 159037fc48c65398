import Foundation
import Glibc
import Testing

@testable import causeway

@Suite("causeway serve")
struct ServeCommandTests {
  private func service(_ name: String, port: String = "80") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name)}
    spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: \(port)}]}

    """
  }

  @Test("It says once when it is ready, answers, drains on SIGTERM and exits 0")
  func lifeAndDeath() throws {
    let folder = try TemporaryFolder()
    try folder.write(service("shop"), "a.yaml")
    let server = try RunningServer(config: [folder.url.path])
    #expect(server.log.components(separatedBy: "Ready: ").count == 2)
    #expect(try server.get("/readyz").status == 200)
    #expect(try server.get("/api/v1/services/shop.default").status == 200)
    server.signal(SIGTERM)
    #expect(try server.exitCode() == 0)
    #expect(server.log.hasSuffix("Stopped.\n"))
  }

  @Test("SIGINT ends it as SIGTERM does")
  func interrupt() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [folder.url.path])
    server.signal(SIGINT)
    #expect(try server.exitCode() == 0)
  }

  @Test("A file that changes is read again; one that breaks changes nothing and is reported")
  func changes() throws {
    let folder = try TemporaryFolder()
    try folder.write(service("shop"), "a.yaml")
    let server = try RunningServer(
      config: [folder.url.path], arguments: ["--log-level", "debug"])
    try folder.write(service("tea"), "b.yaml")
    try server.wait(for: "tea") { try server.get("/api/v1/services/tea.default").status == 200 }
    #expect(server.log.contains("added: Service default/tea"))
    let before = try revision(of: server)
    try folder.write(service("tea", port: "eighty"), "b.yaml")
    try server.wait(for: "the error") { server.log.contains("b.yaml:4: error: ") }
    try server.wait(for: "what stays") {
      server.log.contains("The last good version stays in force: Service default/tea.")
    }
    #expect(try server.get("/api/v1/services/tea.default").status == 200)
    #expect(try revision(of: server) == before)
    try folder.write(service("tea"), "b.yaml")
    try server.wait(for: "the error to be settled") { server.log.contains("Settled: ") }
    try FileManager.default.removeItem(atPath: folder.path("b.yaml"))
    try server.wait(for: "tea to go") {
      try server.get("/api/v1/services/tea.default").status == 404
    }
    #expect(server.log.components(separatedBy: "b.yaml:4: error: ").count == 3)
  }

  @Test("A log at its default level says nothing of what goes well")
  func quiet() throws {
    let folder = try TemporaryFolder()
    try folder.write(service("shop"), "a.yaml")
    let server = try RunningServer(config: [folder.url.path])
    try folder.write(service("tea"), "b.yaml")
    try server.wait(for: "tea") { try server.get("/api/v1/services/tea.default").status == 200 }
    server.signal(SIGTERM)
    #expect(try server.exitCode() == 0)
    let said = server.log.split(separator: "\n").map { $0.split(separator: " ").dropFirst(2).first }
    #expect(said == ["Ready:", "Stopping:", "Stopped."], "\(server.log)")
  }

  private func revision(of server: RunningServer) throws -> Int {
    let body = try server.get("/api/v1/snapshot").body
    let value = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    return try #require(value?["revision"] as? Int)
  }

  @Test("SIGHUP reads again and does not end it")
  func reload() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [folder.url.path])
    server.signal(SIGHUP)
    try server.wait(for: "the reload") { server.log.contains("SIGHUP") }
    #expect(try server.get("/healthz").status == 200)
    server.signal(SIGTERM)
    #expect(try server.exitCode() == 0)
  }

  @Test("A second signal ends it at once, though a client is still connected")
  func secondSignal() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [folder.url.path])
    let client = try Connection(port: server.xdsPort)
    // The preface of HTTP/2 and an empty SETTINGS frame (RFC 9113 §3.4).
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0")
    #expect(client.receiveSome() > 0)
    server.signal(SIGTERM)
    try server.wait(for: "it to stop") { server.log.contains("Stopping") }
    server.signal(SIGTERM)
    let code = try server.exitCode()
    // Draining may have been faster than the signal.
    #expect(code == 1 || (code == 0 && server.log.contains("Stopped.")))
  }

  @Test("It lives on when nobody reads its log any more, and ends as it should")
  func brokenLog() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    let log = Pipe()
    process.executableURL = try Program.url()
    process.arguments = [
      "serve", "--config", folder.url.path, "--xds-listen", "127.0.0.1:0",
      "--admin-listen", "127.0.0.1:0",
    ]
    process.standardError = log
    try process.run()
    var said = ""
    while !said.contains("Ready: ") {
      let bytes = log.fileHandleForReading.availableData
      try #require(!bytes.isEmpty, "it ended: \(said)")
      said += String(decoding: bytes, as: UTF8.self)
    }
    try log.fileHandleForReading.close()
    // It says that it stops, to nobody.
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
  }

  @Test("Everything can be said in the environment")
  func environment() throws {
    let folder = try TemporaryFolder()
    try folder.write(service("shop"), "a.yaml")
    let server = try RunningServer(
      config: [], environment: ["CAUSEWAY_CONFIG": folder.url.path, "CAUSEWAY_LOG_LEVEL": "notice"])
    #expect(try server.get("/api/v1/services/shop.default").status == 200)
    #expect(!server.log.contains(" info "))
  }

  @Test("What keeps it from starting is one line on stderr")
  func failures() throws {
    let folder = try TemporaryFolder()
    let running = try RunningServer(config: [folder.url.path])
    let used = try ["127.0.0.1:\(running.xdsPort)", "127.0.0.1:\(running.adminPort)"]
    let config = ["serve", "--config", folder.url.path]
    let cases: [([String], Int32, String)] = [
      (
        config + ["--xds-listen", used[0], "--admin-listen", "127.0.0.1:0"], 1,
        "--xds-listen: Cannot listen on \(used[0])"
      ),
      (
        config + ["--xds-listen", "127.0.0.1:0", "--admin-listen", used[1]], 1,
        "--admin-listen: Cannot listen on \(used[1])"
      ),
      (["serve", "--config", "/does/not/exist"], 1, "/does/not/exist"),
      (["serve"], 64, "--config"),
      (config + ["--xds-listen", "0.0.0.0:0"], 64, "--allow-plaintext"),
      (config + ["--log-level", "loud"], 64, "loud"),
      (config + ["--frobnicate"], 64, "--frobnicate"),
    ]
    for (arguments, code, text) in cases {
      let result = try Program.run(arguments)
      #expect(result.exitCode == code)
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("causeway: "))
      #expect(result.errors.contains(text), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
  }
}
