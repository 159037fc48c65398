import Foundation
import Testing

@testable import LoadTest

@Suite("The report of a load test")
struct ReportTests {
  private static func summary(_ microseconds: [Int64]) -> LatencySummary {
    var record = LatencyRecord()
    for time in microseconds { record.record(nanoseconds: time * 1000) }
    return LatencySummary(record)
  }

  private static func report(
    latencies: [Int64] = Array(1...1000), failures: [LoadReport.Failure] = [], superfluous: Int = 0,
    configured: Int = 10
  ) -> LoadReport {
    LoadReport(
      description: "10 Envoys → <server>", clients: 10, configured: configured,
      configuredTime: summary([500, 1500]), pushLatency: summary(latencies),
      phases: [
        LoadReport.Phase(
          name: "connect", seconds: 1, responses: [1, 2, 3, 4], superfluous: superfluous,
          resources: 10, repeatedResources: 0, bytesReceived: 1000, bytesSent: 2000,
          loopsBusy: [0.5, 0.9], serverCPUSeconds: 0.002, serverResidentBytes: 3000,
          serverPeakBytes: 4000),
        LoadReport.Phase(
          name: "changes", seconds: 1, responses: [0, 100, 0, 0], superfluous: 0, resources: 0,
          repeatedResources: 0, bytesReceived: 0, bytesSent: 0, loopsBusy: [0.1],
          serverCPUSeconds: 0.001, serverResidentBytes: 3000, serverPeakBytes: 4000),
      ],
      changes: [
        LoadReport.Change(
          number: 1, plannedSeconds: 0, lateness: 9000, made: 10, expected: 100, arrived: 100,
          latency: summary(latencies))
      ],
      stalled: 0, acknowledgements: 110, refusals: 0, superfluous: superfluous, reconnects: 0,
      departures: 0,
      failures: failures, serverBytesBefore: 1000, warnings: [], isInterrupted: false)
  }

  @Test("Percentiles are those of what was recorded")
  func percentiles() {
    let summary = Self.summary(Array(1...1000))
    #expect(summary.count == 1000 && summary.max == 1000)
    #expect([summary.p50, summary.p90, summary.p99, summary.p999] == [500, 900, 990, 999])
    #expect(summary.bars.reduce(0) { $0 + $1.count } == 1000)
    #expect(summary.bars.count <= 21)
    #expect(Self.summary([]).bars == [])
  }

  @Test(
    "Bars have round edges that can be told apart", arguments: [[17_912, 18_112], [5], [0, 9]])
  func bars(times: [Int64]) {
    let summary = Self.summary(times)
    let labels = summary.bars.map { Quantity.time($0.upTo) }
    #expect(Set(labels).count == labels.count)
    #expect(summary.bars.reduce(0) { $0 + $1.count } == times.count)
  }

  @Test("A bound that is exceeded has a sentence, and one that is met has none")
  func bounds() {
    var bounds = LoadBounds()
    let failure = LoadReport.Failure(kind: "things", count: 2, detail: nil)
    let report = Self.report(failures: [failure], superfluous: 3)
    #expect(bounds.exceeded(by: report) == [])
    bounds.p99 = .microseconds(990)
    bounds.configured = .microseconds(1500)
    bounds.failures = 2
    bounds.superfluous = 3
    #expect(bounds.exceeded(by: report) == [])
    bounds.p99 = .microseconds(980)
    bounds.configured = .microseconds(1400)
    bounds.failures = 1
    bounds.superfluous = 2
    #expect(
      bounds.exceeded(by: report) == [
        "The p99 of pushes is 990 µs, more than 980 µs.",
        "It took 1.50 ms until all were configured, more than 1.40 ms.",
        "2 things went wrong, more than 1.", "3 responses were superfluous, more than 2.",
      ])
    bounds = LoadBounds()
    bounds.configured = .seconds(1)
    #expect(
      bounds.exceeded(by: Self.report(configured: 8)) == [
        "Of 10 Envoys 2 were not configured."
      ])
    bounds.p99 = .seconds(1)
    #expect(bounds.exceeded(by: Self.report(latencies: [])).count == 1)
  }

  @Test("The server's cost is told per Envoy")
  func cost() {
    let report = Self.report()
    #expect(report.configureCPU == 200)
    #expect(report.pushCPU == 10)
    #expect(report.memoryPerClient == 200)
    #expect(report.text.contains("200 B of memory per Envoy, 200 µs of CPU to configure one"))
  }

  @Test("It warns of itself: of busy loops, late changes, and delays of its own")
  func warnings() {
    var report = Self.report()
    report.ownDelay = Self.summary([1000, 2000])
    let warnings = report.warningsAboutItself
    #expect(warnings.count == 3)
    #expect(warnings[0].contains("connect") && warnings[0].contains("90 %"))
    #expect(warnings[1].contains("1 of 1 changes were begun late, up to 9.00 ms"))
    #expect(warnings[2].contains("this program's own"))
  }

  @Test("The HTML needs nothing else, and what servers say is text in it")
  func html() {
    let failure = LoadReport.Failure(kind: "a <b> & \"c\"", count: 1, detail: "<script>")
    let html = Self.report(failures: [failure]).html(exceeded: ["Too <slow>."])
    #expect(html.contains("a &lt;b&gt; &amp; &quot;c&quot; (&lt;script&gt;)"))
    #expect(html.contains("Too &lt;slow&gt;."))
    #expect(html.contains("10 Envoys → &lt;server&gt;"))
    #expect(html.components(separatedBy: "<svg").count == 4)
    #expect(!html.contains("http") && !html.contains("<script") && !html.contains("src="))
  }

  @Test(
    "Numbers are written as people read them",
    arguments: [
      (Quantity.count(1_234_567), "1,234,567"), (Quantity.count(-12), "-12"),
      (Quantity.time(999), "999 µs"), (Quantity.time(1_000), "1.00 ms"),
      (Quantity.time(12_345), "12.3 ms"), (Quantity.time(2_500_000), "2.50 s"),
      (Quantity.bytes(14_200), "14.2 kB"), (Quantity.bytes(12), "12 B"),
      (Quantity.percent(0.126), "13 %"), (Quantity.decimals(-0.05, 1), "-0.1"),
    ])
  func quantities(text: String, expected: String) { #expect(text == expected) }
}
