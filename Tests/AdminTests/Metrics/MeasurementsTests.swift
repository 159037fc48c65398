import Foundation
import MeshModel
import Platform
import Testing

@testable import Admin
@testable import XDSServer

@Suite("The metrics")
struct MeasurementsTests {
  /// A server that has done everything that is measured.
  static func busy() throws -> Measurements {
    var busy = Measurements(version: "1.2.3")
    busy.view = try state(["a.yaml": mesh, "b.yaml": "kind: [", "c.yaml": twoNamespaces]).view
    busy.clients = [
      ClientGroup(kind: .sidecar, state: .synced): 3,
      ClientGroup(kind: .router, state: .rejected): 1,
    ]
    var eds = DiscoveryStatistics.Traffic()
    (eds.responses, eds.resources, eds.bytes) = (10, 20, 3000)
    (eds.acceptances, eds.refusals, eds.redundant) = (8, 2, 0)
    busy.discovery[.endpoint] = eds
    for milliseconds in [1, 2, 3, 70_000] {
      busy.discovery.push.record(.milliseconds(milliseconds))
    }
    busy.discovery.convergence.record(.milliseconds(250))
    busy.discovery.answersMissed = 1
    busy.discovery.admission.waited = 4
    busy.transport.connectionsAccepted = 5
    busy.transport.connectionsEnded = [.notHTTP2: 1, .closedByClient: 2]
    busy.transport.streamsStarted = 4
    busy.transport.streamsEnded = 3
    busy.transport.bytesSent = 1 << 40
    busy.adminAnswers = [200: 9, 404: 1]
    busy.process = .now()
    return busy
  }

  private func lines(_ measurements: Measurements) -> Set<String> {
    Set(measurements.text.split(separator: "\n").map(String.init))
  }

  @Test("They say what was measured")
  func values() throws {
    let lines = lines(try Self.busy())
    for line in [
      "causeway_build_info{version=\"1.2.3\"} 1", "causeway_ready 1", "causeway_revision 7",
      "causeway_admin_requests_total{code=\"404\"} 1", "causeway_source_files 3",
      "causeway_source_objects 5", "causeway_source_problems{severity=\"error\"} 1",
      "causeway_services 3", "causeway_endpoints{kind=\"vm\",health=\"healthy\"} 1",
      "causeway_endpoints{kind=\"pod\",health=\"draining\"} 0",
      "causeway_proxies{kind=\"sidecar\",state=\"synced\"} 3",
      "causeway_proxies{kind=\"gateway\",state=\"rejected\"} 1",
      "causeway_proxies{kind=\"grpc\",state=\"pending\"} 0",
      "causeway_pushes_total{type=\"eds\"} 10", "causeway_pushes_total{type=\"cds\"} 0",
      "causeway_pushed_resources_total{type=\"eds\"} 20",
      "causeway_pushed_bytes_total{type=\"eds\"} 3000", "causeway_acks_total{type=\"eds\"} 8",
      "causeway_nacks_total{type=\"eds\"} 2", "causeway_redundant_pushes_total{type=\"eds\"} 0",
      "causeway_answers_missed_total 1", "causeway_connections 2",
      "causeway_admissions_total{outcome=\"waited\"} 4",
      "causeway_connections_ended_total{reason=\"not_http2\"} 1",
      "causeway_connections_ended_total{reason=\"dead\"} 0", "causeway_streams 1",
      "causeway_sent_bytes_total 1099511627776",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("Buckets hold what those before them hold")
  func histograms() throws {
    let lines = lines(try Self.busy())
    for line in [
      "causeway_push_duration_seconds_bucket{le=\"0.001\"} 1",
      "causeway_push_duration_seconds_bucket{le=\"0.002\"} 2",
      "causeway_push_duration_seconds_bucket{le=\"0.004\"} 3",
      "causeway_push_duration_seconds_bucket{le=\"65.536\"} 3",
      "causeway_push_duration_seconds_bucket{le=\"+Inf\"} 4",
      "causeway_push_duration_seconds_sum 70.006", "causeway_push_duration_seconds_count 4",
      "causeway_convergence_duration_seconds_bucket{le=\"0.128\"} 0",
      "causeway_convergence_duration_seconds_bucket{le=\"0.256\"} 1",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("Before the sources are read everything is there, and nothing has happened")
  func idle() throws {
    let lines = lines(Measurements(version: "1"))
    #expect(lines.isSuperset(of: ["causeway_ready 0", "causeway_revision 0"]))
    // What event loops or the system do not say is left out, not made up.
    #expect(!lines.contains { $0.hasPrefix("causeway_proxies") || $0.hasPrefix("process_") })
  }

  @Test("promtool finds nothing to say about them")
  func promtool() throws {
    for measurements in [try Self.busy(), Measurements(version: "\"\\\n")] {
      let process = Process()
      // Of Debian's package prometheus, which scripts/setup installs.
      process.executableURL = URL(filePath: "/usr/bin/promtool")
      process.arguments = ["check", "metrics"]
      let (input, output) = (Foundation.Pipe(), Foundation.Pipe())
      process.standardInput = input
      process.standardOutput = output
      process.standardError = output
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(measurements.text.utf8))
      try input.fileHandleForWriting.close()
      let said = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(String(decoding: said, as: UTF8.self) == "")
    }
  }

  @Test("docs/METRICS.md has each of them, with its type and labels, and no others")
  func documented() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/METRICS.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let rows = text.split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 4, cells[0].hasPrefix("`") else { return nil }
      return cells[0...2].joined(separator: " ")
    }
    let expected = try Self.busy().families.map { family in
      let labels = Set(family.samples.flatMap { $0.labels.names }).subtracting(["le"]).sorted()
      return "`\(family.name)` \(family.kind.rawValue) "
        + labels.map { "`\($0)`" }.joined(separator: ", ")
    }
    #expect(rows.sorted() == expected.sorted())
    #expect(Set(expected).count == expected.count)
    for end in ConnectionEnd.allCases {
      #expect(text.contains("`\(end.label)`"), "\(end)")
    }
  }
}

@Suite("GET /metrics")
struct MetricsRouteTests {
  @Test("It answers in the format that Prometheus asks for, before and after the sources are read")
  func route() throws {
    for state in [AdminState(), try state()] {
      let response = try respond("/metrics", state)
      #expect(response.status == .ok)
      #expect(response.contentType == "text/plain; version=0.0.4; charset=utf-8")
      #expect(response.body.contains("\nprocess_open_fds "))
    }
    #expect(try respond("/metrics", state()).body.contains("\ncauseway_ready 1\n"))
  }

  @Test("Busy event loops take away only what they would have said")
  func busy() throws {
    var state = try state()
    var clients = SaidOfClients(statuses: [try .example(id: "a")])
    clients.transportCounters.bytesSent = 42
    state.clients = clients
    let line = "causeway_proxies{kind=\"sidecar\",state=\"rejected\"} 1\n"
    #expect(try respond("/metrics", state).body.contains(line))
    clients.isBusy = true
    state.clients = clients
    let body = try respond("/metrics", state).body
    #expect(!body.contains("causeway_proxies"))
    #expect(body.contains("\ncauseway_sent_bytes_total 42\n"))
  }
}
