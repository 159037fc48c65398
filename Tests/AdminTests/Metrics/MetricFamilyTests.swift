import Platform
import Testing

@testable import Admin

@Suite("Prometheus' text format")
struct MetricFamilyTests {
  @Test("Name, help and type, then the samples")
  func plain() {
    let family = MetricFamily(
      "a_total", .counter, "What it is.",
      samples: [.init(labels: ["x": "1", "y": "2"], value: 3), .init(value: 0.25)])
    #expect(
      family.text == """
        # HELP a_total What it is.
        # TYPE a_total counter
        a_total{x="1",y="2"} 3
        a_total 0.25

        """)
  }

  @Test("Backslashes, quotes and newlines are escaped where they must be")
  func escapes() {
    let family = MetricFamily(
      "a", .gauge, "Say \"x\\y\"\n.", samples: [.init(labels: ["l": "say \"x\\y\"\n."], value: 1)])
    #expect(
      family.text == #"""
        # HELP a Say "x\\y"\n.
        # TYPE a gauge
        a{l="say \"x\\y\"\n."} 1

        """#)
  }

  @Test(
    "Numbers are written as Go reads them",
    arguments: [
      (0.0, "0"), (1_790_000_000.0, "1790000000"), (0.001, "0.001"), (1e-7, "1e-07"),
      (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e300, "1e+300"),
      (-0.5, "-0.5"),
    ])
  func numbers(_ value: Double, _ text: String) {
    #expect(MetricFamily("a", .gauge, "h", value).text.hasSuffix("\na \(text)\n"))
  }
}

@Suite("What the process takes")
struct ProcessUsageTests {
  private static let status = "Name:\tx\nVmPeak:\t  900 kB\nVmRSS:\t  123 kB\n"
  private static let limits = """
    Limit                     Soft Limit           Hard Limit           Units
    Max open files            1024                 524288               files

    """

  private func read(stat: String, limits: String = limits) -> ProcessUsage? {
    ProcessUsage(
      stat: stat, status: Self.status, limits: limits, systemStat: "cpu 1 2\nbtime 1000\n",
      openDescriptors: 7)
  }

  /// Fields 3 to 24 of proc(5), those that count with values of their own.
  private static let fields =
    "S 1 1 1 0 -1 4194304 5 6 7 8 150 25 11 12 20 0 4 0 250 4096 30"

  @Test("It is read as proc(5) says, whatever the program's name is")
  func reading() throws {
    for name in ["causeway", "a) S 1 (b"] {
      let usage = try #require(read(stat: "42 (\(name)) \(Self.fields)"))
      #expect(usage.cpuSeconds == 1.75)
      #expect(usage.startSeconds == 1002.5)
      #expect(usage.virtualBytes == 4096)
      #expect(usage.residentBytes == 123 * 1024)
      #expect(usage.openDescriptors == 7)
      #expect(usage.descriptorsMax == 1024)
    }
    let endless = Self.limits.split(separator: "1024").joined(separator: "unlimited")
    #expect(read(stat: "42 (x) \(Self.fields)", limits: endless)?.descriptorsMax == .max)
  }

  @Test("What is something else is nothing", arguments: ["", "42 (x", "42 (x) S 1 2 3"])
  func nonsense(_ stat: String) {
    #expect(read(stat: stat) == nil)
  }

  @Test("This process takes something")
  func now() throws {
    let usage = try #require(ProcessUsage.now())
    #expect(usage.cpuSeconds > 0)
    #expect(usage.residentBytes > 1 << 20)
    #expect(usage.virtualBytes > usage.residentBytes)
    #expect(usage.openDescriptors > 2)
    #expect(usage.startSeconds > 1_600_000_000)
  }
}
