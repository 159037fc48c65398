import ArgumentParser
import EnvoyAPI
import Foundation
import LoadTest
import Testing
import XDSProto
import XDSServer

@testable import causeway

/// `causeway load` as people run it, against `causeway serve`.
@Suite("causeway load", .timeLimit(.minutes(3)))
struct LoadCommandTests {
  private static func manifests(_ folder: TemporaryFolder) throws -> String {
    let services = (0..<10).map { index in
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: svc-\(index), namespace: default}
      spec:
        hosts: [svc-\(index).default.svc.cluster.local]
        addresses: [10.200.0.\(index + 1)]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 8080, protocol: HTTP}]
        endpoints: [{address: 10.1.0.\(index)}]
      """
    }
    let path = try folder.write(services.joined(separator: "\n---\n"), "mesh.yaml")
    try folder.write("sed s/10.1.0.0/10.99.0.$1/ \(path).first > \(path)", "change")
    try folder.write(services.joined(separator: "\n---\n"), "mesh.yaml.first")
    return path
  }

  @Test("200 Envoys are configured and see changes, each by its marker, and all bounds hold")
  func bounds() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [try Self.manifests(folder)])
    let result = try Program.run([
      "load", "127.0.0.1:\(try server.xdsPort)", "--clients", "200", "--delta", "--steady", "200ms",
      "--changes", "3", "--change-interval", "100ms", "--change-marker", "10.99.0.{n}",
      "--change-command", "sh \(folder.path("change")) {n}", "--change-timeout", "60s",
      "--html", folder.path("report.html"), "-o", "json",
      "--max-p99", "60s", "--max-configured", "60s", "--max-errors", "0", "--max-superfluous", "0",
    ])
    #expect(result.exitCode == 0, "\(result.errors)\(result.output)")
    let report = try JSONValue(parsing: result.output)
    #expect(report["configured"] == 200)
    #expect(report["errors"] == 0 && report["superfluous"] == 0)
    #expect(report["exceeded"] == [])
    #expect(report["pushLatency"]?["count"] == 600)
    #expect(try folder.text("report.html").hasPrefix("<!doctype html>"))
  }

  @Test("A bound that is exceeded is exit code 1, and a sentence")
  func exceeded() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [try Self.manifests(folder)])
    let result = try Program.run([
      "load", "127.0.0.1:\(try server.xdsPort)", "--clients", "5", "--max-configured", "0",
      "--max-errors", "0", "--progress",
    ])
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("until all were configured, more than 0 µs."))
    #expect(result.output.contains("5 of 5 Envoys were configured"))
    #expect(result.output.contains("Nothing went wrong."))
  }

  @Test("A server that is not there is exit code 1, and says so at once")
  func nobody() throws {
    let result = try Program.run(["load", "127.0.0.1:1", "--clients", "3"])
    #expect(result.exitCode == 1)
    #expect(result.errors == "causeway: 127.0.0.1:1: 127.0.0.1:1 refuses connections.\n")
  }

  @Test("SIGINT ends the test with the table of what was measured")
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let server = try RunningServer(config: [try Self.manifests(folder)])
    let process = Process()
    process.executableURL = try Program.url()
    process.arguments = [
      "load", "127.0.0.1:\(try server.xdsPort)", "--clients", "3", "--steady", "1h", "--progress",
    ]
    process.standardOutput = try folder.openFile("output")
    process.standardError = try folder.openFile("errors")
    try process.run()
    try server.wait(for: "the steady phase") { try folder.text("errors").contains("steady:") }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try folder.text("output").contains("3 of 3 Envoys were configured"))
    #expect(try folder.text("output").contains("The test was ended before its time."))
  }

  @Test(
    "Wrong usage is exit code 64, and says which option is wrong",
    arguments: [
      (["127.0.0.1"], "has no port"), (["127.0.0.1:0"], "port 0"),
      (["--clients", "0"], "--clients"),
      (["--loops", "0"], "--loops"), (["--nack", "101%"], "--nack"), (["--stall", "x"], "--stall"),
      (["--connect-rate", "0/s"], "--connect-rate"), (["--changes", "3"], "--changes"),
      (["--change-command", "true", "--change-request", "GET http://h:1/"], "one cause"),
      (["--change-command", "true", "--change-marker", "x"], "{n}"),
      (["--change-request", "GET ftp://x"], "--change-request"),
      (["--node-size", "huge"], "--node-size"), (["--tls-cert", "x"], "--tls-ca"),
      (["--tls-ca", "x", "--tls-cert", "x"], "belong together"),
      (["--source-address", "10.0.0.9-10.0.0.1"], "--source-address"),
      (["--steady", "10"], "--steady"), (["--max-errors=-1"], "--max-errors"),
    ])
  func usage(arguments: [String], part: String) throws {
    let result = try Program.run(["load"] + arguments)
    #expect(result.exitCode == 64, "\(result.errors)")
    #expect(result.errors.contains(part))
    #expect(result.output == "")
  }

  @Test("Options become a plan")
  func plan() throws {
    let command = try LoadCommand.parse([
      "127.0.0.1:18000", "--clients", "7", "--loops", "9", "--delta", "--separate", "--nack", "1%",
      "--stall", "0.5", "--reconnect", "2%", "--churn", "3%", "--away", "2s", "--connect-rate",
      "500/s", "--source-address", "127.0.0.2,127.0.0.4-127.0.0.6", "--storm", "--duration", "1m",
      "--change-command", "true", "--changes", "4", "--change-interval", "20ms", "--node-always",
      "--node-size", "full", "--namespaces", "a,b", "--pid", "12",
    ])
    let plan = try command.plan()
    #expect(plan.clients == 7 && plan.loops == 7 && plan.isDelta && !plan.isAggregated)
    #expect(
      [plan.refusing, plan.stalling, plan.reconnecting, plan.leaving] == [0.01, 0.5, 0.02, 0.03])
    #expect(plan.absence == .seconds(2) && plan.connectRate == 500)
    #expect(
      plan.sources.map(\.description) == [
        "127.0.0.2:0", "127.0.0.4:0", "127.0.0.5:0", "127.0.0.6:0",
      ])
    #expect(plan.storms && plan.duration == .seconds(60) && plan.process == 12)
    #expect(plan.changes?.count == 4 && plan.changes?.interval == .milliseconds(20))
    #expect(plan.changes?.recognition == .anyNews)
    #expect(plan.saysNodeAlways && plan.node.size == .full && plan.node.namespaces == ["a", "b"])
  }

  @Test("A command that makes a change is told its number, and its failure is known")
  func changeCommand() throws {
    let folder = try TemporaryFolder()
    let command = ChangeCommand(
      text: "echo {n} $CHANGE > \(folder.path("out"))", timeout: .seconds(20))
    try command.make(7)
    #expect(try folder.text("out") == "7 7\n")
    #expect(throws: ChangeFailure("The command of change 1 ended with exit code 3.")) {
      try ChangeCommand(text: "exit 3", timeout: .seconds(20)).make(1)
    }
    #expect(throws: ChangeFailure("The command of change 2 took longer than 50ms.")) {
      try ChangeCommand(text: "sleep 60", timeout: .milliseconds(50)).make(2)
    }
  }

  @Test("A request that makes a change carries its number, and must succeed")
  func changeRequest() throws {
    let server = try FakeAdmin(["/x/5": .object([])])
    let request = try ChangeRequest(
      parsing: "post \(server.url)/x/{n} {\"n\": {n}}", timeout: .seconds(20))
    try request.make(5)
    let failure = #expect(throws: ChangeFailure.self) { try request.make(6) }
    #expect(try #require(failure).description.contains("answers change 6 with 404"))
  }

  @Test("A node is read from YAML or JSON, alone or in a bootstrap")
  func nodeFile() throws {
    for text in [
      "id: a-{index}\ncluster: c\nmetadata: {X: [1, true]}\nlocality: {region: r, sub_zone: s}\n",
      """
      {"node": {"id": "a-{index}", "cluster": "c", "metadata": {"X": [1, true]},
       "locality": {"region": "r", "subZone": "s"}}}
      """,
    ] {
      let node = try NodeFile.node(Array(text.utf8), file: "node.yaml")
      #expect(node.id == "a-{index}" && node.cluster == "c")
      #expect(node.metadata == ProtoStruct(fields: ["X": .list([.number(1), .bool(true)])]))
      #expect(node.locality?.region == "r" && node.locality?.subZone == "s")
    }
    for text in ["- 1", "id: [", "identity: x"] {
      #expect(throws: CommandFailure.self) {
        try NodeFile.node(Array(text.utf8), file: "node.yaml")
      }
    }
  }
}
